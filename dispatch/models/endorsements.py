"""What people answered for with their names."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from dispatch.enums import EndorsementKind
from dispatch.models.letters import OutgoingLetter
from lib.constraints import SameOrganisation


class Endorsement(models.Model):
    """Somebody passed, or did not pass, one version of a letter for content, format or as a whole.

    ``post`` is the post of whoever acted, ``represented`` the absent colleague's. An approval names the bytes it
    was given on; a check names the ``stage`` of the route, at which several may answer. A return voids what was
    passed; nothing is deleted.
    """

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    letter = models.ForeignKey(OutgoingLetter, models.PROTECT, related_name="endorsements")
    kind = models.CharField(max_length=10, choices=EndorsementKind)
    stage = models.CharField(max_length=40, blank=True, default="")
    version_number = models.PositiveIntegerField()
    file_sha256 = models.CharField(max_length=64, blank=True, default="")
    post = models.ForeignKey("organisation.Post", models.PROTECT, related_name="+")
    represented = models.ForeignKey(
        "organisation.Post", models.PROTECT, null=True, blank=True, related_name="+"
    )
    passed = models.BooleanField()
    reason = models.CharField(max_length=2000, blank=True, default="")
    at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["letter", "id"]
        constraints = [
            models.UniqueConstraint(
                "letter",
                "kind",
                "stage",
                Coalesce("represented", "post"),
                name="one_standing_endorsement_each",
                condition=Q(passed=True, voided_at__isnull=True),
            ),
            models.CheckConstraint(
                name="endorsement_no_has_reason", condition=Q(passed=True) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="approval_names_bytes",
                condition=~Q(kind=EndorsementKind.APPROVAL, passed=True)
                | Q(file_sha256__regex="^[0-9a-f]{64}$"),
            ),
            SameOrganisation("letter", name="endorsement_letter_same_org"),
            SameOrganisation("post", name="endorsement_post_same_org"),
            SameOrganisation("represented", name="endorsement_represented_same_org"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of letter {self.letter_id}"
