"""Two versions of a letter beside each other as pictures: a cache, dropped and drawn again at will."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from dispatch.enums import RenderingState
from dispatch.models.letters import OutgoingLetter
from lib.constraints import SameOrganisation


class VersionComparison(models.Model):
    """Asked for: the pages of ``older`` and ``newer`` with what differs framed."""

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    letter = models.ForeignKey(OutgoingLetter, models.PROTECT, related_name="comparisons")
    older = models.PositiveIntegerField()
    newer = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=RenderingState, default=RenderingState.WORKING)
    sentence = models.CharField(max_length=300, blank=True, default="")
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["letter", "-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="comparison_of_organisation"),
            models.UniqueConstraint(fields=["letter", "older", "newer"], name="comparison_once"),
            models.CheckConstraint(name="comparison_goes_forward", condition=Q(older__lt=F("newer"))),
            SameOrganisation("letter", name="comparison_letter_same_org"),
        ]

    def __str__(self) -> str:
        return f"versions {self.older} and {self.newer} of letter {self.letter_id}"


class ComparedPage(models.Model):
    """One page of both versions, as PNG; a version with fewer pages has no picture there."""

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    comparison = models.ForeignKey(VersionComparison, models.PROTECT, related_name="pages")
    number = models.PositiveIntegerField()
    before = models.BinaryField(null=True, blank=True)
    after = models.BinaryField(null=True, blank=True)
    differs = models.BooleanField()

    class Meta:
        ordering = ["comparison", "number"]
        constraints = [
            models.UniqueConstraint(fields=["comparison", "number"], name="compared_page_once"),
            models.CheckConstraint(
                name="compared_page_shows_something",
                condition=Q(before__isnull=False) | Q(after__isnull=False),
            ),
            SameOrganisation("comparison", name="compared_page_same_org"),
        ]

    def __str__(self) -> str:
        return f"page {self.number} of {self.comparison_id}"
