"""Organisations, what they were called when, and their units."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from lib.constraints import SameOrganisation
from lib.text import sort_key
from organisation.enums import FormatProfile


def day_range(since: str = "valid_from", until: str = "valid_until") -> Func:
    """Give the expression of the days from ``since`` to ``until``, both included; an empty end is open."""
    return Func(F(since), F(until), models.Value("[]"), function="daterange", output_field=models.CharField())


class Organisation(models.Model):
    """One office of the installation. What it is called changes; this row and its code do not."""

    code = models.SlugField(max_length=20, unique=True)
    is_active = models.BooleanField(default=True)
    settings = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class OrganisationPeriod(models.Model):
    """Name, symbol, superior, place, exchange code and format of an organisation in one stretch of days.

    Mergers and renamings add a period; a letter keeps the values of its day (design D16). Periods of one
    organisation never overlap.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="periods")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    name = models.CharField(max_length=300)
    symbol = models.CharField(max_length=30)
    superior = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=100)
    exchange_code = models.CharField(max_length=40, blank=True)
    format_profile = models.CharField(max_length=10, choices=FormatProfile)
    head_title = models.CharField(max_length=100)
    contact_line = models.CharField(max_length=300, blank=True)
    # The name within a sentence ("Sở Nội vụ trân trọng kính mời"); ``name`` is as it stands in the head.
    written_name = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["organisation", "valid_from"]
        constraints = [
            ExclusionConstraint(
                name="organisation_periods_apart",
                expressions=[("organisation", RangeOperators.EQUAL), (day_range(), RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                name="organisation_period_not_empty",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.valid_from})"


class Unit(models.Model):
    """A unit (phòng, ban) inside an organisation; the tree is by ``parent``, the order by ``position``."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="units")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(max_length=200)
    symbol = models.CharField(max_length=30)
    position = models.PositiveIntegerField(default=0)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["organisation", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="unit_of_organisation"),
            SameOrganisation("parent", name="unit_parent_same_organisation"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def sort_key(self) -> str:
        """Give the key this unit is sorted by among namesakes."""
        return sort_key(self.name)
