"""The recall of an issued letter: who ordered it, why, and whether it was stopped again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from dispatch.models.letters import OutgoingLetter
from lib.constraints import SameOrganisation


class Recall(models.Model):
    """One recall of one letter (Decree 30/2020 Art. 18.4). Its facts are kept whatever becomes of it.

    ``ordered_by`` is the post of whoever ordered it, ``represented`` the absent colleague's. ``by_letter`` is the
    recalling letter, if there is one. A recall that was stopped before any receiver agreed keeps row and reason.
    """

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    letter = models.ForeignKey(OutgoingLetter, models.PROTECT, related_name="recalls")
    reason = models.CharField(max_length=2000)
    ordered_by = models.ForeignKey("organisation.Post", models.PROTECT, related_name="+")
    represented = models.ForeignKey(
        "organisation.Post", models.PROTECT, null=True, blank=True, related_name="+"
    )
    ordered_at = models.DateTimeField()
    by_letter = models.ForeignKey(OutgoingLetter, models.PROTECT, null=True, blank=True, related_name="+")
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(
        "organisation.Post", models.PROTECT, null=True, blank=True, related_name="+"
    )
    stop_reason = models.CharField(max_length=2000, blank=True, default="")

    class Meta:
        ordering = ["letter", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="recall_of_organisation"),
            models.UniqueConstraint(
                fields=["letter"], name="one_standing_recall", condition=Q(stopped_at__isnull=True)
            ),
            models.CheckConstraint(name="recall_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="recall_stopped_with_reason",
                condition=Q(stopped_at__isnull=True, stopped_by__isnull=True, stop_reason="")
                | (Q(stopped_at__isnull=False, stopped_by__isnull=False) & ~Q(stop_reason="")),
            ),
            *[
                SameOrganisation(name, name=f"recall_{name}_same_org")
                for name in ("letter", "by_letter", "ordered_by", "represented", "stopped_by")
            ],
        ]

    def __str__(self) -> str:
        return f"recall of letter {self.letter_id}"
