"""Which rung of the ladder of reminders was climbed for which clock: one row is one claim, so each is climbed once."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from organisation.models import Organisation


class RungClaim(models.Model):
    """The rung ``rung`` was claimed for the clock ``term`` of an assignment; whoever writes the row reminds people."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    assignment_key = models.BigIntegerField()
    term = models.PositiveSmallIntegerField()
    rung = models.CharField(max_length=20)
    due_on = models.DateField()
    claimed_at = models.DateTimeField()

    rows: ClassVar[models.Manager[RungClaim]] = models.Manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["assignment_key", "term", "rung"], name="rung_climbed_once")
        ]

    def __str__(self) -> str:
        return f"{self.rung} of assignment {self.assignment_key}/{self.term}"
