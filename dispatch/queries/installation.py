"""Reading every organisation at once, for doctor and export."""

from __future__ import annotations

from django.db.models import QuerySet

from dispatch.enums import EVER_ISSUED
from dispatch.models import (
    NumberAllocation,
    NumberSeries,
    OutgoingLetter,
)


def all_issued() -> QuerySet[OutgoingLetter]:
    """Give the letters that were ever issued, of every organisation in the order of their issue."""
    issued = OutgoingLetter.objects.filter(status__in=EVER_ISSUED)
    return issued.select_related("organisation", "allocation", "issued_file__blob").order_by(
        "issued_at", "id"
    )


def all_series() -> QuerySet[NumberSeries]:
    """Give the number series of every organisation."""
    return NumberSeries.objects.select_related("organisation").order_by(
        "organisation", "direction", "code", "id"
    )


def numbers_of(series: NumberSeries) -> QuerySet[NumberAllocation, int]:
    """Give the whole numbers that have a line in the register of ``series``, exceptions with a suffix left out."""
    return series.allocations.filter(suffix="").order_by("number").values_list("number", flat=True)
