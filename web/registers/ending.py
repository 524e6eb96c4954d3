"""What the closing page of a printed register says: the counts of its lines, and who closed the book when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q

from dispatch.enums import AllocationState
from dispatch.layout.registers import RegisterClosing
from dispatch.models.register import RegisterFilters
from lib.calendar import local_day
from organisation.queries import period_on

if TYPE_CHECKING:
    from datetime import date

    from dispatch.layout.registers import RegisterCover
    from dispatch.models import BookClosing
    from organisation.models import Organisation
    from web.registers.asking import Asked


def closing_of(
    asked: Asked, organisation: Organisation, cover: RegisterCover, *, pages: int, day: date
) -> RegisterClosing:
    """Count the lines asked for; of a whole book that was closed, say by whom and when."""
    void, reserved, whole = Q(state=AllocationState.VOID), Q(state=AllocationState.RESERVED), Q(suffix="")
    counted: dict[str, int] = (
        asked.lines(organisation)
        .order_by()
        .aggregate(
            given=Count("pk", filter=whole & ~void & ~reserved),
            suffixed=Count("pk", filter=~whole),
            void=Count("pk", filter=whole & void),
            reserved=Count("pk", filter=whole & reserved),
        )
    )
    closed = closed_book(asked)
    return RegisterClosing(
        pages=pages,
        first_number=cover.first_number,
        last_number=cover.last_number,
        place=period_on(organisation, closed.last_day if closed else day).place,
        closed_by=closed.closed_by.person.full_name if closed else "",
        closed_on=local_day(closed.closed_at) if closed else None,
        **counted,
    )


def closed_book(asked: Asked) -> BookClosing | None:
    """Give the closing page of the one book that is asked for whole, None of a part or of a book still open."""
    series = asked.filters.series
    whole = asked.filters == RegisterFilters(series=series) and asked.urgency is None
    if series is None or not whole or asked.awaiting_seal:
        return None
    closing: BookClosing | None = getattr(series, "closing", None)
    return closing
