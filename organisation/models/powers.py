"""Acting for somebody else: delegation in absence, and the mandate to sign."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from lib.constraints import SameOrganisation
from organisation.enums import Authority
from organisation.models.organisations import Organisation, day_range
from organisation.models.people import Post


class Delegation(models.Model):
    """The holder of ``principal`` lets the holder of ``delegate`` act for the post, for some days and some duties.

    Single hop: what was delegated is never delegated further. It carries no right to sign; that is a mandate.
    The log names both people. The same is never given twice: ``duties`` are stored in one order, and one that was
    ended early no longer counts.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="delegations")
    principal = models.ForeignKey(Post, models.PROTECT, related_name="delegations_given")
    delegate = models.ForeignKey(Post, models.PROTECT, related_name="delegations_held")
    duties = ArrayField(models.CharField(max_length=30), default=list)
    valid_from = models.DateField()
    valid_until = models.DateField()
    reason = models.CharField(max_length=300)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["organisation", "-valid_from", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="delegation_of_organisation"),
            SameOrganisation("principal", name="delegation_principal_same_org"),
            SameOrganisation("delegate", name="delegation_delegate_same_org"),
            models.CheckConstraint(name="delegation_not_to_oneself", condition=~Q(principal=F("delegate"))),
            models.CheckConstraint(
                name="delegation_period_not_empty", condition=Q(valid_until__gte=F("valid_from"))
            ),
            ExclusionConstraint(
                name="delegation_once",
                condition=Q(revoked_at__isnull=True),
                expressions=[
                    ("principal", RangeOperators.EQUAL),
                    ("delegate", RangeOperators.EQUAL),
                    # GiST has no equality of arrays; the hash of one is immutable and as good here
                    (
                        Func("duties", function="hash_array", output_field=models.IntegerField()),
                        RangeOperators.EQUAL,
                    ),
                    (day_range(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.principal} → {self.delegate}"


class SigningMandate(models.Model):
    """By what right the holder of ``post`` signs: as head, for the head, by order, by special delegation.

    ``kinds`` limits it to some kinds of letter (empty: all). ``authority_lines`` is what stands above the name,
    for example ``["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]`` (Decree 30/2020 Art. 13 and App. I). It ends with the post, and
    from ``revoked_at`` on at once.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="mandates")
    post = models.ForeignKey(Post, models.PROTECT, related_name="mandates")
    authority = models.CharField(max_length=20, choices=Authority)
    authority_lines = ArrayField(models.CharField(max_length=150))
    kinds = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    basis = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["organisation", "post__protocol_order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="mandate_of_organisation"),
            SameOrganisation("post", name="mandate_post_same_organisation"),
            models.CheckConstraint(
                name="mandate_delegation_is_dated",
                condition=~Q(authority=Authority.BY_DELEGATION) | Q(valid_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}: {self.authority}"
