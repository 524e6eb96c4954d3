"""What units and people were asked about a draft, what they said, and what the drafter did with it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from dispatch.enums import Resolution, Stance
from dispatch.models.letters import OutgoingLetter
from lib.constraints import SameOrganisation


class Opinion(models.Model):
    """One post is asked for its opinion on one version of a letter, until a day (design §4).

    ``unit`` is set when a whole unit was asked, whose head answers. ``stage`` is the stop of the route that asks, empty
    when the drafter asks by himself. ``round`` counts the rounds of a letter. ``text`` is what was typed, kept also
    when nobody ever sent it. An opinion is open, answered, or over; who answered for an absent colleague names both.
    """

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    letter = models.ForeignKey(OutgoingLetter, models.PROTECT, related_name="opinions")
    round = models.PositiveIntegerField()
    stage = models.CharField(max_length=40, blank=True, default="")
    version_number = models.PositiveIntegerField()
    post = models.ForeignKey("organisation.Post", models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    duty = models.CharField(max_length=30, blank=True, default="")
    question = models.CharField(max_length=2000, blank=True, default="")
    asked_by = models.ForeignKey("organisation.Post", models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    text = models.TextField(blank=True, default="")
    typed_at = models.DateTimeField(null=True, blank=True)
    stance = models.CharField(max_length=10, choices=Stance, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "organisation.Post", models.PROTECT, null=True, blank=True, related_name="+"
    )
    represented = models.ForeignKey(
        "organisation.Post", models.PROTECT, null=True, blank=True, related_name="+"
    )
    over_at = models.DateTimeField(null=True, blank=True)
    over_reason = models.CharField(max_length=2000, blank=True, default="")
    resolution = models.CharField(max_length=10, choices=Resolution, blank=True, default="")
    resolution_reason = models.CharField(max_length=2000, blank=True, default="")
    resolved_by = models.ForeignKey(
        "organisation.Post", models.PROTECT, null=True, blank=True, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Opinion]] = models.Manager()

    class Meta:
        ordering = ["letter", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "post"],
                name="opinion_asked_once",
                condition=Q(answered_at__isnull=True, over_at__isnull=True),
            ),
            models.CheckConstraint(
                name="opinion_answered_says_something",
                condition=Q(answered_at__isnull=True, stance="", answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(stance=""),
            ),
            models.CheckConstraint(
                name="opinion_against_has_reason", condition=Q(stance__in=["", Stance.AGREE]) | ~Q(text="")
            ),
            models.CheckConstraint(
                name="opinion_answered_or_over",
                condition=Q(answered_at__isnull=True) | Q(over_at__isnull=True),
            ),
            models.CheckConstraint(
                name="opinion_resolved_was_answered",
                condition=Q(resolution="", resolved_at__isnull=True)
                | Q(answered_at__isnull=False, resolved_at__isnull=False) & ~Q(resolution=""),
            ),
            models.CheckConstraint(
                name="opinion_declined_has_reason",
                condition=Q(resolution__in=["", Resolution.ACCEPTED]) | ~Q(resolution_reason=""),
            ),
            *[
                SameOrganisation(name, name=f"opinion_{name}_same_org")
                for name in (
                    "letter",
                    "post",
                    "unit",
                    "asked_by",
                    "answered_by",
                    "represented",
                    "resolved_by",
                )
            ],
        ]

    def __str__(self) -> str:
        return f"opinion of {self.post_id} on letter {self.letter_id}"

    @property
    def is_open(self) -> bool:
        """Say whether the answer is still waited for."""
        return self.answered_at is None and self.over_at is None

    @property
    def waits_for_the_drafter(self) -> bool:
        """Say whether the drafter still has to say what became of it; plain agreement needs no words."""
        return self.answered_at is not None and self.stance != Stance.AGREE and not self.resolution
