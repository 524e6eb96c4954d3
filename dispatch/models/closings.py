"""The closing page of a book: written once, by an act of the clerk, and frozen with every line of the book."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lib.constraints import SameOrganisation


class BookClosing(models.Model):
    """What a book held when it was closed, who closed it and when.

    The row is append-only, and a trigger refuses every later line of the series: what the page says stays true.
    ``given`` and ``void`` count whole numbers and together are all from the first to the last; ``lapsed`` are those
    of the void ones that had been reserved and were never used; ``suffixed`` the lines with a letter behind.
    """

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    series = models.OneToOneField("dispatch.NumberSeries", models.PROTECT, related_name="closing")
    first_number = models.PositiveIntegerField()
    last_number = models.PositiveIntegerField(null=True, blank=True)
    first_day = models.DateField()
    last_day = models.DateField()
    given = models.PositiveIntegerField()
    suffixed = models.PositiveIntegerField()
    void = models.PositiveIntegerField()
    lapsed = models.PositiveIntegerField()
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey("organisation.Post", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="closing_of_organisation"),
            models.CheckConstraint(
                name="closing_counts_every_number",
                condition=Q(last_number__isnull=True, given=0, void=0)
                | Q(
                    last_number__isnull=False,
                    last_number=F("first_number") + F("given") + F("void") - 1,
                ),
            ),
            models.CheckConstraint(name="closing_lapsed_are_void", condition=Q(lapsed__lte=F("void"))),
            SameOrganisation("series", name="closing_series_same_org"),
            SameOrganisation("closed_by", name="closing_closed_by_same_org"),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.closed_at:%Y-%m-%d}"
