"""Number series and the numbers taken from them. The rows are the register: no line is ever deleted."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from dispatch.enums import AllocationState, Direction, Period
from dispatch.models.kinds import STATE
from lib.constraints import SameOrganisation

OUT_OF_THE_ORDINARY: Final = ~Q(state=AllocationState.ALLOCATED) | ~Q(suffix="")


class NumberSeries(models.Model):
    """One counter: for a direction and some kinds (empty: all), through a year or a term (design D18).

    The head of the organisation decides how kinds are grouped (Decree 30/2020 Art. 15); paper and electronic
    letters share it. ``klass`` sets apart what counts for itself, an advisory body with the same seal for example.
    ``next_number`` is read and raised only under the row's lock; the constraint on allocations is the judge.
    """

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    direction = models.CharField(max_length=8, choices=Direction, default=Direction.OUTGOING)
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=150)
    profile_code = models.CharField(max_length=10)
    period = models.CharField(max_length=4, choices=Period, default=Period.YEAR)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    term_from = models.DateField(null=True, blank=True)
    term_until = models.DateField(null=True, blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    start = models.PositiveIntegerField(default=1)
    next_number = models.PositiveIntegerField(default=1)
    kinds = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    klass = models.CharField(max_length=30, blank=True, default="")
    frozen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["organisation", "direction", "code", "year", "term_from"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="series_of_organisation"),
            models.UniqueConstraint(
                fields=["organisation", "direction", "code", "year"],
                name="series_once_a_year",
                condition=Q(period=Period.YEAR),
            ),
            models.UniqueConstraint(
                fields=["organisation", "direction", "code", "term_from"],
                name="series_once_a_term",
                condition=Q(period=Period.TERM),
            ),
            models.CheckConstraint(
                name="series_year_or_term",
                condition=Q(
                    period=Period.YEAR, year__isnull=False, term_from__isnull=True, term_until__isnull=True
                )
                | Q(period=Period.TERM, year__isnull=True, term_from__isnull=False),
            ),
            models.CheckConstraint(
                name="series_counts_up", condition=Q(start__gte=1) & Q(next_number__gte=F("start"))
            ),
            models.CheckConstraint(
                name="series_term_not_empty",
                condition=Q(term_until__isnull=True) | Q(term_until__gte=F("term_from")),
            ),
            models.CheckConstraint(
                name="series_closed_after_opened",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year or self.term_from}"

    @property
    def until(self) -> date | None:
        """Give the last day a number of the series may bear; None while a term has no end yet."""
        ends = [end for end in (self.closed_on, self.term_until) if end is not None]
        if self.year is not None:
            ends.append(date(self.year, 12, 31))
        return min(ends) if ends else None


class NumberAllocation(models.Model):
    """One number of a series: given, reserved or void. A void one keeps its line and its reason for ever.

    ``form_key`` names the form on which a clerk asked for it, where asking twice would be two numbers.
    """

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="allocations")
    direction = models.CharField(max_length=8, choices=Direction, default=Direction.OUTGOING)
    number = models.PositiveIntegerField()
    suffix = models.CharField(max_length=1, blank=True, default="")
    kind = models.CharField(max_length=30, blank=True, default="")
    profile_code = models.CharField(max_length=10)
    symbol = models.CharField(max_length=60, blank=True, default="")
    reference_code = models.CharField(max_length=80, blank=True, default="")
    legal_day = models.DateField()
    legal_year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=AllocationState)
    letter = models.ForeignKey(
        "dispatch.OutgoingLetter", models.PROTECT, null=True, blank=True, related_name="allocations"
    )
    exception_reason = models.CharField(max_length=500, blank=True, default="")
    reserved_for = models.CharField(max_length=300, blank=True, default="")
    reserved_by = models.ForeignKey(
        "organisation.Post", models.PROTECT, null=True, blank=True, related_name="+"
    )
    reserved_to = models.ForeignKey(
        "organisation.Post", models.PROTECT, null=True, blank=True, related_name="+"
    )
    expires_at = models.DateTimeField(null=True, blank=True)
    allocated_at = models.DateTimeField()
    allocated_by_key = models.BigIntegerField(null=True, blank=True)
    form_key = models.CharField(max_length=32, blank=True, default="")
    void_reason = models.CharField(max_length=500, blank=True, default="")
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["series", "number", "suffix"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="allocation_of_organisation"),
            models.UniqueConstraint(fields=["series", "number", "suffix"], name="number_once"),
            models.UniqueConstraint(
                # Decree 30/2020 Art. 15: number and symbol are unique in the year
                fields=["organisation", "direction", "legal_year", "reference_code"],
                name="code_once_a_year",
                condition=Q(profile_code=STATE) & ~Q(reference_code="") & ~Q(state=AllocationState.VOID),
            ),
            models.UniqueConstraint(
                fields=["letter"], name="one_number_a_letter", condition=Q(state=AllocationState.ALLOCATED)
            ),
            models.UniqueConstraint(
                fields=["organisation", "form_key"], name="one_number_a_form", condition=~Q(form_key="")
            ),
            models.CheckConstraint(name="number_counts_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="void_has_reason",
                condition=(Q(state=AllocationState.VOID, voided_at__isnull=False) & ~Q(void_reason=""))
                | (~Q(state=AllocationState.VOID) & Q(voided_at__isnull=True, void_reason="")),
            ),
            models.CheckConstraint(
                name="reservation_says_for_whom",
                condition=~Q(state=AllocationState.RESERVED)
                | (Q(expires_at__isnull=False, reserved_by__isnull=False) & ~Q(reserved_for="")),
            ),
            models.CheckConstraint(
                name="given_number_has_code",
                condition=~Q(state=AllocationState.ALLOCATED) | (~Q(reference_code="") & ~Q(symbol="")),
            ),
            models.CheckConstraint(
                name="suffix_is_a_letter_with_reason",
                condition=Q(suffix="") | (Q(suffix__regex="^[a-zđ]$") & ~Q(exception_reason="")),
            ),
            SameOrganisation("series", name="allocation_series_same_org"),
            SameOrganisation("letter", name="allocation_letter_same_org"),
            SameOrganisation("reserved_by", name="allocation_reserved_by_same_org"),
            SameOrganisation("reserved_to", name="allocation_reserved_to_same_org"),
        ]
        indexes = [
            models.Index(fields=["organisation", "direction", "legal_day"], name="allocation_day"),
            models.Index(fields=["organisation", "direction", "number"], name="allocation_number"),
            models.Index(
                fields=["organisation", "direction"], name="allocation_unusual", condition=OUT_OF_THE_ORDINARY
            ),
            models.Index(  # asked before each number: which was the last day of its series?
                fields=["series", "-legal_day", "-number"],
                name="allocation_last_day",
                condition=Q(state=AllocationState.ALLOCATED, suffix=""),
            ),
            GinIndex(OpClass(Upper("reference_code"), name="gin_trgm_ops"), name="allocation_code_part"),
            models.Index(
                fields=["expires_at"], name="reservation_expiry", condition=Q(state=AllocationState.RESERVED)
            ),
        ]

    def __str__(self) -> str:
        return self.reference_code or f"{self.number}{self.suffix}"
