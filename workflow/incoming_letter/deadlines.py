"""How many working days the steps around an incoming letter may take; the work itself has the term the leader set.

Decree 30/2020 Art. 23: what arrives is presented and handed on the same day, at the latest on the next working day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType

from dispatch.enums import HandlingStage as H
from dispatch.queries.handled_lists import HURRIED, Days
from lib.calendar import local_start
from organisation.queries import WorkingCalendar
from workflow.procedure import Term

TERMS: Mapping[str, Term] = MappingProxyType(
    {
        "propose": Term(1, 0),
        "direct": Term(1, 0),
        "redirect": Term(1, 0),
        "check_report": Term(2, 1),
        "decide_extension": Term(1, 0),
        "confirm": Term(2, 1),
        "file_letter": Term(5, 5),
    }
)
# The step at which a letter as a whole waits, by the stage it stands at.
_AT_STAGE = {H.PROPOSING: "propose", H.DIRECTING: "direct", H.CONFIRMING: "confirm"}


def working_days(step: str, urgency: str) -> int | None:
    """Give the working days ``step`` may take for a letter of ``urgency``; None when it has no term of its own."""
    term = TERMS.get(step, Term(None, None))
    return term.hurried if urgency in HURRIED else term.ordinary


def days_of(calendar: WorkingCalendar, today: date) -> Days:
    """Give what lists and sums call near and late ``today``: what stands too long at a stage as well."""
    too_long = {stage: _since(calendar, today, TERMS[step]) for stage, step in _AT_STAGE.items()}
    return Days(today=today, next=calendar.add(today, 1), too_long=too_long)


def due_at_stage(stage: str, since: date, urgency: str, calendar: WorkingCalendar) -> date | None:
    """Give the day by which a letter should leave ``stage``, None where the stage has no term of its own."""
    days = working_days(_AT_STAGE.get(H(stage), ""), urgency)
    return None if days is None else calendar.add(since, days)


def _since(calendar: WorkingCalendar, today: date, term: Term) -> tuple[datetime, datetime]:
    ordinary, hurried = (
        first_day_in_time(calendar, today, days or 0) for days in (term.ordinary, term.hurried)
    )
    return local_start(ordinary), local_start(hurried)


def first_day_in_time(calendar: WorkingCalendar, today: date, working_days: int) -> date:
    """Give the first day whose deadline of so many working days is not past ``today``."""
    day = calendar.before(today, working_days)
    while not calendar.is_working(day - timedelta(days=1)):
        day -= timedelta(days=1)
    return day
