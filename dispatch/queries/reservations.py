"""Which kept numbers a letter may take, and which number a form has got."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from dispatch.enums import AllocationState, Direction
from dispatch.models import NumberAllocation, NumberSeries
from dispatch.queries.registers import series_for
from organisation.models import Organisation


def reservations_for(
    organisation: Organisation, kind: str, *, since: date, until: date
) -> list[NumberAllocation]:
    """Give the numbers kept in the series of ``kind`` for a day from ``since`` to ``until``, in their order.

    The day of a kept number is the day of the letter that takes it: never before its signature, never ahead.
    """
    lines = reserved_until(organisation, until).filter(legal_day__gte=since)
    outgoing = Direction.OUTGOING
    return [line for line in lines if series_for(organisation, outgoing, kind, line.legal_day) == line.series]


def reserved_until(organisation: Organisation, day: date) -> QuerySet[NumberAllocation]:
    """Give every number kept for a letter of ``day`` or before, in their order."""
    kept = NumberAllocation.objects.filter(
        organisation=organisation,
        direction=Direction.OUTGOING,
        state=AllocationState.RESERVED,
        legal_day__lte=day,
    )
    return kept.select_related("series").order_by("series", "number")


def given_for_form(organisation: Organisation, form_key: str) -> NumberAllocation:
    """Give the line that was asked for on a form; DoesNotExist for a form without a number."""
    return NumberAllocation.objects.get(organisation=organisation, form_key=form_key)


def reserved_in(series: NumberSeries) -> QuerySet[NumberAllocation]:
    """Give the numbers of one series that are kept at this moment."""
    return series.allocations.filter(state=AllocationState.RESERVED).order_by("number")
