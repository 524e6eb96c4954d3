"""How many working days are left: what a deadline says to people."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from lib.calendar import local_day

if TYPE_CHECKING:
    from organisation.queries import WorkingCalendar

FARTHEST = 400


def days_left(calendar: WorkingCalendar, at: datetime, due: date) -> int:
    """Give the working days from today to ``due``: 0 today, negative once it has passed.

    Late by a weekend alone counts as one day: the deadline is over. Past a year plain days are counted.
    """
    today = local_day(at)
    if due == today:
        return 0
    if abs((due - today).days) > FARTHEST:
        return (due - today).days
    first, last = min(today, due), max(today, due)
    span = (last - first).days
    worked = sum(calendar.is_working(first + timedelta(days=offset)) for offset in range(1, span + 1))
    return max(1, worked) if due > today else -max(1, worked)
