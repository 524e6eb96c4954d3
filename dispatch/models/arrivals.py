"""Around an arrival: what was read of it, what is proposed, how it was divided or joined, what could not come in."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from dispatch.enums import ArrivalSource, ProposalSource, ProposalState, RegroupState
from lib.constraints import SameOrganisation


class ArrivalReading(models.Model):
    """How far the machine has come with an arrival. ``remarks`` are sentences about what it could not do.

    ``dividers`` are the pages at which a pile that was scanned in one go may fall apart: blank ones, printed dividers.
    ``sketch`` is what texts are compared by: equal values in two letters' sketches mean equal stretches of words.
    """

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    letter = models.OneToOneField("dispatch.IncomingLetter", models.PROTECT, related_name="reading")
    pages = models.PositiveIntegerField(default=0)
    remarks = models.JSONField(default=list)
    dividers = models.JSONField(default=list)
    sketch = ArrayField(models.BigIntegerField(), default=list)
    asked_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [SameOrganisation("letter", name="reading_letter_same_org")]
        indexes = [
            GinIndex(fields=["sketch"], name="reading_sketch"),
            models.Index(
                fields=["organisation", "asked_at"],
                name="reading_under_way",
                condition=Q(read_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"reading of {self.letter_id}"


class Proposal(models.Model):
    """What the machine proposes for one field, where it stands, and how sure it is. It counts once a clerk accepts it.

    ``box`` is the place on the page in ten-thousandths: left, top, right, bottom. ``page`` None: on no page.
    """

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    letter = models.ForeignKey("dispatch.IncomingLetter", models.PROTECT, related_name="proposals")
    field = models.CharField(max_length=20)
    value = models.CharField(max_length=500)
    source = models.CharField(max_length=12, choices=ProposalSource)
    sure = models.PositiveSmallIntegerField()
    page = models.PositiveIntegerField(null=True, blank=True)
    box = ArrayField(models.PositiveIntegerField(), default=list, blank=True)
    state = models.CharField(max_length=8, choices=ProposalState, default=ProposalState.OPEN)
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["letter", "id"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "field"], name="one_proposal_a_field"),
            models.CheckConstraint(name="proposal_says_something", condition=~Q(value="")),
            models.CheckConstraint(name="proposal_is_never_certain", condition=Q(sure__gte=1, sure__lte=99)),
            models.CheckConstraint(
                name="proposal_decided_has_moment",
                condition=Q(state=ProposalState.OPEN, decided_at__isnull=True)
                | (~Q(state=ProposalState.OPEN) & Q(decided_at__isnull=False)),
            ),
            SameOrganisation("letter", name="proposal_letter_same_org"),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.value}"


class Likeness(models.Model):
    """Two letters that were compared: by the machine, whose texts are ``percent`` alike, or by a clerk.

    ``not_same_at``: a clerk has looked at both and found that they are two letters.
    """

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    letter = models.ForeignKey("dispatch.IncomingLetter", models.PROTECT, related_name="likenesses")
    other = models.ForeignKey("dispatch.IncomingLetter", models.PROTECT, related_name="+")
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    not_same_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["letter", "-percent", "id"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "other"], name="likeness_once"),
            models.CheckConstraint(name="likeness_to_another", condition=~Q(letter=F("other"))),
            SameOrganisation("letter", name="likeness_letter_same_org"),
            SameOrganisation("other", name="likeness_other_same_org"),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} is {self.percent} % like {self.other_id}"


class Regrouping(models.Model):
    """Arrivals divided or joined anew: pages of their files laid into new files. What came in stays as it came.

    ``plan`` lists the new letters, each a list of pages: ``[key of the letter, page, quarter turns]``.
    """

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=RegroupState, default=RegroupState.ASKED)
    plan = models.JSONField()
    trouble = models.CharField(max_length=300, blank=True, default="")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="regrouping_of_organisation"),
            models.CheckConstraint(
                name="regrouping_ended_has_moment",
                condition=Q(state=RegroupState.ASKED, ended_at__isnull=True)
                | (~Q(state=RegroupState.ASKED) & Q(ended_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"regrouping {self.pk}, {self.state}"


class ArrivalFailure(models.Model):
    """Something that came to a door nobody stands at, the scanner's folder or the mailbox, and could not come in."""

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    source = models.CharField(max_length=12, choices=ArrivalSource)
    origin_key = models.CharField(max_length=120)
    name = models.CharField(max_length=300)
    reason = models.CharField(max_length=500)
    failed_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-failed_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="failure_of_organisation"),
            models.UniqueConstraint(fields=["organisation", "origin_key"], name="failure_once"),
            models.CheckConstraint(name="failure_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"
