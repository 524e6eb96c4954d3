"""Which kept numbers a letter may take."""

from __future__ import annotations

from datetime import date

from dispatch.enums import AllocationState, Direction
from dispatch.models import NumberAllocation
from dispatch.queries.registers import series_for
from organisation.models import Organisation


def reservations_for(
    organisation: Organisation, kind: str, *, since: date, until: date
) -> list[NumberAllocation]:
    """Give the numbers kept in the series of ``kind`` for a day from ``since`` to ``until``, in their order.

    The day of a kept number is the day of the letter that takes it: never before its signature, never ahead.
    """
    kept = NumberAllocation.objects.filter(
        organisation=organisation,
        direction=Direction.OUTGOING,
        state=AllocationState.RESERVED,
        legal_day__gte=since,
        legal_day__lte=until,
    )
    lines = kept.select_related("series").order_by("series", "number")
    outgoing = Direction.OUTGOING
    return [line for line in lines if series_for(organisation, outgoing, kind, line.legal_day) == line.series]
