"""Days that differ from the ordinary week."""

from __future__ import annotations

from django.db import models

from organisation.enums import DayKind
from organisation.models.organisations import Organisation


class DayException(models.Model):
    """A holiday, a Saturday worked in exchange, or a half day of one organisation, with the decision behind it."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="day_exceptions")
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=DayKind)
    name = models.CharField(max_length=150)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["organisation", "day"]
        constraints = [models.UniqueConstraint(fields=["organisation", "day"], name="one_exception_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
