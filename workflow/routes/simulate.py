"""What would happen to a letter on a route: who is asked, until when, and whom it would miss. Nothing is written.

Days are counted as if every stage were passed on its last day: the latest day the letter can be where it is going.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from lib.calendar import local_day
from organisation import queries as office
from organisation.models import Delegation, Organisation, Post, Unit
from organisation.queries import WorkingCalendar
from workflow.routes.asking import Answer, asked_at, said
from workflow.routes.facts import facts_of
from workflow.routes.schema import Route, Stage

# The house's own term of a stage in working days where the route gives none; None: it has no term.
Terms = Callable[[Stage, Any], int | None]


class Sample(NamedTuple):
    """As much of a letter as a route asks about, for a letter nobody has written."""

    organisation: Organisation
    kind: str
    unit: Unit
    urgency: str
    signer_post: Post | None
    copies: int = 0
    circulation: str = "none"
    mandate: Any = None

    @property
    def unit_id(self) -> int:
        """Give the key of the unit, as a letter does."""
        return self.unit.pk

    @property
    def organisation_id(self) -> int:
        """Give the key of the organisation, as a letter does."""
        return self.organisation.pk


class Expected(NamedTuple):
    """One who would be asked. ``post`` None: nobody holds it that day. ``away``: the holder has lent the post."""

    said: str
    post: Post | None
    away: bool = False
    stand_ins: tuple[Post, ...] = ()

    @property
    def is_missing(self) -> bool:
        """Say whether the letter would wait for somebody who is not there: vacant, or away with nobody in place."""
        return self.post is None or (self.away and not self.stand_ins)


class Visit(NamedTuple):
    """One stage of the walk. A stage whose condition does not hold has nobody and no days."""

    stage: Stage
    applies: bool
    expected: tuple[Expected, ...] = ()
    since: date | None = None
    due_on: date | None = None
    holidays: tuple[date, ...] = ()

    @property
    def warns(self) -> bool:
        """Say whether somebody asked at this stage would be missing."""
        return any(one.is_missing for one in self.expected)


def simulate(route: Route, letter: Any, at: datetime, *, terms: Terms) -> list[Visit]:
    """Give the stages of ``route`` for ``letter`` submitted ``at``: who is asked each time, and until when."""
    day = local_day(at)
    facts = facts_of(letter, day)
    calendar = WorkingCalendar.of(letter.organisation)
    names = {post.pk: post for post in office.posts_on(letter.organisation, day)}
    visits = []
    for stage in route.stages:
        if not stage.applies(facts):
            visits.append(Visit(stage, applies=False))
            continue
        days = stage.due_wd if stage.due_wd is not None else terms(stage, letter)
        due = calendar.add(day, days) if days is not None else None
        expected = tuple(_expected(one, day, names) for one in asked_at(stage, letter, day))
        visits.append(Visit(stage, True, expected, day, due, _off(calendar, day, due)))
        day = due or day
    return visits


def _expected(answer: Answer, day: date, names: dict[int, Post]) -> Expected:
    words = said(answer.who, names)
    if answer.holder is None or answer.holder.post is None:
        return Expected(words, None)
    lent = list(office.standing_in_for(answer.holder.post, day))
    stand_ins = tuple(row.delegate for row in lent if _covers(row, answer))
    return Expected(words, answer.holder.post, bool(lent), stand_ins)


def _covers(delegation: Delegation, answer: Answer) -> bool:
    duty = answer.holder.duty if answer.holder else None
    return duty is not None and duty.value in delegation.duties


def _off(calendar: WorkingCalendar, since: date, until: date | None) -> tuple[date, ...]:
    """Give the weekdays between two days that are not worked: why a term is longer than the week would have it."""
    between = ((until or since) - since).days
    days = (since + timedelta(days=count) for count in range(between + 1))
    return tuple(day for day in days if day.weekday() < 5 and not calendar.is_working(day))  # noqa: PLR2004
