"""How the clock of an assignment counts: working days, without those on which it stood still. Part of the acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dispatch import errors
from dispatch.models import Assignment
from dispatch.models.handling import OPEN
from organisation.queries import WorkingCalendar

FARTHEST = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class Term:
    """Until when: so many working days, or a day; neither is no deadline."""

    days: int | None = None
    day: date | None = None


def set_term(assignment: Assignment, term: Term, *, today: date, calendar: WorkingCalendar) -> None:
    """Start the clock of ``assignment`` on ``today`` in memory; refuses (TermIsImpossible) what cannot be meant."""
    too_far = term.day is not None and not today <= term.day <= today + FARTHEST
    if too_far or (term.days is not None and not 0 <= term.days <= FARTHEST.days):
        raise errors.TermIsImpossible
    assignment.started_on = today
    assignment.term_days, assignment.term_date = (None, term.day) if term.day else (term.days, None)
    assignment.due_on = due_day(assignment, calendar)


def due_day(assignment: Assignment, calendar: WorkingCalendar) -> date | None:
    """Give the day the clock runs out, by the calendar as it is now; None without a deadline.

    Within a unit, what has no term of its own has the unit's day, also when that moves.
    """
    stood = stood_still(assignment, calendar)
    if assignment.term_days is not None:
        return calendar.add(assignment.started_on, assignment.term_days + stood)
    if assignment.term_date is not None:
        return calendar.add(assignment.term_date, stood) if stood else assignment.term_date
    return assignment.parent.due_on if assignment.parent is not None else None


def begin_anew(assignment: Assignment, *, today: date) -> None:
    """Count a new clock of ``assignment`` in memory; one that stands still goes on standing still, from ``today``."""
    if assignment.pk is None:
        return
    assignment.term += 1
    if assignment.paused_on is not None:
        assignment.pauses.filter(resumed_on__isnull=True).update(term=assignment.term, paused_on=today)
        assignment.paused_on = today


def let_follow(parent: Assignment, *, today: date, anew: bool = False) -> None:
    """Let what was given on without a term of its own have the new day of ``parent``, ``anew`` as a new clock."""
    for child in parent.children.filter(status__in=OPEN, term_days__isnull=True, term_date__isnull=True):
        if anew:
            begin_anew(child, today=today)
        child.due_on = parent.due_on
        child.save()


def stood_still(assignment: Assignment, calendar: WorkingCalendar) -> int:
    """Give the working days on which the present clock of ``assignment`` stood still, ended pauses only."""
    if assignment.pk is None:
        return 0
    days = 0
    for pause in assignment.pauses.filter(resumed_on__isnull=False, term=assignment.term):
        assert pause.resumed_on is not None  # noqa: S101 -- filtered
        span = (pause.resumed_on - pause.paused_on).days
        days += sum(calendar.is_working(pause.paused_on + timedelta(days=one)) for one in range(span))
    return days
