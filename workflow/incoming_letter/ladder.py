"""The ladder of reminders and escalations: data, the office's own or the usual one.

A rung lies so many working days before (negative) or after the deadline and names who is told. Escalations are news
for people, never steps: nothing waits for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from organisation.models import Organisation
from organisation.queries import WorkingCalendar

SETTING = "deadline_ladder"
_FARTHEST = 60


class Whom(StrEnum):
    """Who is told on a rung."""

    HOLDER = "holder"
    UNIT_HEAD = "unit_head"
    CHIEF = "chief"
    DIRECTOR = "director"


@dataclass(frozen=True)
class Rung:
    """One rung. ``code`` is stored with every claim and never changes its meaning."""

    code: str
    days: int
    whom: tuple[Whom, ...]


USUAL = (
    Rung("soon", -1, (Whom.HOLDER,)),
    Rung("today", 0, (Whom.HOLDER,)),
    Rung("late", 1, (Whom.HOLDER, Whom.UNIT_HEAD)),
    Rung("very_late", 3, (Whom.HOLDER, Whom.UNIT_HEAD, Whom.CHIEF, Whom.DIRECTOR)),
)


class LadderIsBroken(ValueError):
    """The ladder an office keeps cannot be climbed: a bug of whoever stored it."""


def ladder_of(organisation: Organisation) -> tuple[Rung, ...]:
    """Give the ladder of an office, lowest rung first; the usual one unless it keeps its own."""
    stored = organisation.settings.get(SETTING)
    return USUAL if stored is None else ladder_from(stored)


def ladder_from(stored: Iterable[Mapping[str, Any]]) -> tuple[Rung, ...]:
    """Read a stored ladder; raise LadderIsBroken for codes that repeat, unknown people or impossible days."""
    rungs = []
    for one in stored:
        whom = tuple(Whom(name) for name in one["whom"]) if set(one["whom"]) <= set(Whom) else ()
        if not whom or not isinstance(one["days"], int) or abs(one["days"]) > _FARTHEST:
            raise LadderIsBroken(str(one))
        rungs.append(Rung(str(one["code"])[:20], one["days"], whom))
    if len({rung.code for rung in rungs}) != len(rungs):
        raise LadderIsBroken("a code stands twice")
    return tuple(sorted(rungs, key=lambda rung: rung.days))


def reached(ladder: Iterable[Rung], due: date, today: date, calendar: WorkingCalendar) -> list[Rung]:
    """Give the rungs of a deadline that are reached by ``today``, lowest first."""
    return [rung for rung in ladder if day_of(rung, due, calendar) <= today]


def day_of(rung: Rung, due: date, calendar: WorkingCalendar) -> date:
    """Give the day of a rung: working days are counted from the deadline, both ways."""
    return calendar.add(due, rung.days) if rung.days >= 0 else calendar.before(due, -rung.days)
