"""The list of incoming letters: what is mine, my unit's, late, waiting; and where any letter is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dispatch import queries
from dispatch.enums import HandlingStage, Urgency
from dispatch.queries.handled_lists import Show
from lib.calendar import local_day
from organisation import queries as office
from organisation.enums import Duty
from ui.paging import paginate
from ui.rows import LetterRow, Tab
from ui.screens import render, screen
from ui.writing import day, moment
from web.inbox.days import days_left
from workflow.incoming_letter import queries as procedures
from workflow.incoming_letter.deadlines import days_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpResponse

    from dispatch.models import IncomingLetter
    from dispatch.queries.handled_lists import Days
    from organisation.models.actor import Actor
    from organisation.queries import WorkingCalendar
    from ui.request import OfficeRequest
    from workflow.models import WorkItem

MINE, UNIT = "mine", "unit"
# What asks for work is counted on its tab; what is behind the office is counted when it is opened.
OPEN_LISTS = (Show.DIRECTION, Show.IN_HAND, Show.LATE, Show.CONFIRM, Show.TO_FILE)


@screen()
def letters(request: OfficeRequest) -> HttpResponse:
    """List the registered letters this person may read, by where they stand; ``?q=`` asks where one is."""
    calendar = office.WorkingCalendar.of(request.actor.organisation)
    days = days_of(calendar, local_day(request.at))
    choices = _lists_of(request.actor, request.at, days)
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in choices else MINE
    words = request.GET.get("q", "")
    unit, post = _key(request.GET.get("of_unit", "")), _key(request.GET.get("of_post", ""))
    rows = queries.found_by(choices["all"] if words else choices[chosen], words)
    if unit is not None or post is not None:
        show = Show(chosen) if chosen in set(Show) else Show.ALL
        rows = queries.handled(choices["all"], show, days=days, unit=unit, post=post)
    plain = not words and unit is None and post is None
    labels = _labels()
    open_ones = queries.sums(choices[Show.ALL], OPEN_LISTS, days=days)
    counts = {MINE: choices[MINE].count(), UNIT: choices[UNIT].count(), **open_ones}
    page = paginate(rows, request, total=counts.get(chosen) if plain else None)
    held = procedures.open_items_of_all(page.rows)
    context = {
        "page": page,
        "rows": [row_of(one, held.get(one.pk, []), calendar, request.at) for one in page.rows],
        "tabs": [
            Tab(label=label, url=f"?show={key}", count=counts.get(key), current=plain and key == chosen)
            for key, label in labels.items()
        ],
        "words": words,
        "said": _said(page.total, chosen, words, _of_whom(request, unit, post)),
    }
    return render(request, "incoming/list.html", context)


def _lists_of(actor: Actor, at: datetime, days: Days) -> Mapping[str, QuerySet[IncomingLetter]]:
    standing = office.capacities(actor, at)
    visible = queries.registered_seen_with(actor.organisation, office.tokens_of(actor, standing))
    posts = [one.acting_post for one in standing if one.acting_post is not None]
    heads = [one.acting_post.unit_id for one in standing if one.acting_post and one.has_duty(Duty.UNIT_HEAD)]
    waiting = [line.letter.pk for line in procedures.inbox(actor, at, standing)]
    keys = [post.pk for post in posts]
    return {
        MINE: queries.with_part_of(visible, posts=keys, keys=waiting),
        UNIT: queries.with_part_of(visible, posts=[], units=[post.unit_id for post in posts] + heads),
        **{show.value: queries.handled(visible, show, days=days) for show in Show},
    }


def row_of(
    letter: IncomingLetter, items: Sequence[WorkItem], calendar: WorkingCalendar, at: datetime
) -> LetterRow:
    """Give one line: the letter, who holds it since when, until when."""
    due = min((item.due_on for item in items if item.due_on), default=None)
    stage = str(HandlingStage(letter.handling.stage).label)
    first = items[0] if items else None
    url = reverse("incoming:letter", args=[letter.pk])
    more = f" (+{len(items) - 1})" if len(items) > 1 else ""
    holder = first.owner_post or Duty(first.duty).label if first else ""
    return LetterRow(
        url=url,
        title=f"{letter.kind_name} {letter.subject}".strip(),
        meta_code=_("Arrival %(number)s") % {"number": letter.allocation},
        meta=", ".join(part for part in (letter.reference_code, day(letter.dated_on)) if part),
        why=f"{letter.issuer} · {stage[:1].upper()}{stage[1:]}",
        urgency=Urgency(letter.urgency),
        due=due,
        days=days_left(calendar, at, due) if due else None,
        who=holder,
        who_note=_("holds it since %(at)s") % {"at": moment(first.assigned_at)} + more if first else "",
        action_label=_("Open"),
        action_url=url,
    )


def _labels() -> dict[str, str]:
    return {
        MINE: _("Mine"),
        UNIT: _("My unit"),
        Show.DIRECTION: _("Waiting for direction"),
        Show.IN_HAND: _("In hand"),
        Show.LATE: _("Late"),
        Show.CONFIRM: _("To confirm"),
        Show.TO_FILE: _("To file"),
        Show.DONE: _("Filed"),
        Show.ALL: _("All"),
    }


def _said(total: int, chosen: str, words: str, whose: str) -> str:
    found = ngettext("%(n)d incoming letter", "%(n)d incoming letters", total) % {"n": total}
    if words:
        return _("%(found)s with “%(words)s”, wherever they are.") % {"found": found, "words": words}
    which = {
        MINE: _("that wait for you or in which you have a part"),
        UNIT: _("in which your unit has a part"),
        Show.DIRECTION: _("waiting for a proposal or a directive"),
        Show.IN_HAND: _("in hand"),
        Show.NEAR: _("due today or on the next working day"),
        Show.LATE: _("past a deadline"),
        Show.CONFIRM: _("reported as done, to be confirmed"),
        Show.TO_FILE: _("done, to be filed"),
        Show.DONE: _("filed or ended"),
        Show.ALL: _("of all days and stages"),
    }[chosen]
    return f"{found}: {', '.join(part for part in (which, whose) if part)}. " + _("The newest arrival first.")


def _of_whom(request: OfficeRequest, unit: int | None, post: int | None) -> str:
    organisation = request.actor.organisation
    if unit is not None:
        return next((str(one) for one in office.all_units_of(organisation) if one.pk == unit), "")
    if post is not None:
        return next((str(one.person) for one in office.all_posts_in(organisation) if one.pk == post), "")
    return ""


def _key(asked: str) -> int | None:
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
