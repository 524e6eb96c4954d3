"""Clocks that stand still, and wishes for more time."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from dispatch.enums import ExtensionState
from dispatch.models.handling import Assignment
from lib.constraints import SameOrganisation


class ClockPause(models.Model):
    """The clock of an assignment stands still from ``paused_on`` until ``resumed_on``, for a reason."""

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="pauses")
    term = models.PositiveSmallIntegerField()
    paused_on = models.DateField()
    resumed_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=2000)
    paused_by = models.ForeignKey("organisation.Post", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["assignment", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"], name="one_open_pause", condition=Q(resumed_on__isnull=True)
            ),
            models.CheckConstraint(
                name="pause_ends_after_it_begins",
                condition=Q(resumed_on__isnull=True) | Q(resumed_on__gte=F("paused_on")),
            ),
            models.CheckConstraint(name="pause_says_why", condition=~Q(reason="")),
            SameOrganisation("assignment", name="pause_assignment_same_org"),
            SameOrganisation("paused_by", name="pause_paused_by_same_org"),
        ]

    def __str__(self) -> str:
        return f"pause of assignment {self.assignment_id}"


class Extension(models.Model):
    """Whoever has an assignment asks for more time; whoever gave it grants that, or refuses with a reason."""

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="extensions")
    state = models.CharField(max_length=8, choices=ExtensionState, default=ExtensionState.ASKED)
    until = models.DateField()
    reason = models.CharField(max_length=2000)
    asked_by = models.ForeignKey("organisation.Post", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        "organisation.Post", models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=2000, blank=True, default="")

    class Meta:
        ordering = ["assignment", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="extension_of_organisation"),
            models.UniqueConstraint(
                fields=["assignment"], name="one_open_extension", condition=Q(state=ExtensionState.ASKED)
            ),
            models.CheckConstraint(
                name="extension_answer_has_moment",
                condition=Q(state=ExtensionState.ASKED, answered_at__isnull=True)
                | ~Q(state=ExtensionState.ASKED) & Q(answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="extension_refusal_says_why", condition=~Q(state=ExtensionState.REFUSED) | ~Q(answer="")
            ),
            SameOrganisation("assignment", name="extension_assignment_same_org"),
            SameOrganisation("asked_by", name="extension_asked_by_same_org"),
            SameOrganisation("answered_by", name="extension_answered_by_same_org"),
        ]

    def __str__(self) -> str:
        return f"extension of assignment {self.assignment_id} until {self.until}"
