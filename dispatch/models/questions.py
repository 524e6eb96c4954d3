"""Opinions asked for while an incoming letter is handled."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from dispatch.models.handling import Assignment
from dispatch.models.incoming import IncomingLetter
from lib.constraints import SameOrganisation


class HandlingQuestion(models.Model):
    """Whoever has an assignment asks a colleague for an opinion; the colleague answers, or is no longer asked."""

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    letter = models.ForeignKey(IncomingLetter, models.PROTECT, related_name="questions")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="questions")
    post = models.ForeignKey("organisation.Post", models.PROTECT, related_name="+")
    question = models.CharField(max_length=2000)
    due_on = models.DateField(null=True, blank=True)
    asked_by = models.ForeignKey("organisation.Post", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=4000, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    over_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["letter", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="question_of_organisation"),
            models.UniqueConstraint(
                fields=["assignment", "post"],
                name="one_open_question",
                condition=Q(answered_at__isnull=True, over_at__isnull=True),
            ),
            models.CheckConstraint(
                name="question_answer_has_moment",
                condition=Q(answered_at__isnull=True, answer="")
                | Q(answered_at__isnull=False, over_at__isnull=True) & ~Q(answer=""),
            ),
            models.CheckConstraint(name="question_says_something", condition=~Q(question="")),
            *[
                SameOrganisation(name, name=f"question_{name}_same_org")
                for name in ("letter", "assignment", "post", "asked_by")
            ],
        ]

    def __str__(self) -> str:
        return self.question
