"""The board: sums, units and people, each number a link to the list it counts; and what is late the longest.

A unit head sees the own unit, registry and leaders see the office; everybody only letters they may read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from dispatch import policies, queries
from dispatch.enums import HandlingStage
from dispatch.queries.handled_lists import Show
from lib.calendar import local_day
from organisation import queries as office
from ui.screens import render, screen
from web.inbox.days import days_left
from workflow.incoming_letter.deadlines import days_of, due_at_stage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from django.db.models import QuerySet
    from django.http import HttpResponse

    from dispatch.models import Assignment, IncomingLetter
    from dispatch.queries.handled_lists import Days
    from lib.refusal import Verdict
    from organisation.models import Post, Unit
    from organisation.models.actor import Actor
    from organisation.queries import WorkingCalendar
    from ui.request import OfficeRequest

MOST_LATE = 20  # parts; those of one letter stand together
SUMS = (Show.DIRECTION, Show.IN_HAND, Show.NEAR, Show.LATE, Show.CONFIRM, Show.TO_FILE)
BY_WHOM = (Show.IN_HAND, Show.NEAR, Show.LATE)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One number and the list it opens."""

    count: int
    url: str
    mark: str = ""
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One unit or person with its numbers."""

    who: str
    cells: list[Cell]
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Late:
    """A letter that is late: who has which part of it, or what it waits for."""

    letter: IncomingLetter
    lines: list[str]
    due_on: date | None
    days: int | None


@screen()
def board(request: OfficeRequest) -> HttpResponse:
    """Show the board as of now."""
    policies.may_read_board(request.actor).enforce()
    actor, at = request.actor, request.at
    calendar = office.WorkingCalendar.of(actor.organisation)
    days = days_of(calendar, local_day(at))
    visible = queries.registered_visible_to(actor, at)
    mine = None if policies.sees_whole_office(actor) else _own_unit(actor)
    units = [one for one in office.units_of(actor.organisation, days.today) if mine in (None, one.pk)]
    posts = [one for one in office.posts_on(actor.organisation, days.today) if mine in (None, one.unit_id)]
    late = queries.longest_late(visible, days=days, most=MOST_LATE, unit=mine)
    context = {
        "sums": [] if mine else _sums(visible, days),
        "units": _unit_lines(visible, units, days),
        "people": _people_lines(visible, posts, days),
        "late": sorted(
            [
                *_late_parts(late, calendar, at),
                *([] if mine else _waiting(visible, days, calendar, at)),
            ],
            key=lambda one: one.due_on or days.today,
        ),
        "headings": [_label(show) for show in BY_WHOM],
        "said": _("As of now, of all letters you may read. Every number opens the list it counts."),
    }
    return render(request, "board/board.html", context)


def _waiting(
    visible: QuerySet[IncomingLetter], days: Days, calendar: WorkingCalendar, at: datetime
) -> list[Late]:
    """Give the letters that wait too long as a whole, each with what for, and since which day it is late."""
    found = []
    for letter in queries.waiting_too_long(visible, days=days, most=MOST_LATE):
        handling = letter.handling
        since = local_day(handling.stage_since)
        due = due_at_stage(handling.stage, since, letter.urgency, calendar)
        label = str(HandlingStage(handling.stage).label)
        left = days_left(calendar, at, due) if due else None
        found.append(Late(letter=letter, lines=[label], due_on=due, days=left))
    return found


def _late_parts(late: Iterable[Assignment], calendar: WorkingCalendar, at: datetime) -> list[Late]:
    """Give the late parts letter by letter: unit and officer of one letter stand together."""
    found: dict[int, Late] = {}
    for part in late:
        left = days_left(calendar, at, part.due_on) if part.due_on else None
        one = found.setdefault(
            part.letter_id, Late(letter=part.letter, lines=[], due_on=part.due_on, days=left)
        )
        who = part.post.person if part.post else part.unit
        one.lines.append(f"{who} · {part.get_status_display()} {part.progress_note}".strip())
    return list(found.values())


def reads_board(actor: Actor, at: datetime) -> Verdict:
    """Say whether the board stands in the navigation."""
    return policies.may_read_board(actor)


def _own_unit(actor: Actor) -> int | None:
    return actor.acting_post.unit_id if actor.acting_post else None


def _sums(visible: QuerySet[IncomingLetter], days: Days) -> list[Cell]:
    counted = queries.sums(visible, SUMS, days=days)
    return [
        Cell(
            count=counted[show],
            url=_list(show),
            label=_label(show),
            mark={Show.LATE: "late", Show.NEAR: "near"}.get(show, "") if counted[show] else "",
        )
        for show in SUMS
    ]


def _unit_lines(visible: QuerySet[IncomingLetter], units: list[Unit], days: Days) -> list[Line]:
    counted = queries.counted_by_unit(visible, BY_WHOM, days=days)
    return [
        Line(
            who=unit.name,
            cells=[
                Cell(count=counted[show].get(unit.pk, 0), url=_list(show, of_unit=unit.pk))
                for show in BY_WHOM
            ],
        )
        for unit in units
    ]


def _people_lines(visible: QuerySet[IncomingLetter], posts: list[Post], days: Days) -> list[Line]:
    counted = queries.counted_by_post(visible, BY_WHOM, days=days)
    return [
        Line(
            who=post.person.full_name,
            note=f"{post.title}, {post.unit.name}",
            cells=[
                Cell(count=counted[show].get(post.pk, 0), url=_list(show, of_post=post.pk))
                for show in BY_WHOM
            ],
        )
        for post in posts
        if any(counted[show].get(post.pk, 0) for show in BY_WHOM)
    ]


def _list(show: Show, **whose: int) -> str:
    return f"{reverse('incoming:list')}?{urlencode({'show': show.value, **whose})}"


def _label(show: Show) -> str:
    return {
        Show.DIRECTION: _("Waiting for direction"),
        Show.IN_HAND: _("In hand"),
        Show.NEAR: _("Due"),
        Show.LATE: _("Late"),
        Show.CONFIRM: _("To confirm"),
        Show.TO_FILE: _("To file"),
    }[show]
