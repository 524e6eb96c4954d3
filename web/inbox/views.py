"""The inbox: everything that waits for one person, in every post and on behalf of the absent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dispatch.enums import EVER_ISSUED, LetterStatus
from dispatch.queries import joint_waiting_for, letters_seen_with, registered_seen_with
from lib.calendar import local_day
from notices import queries as notices
from organisation import queries as office
from ui.paging import paginate
from ui.screens import render, screen
from ui.writing import short_day
from web.inbox.archive import archive_rows
from web.inbox.rows import archive_group, grouped, joint_group, mine_row, pin_group
from web.news.archive import things_of
from web.news.rows import rows_of
from workflow import queries
from workflow.tray.queries import CLERKS_STEP, LEADERS_STEPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import HttpResponse

    from dispatch.models import OutgoingLetter
    from notices.models import Notice
    from ui.request import OfficeRequest
    from workflow.incoming_letter.queries import IncomingAsked
    from workflow.queries import Asked

PER_PAGE = 50
MOST_OF_MINE = 20
MOST_OF_NEWS = 5
UNDER_WAY = set(LetterStatus) - {
    LetterStatus.DRAFT,
    *EVER_ISSUED,
    LetterStatus.WITHDRAWN,
    LetterStatus.REFUSED,
}


@screen()
def inbox(request: OfficeRequest) -> HttpResponse:
    """List what waits, by deadline and then urgency, with a sentence that says what is seen."""
    standing = office.capacities(request.actor, request.at)
    tokens = office.tokens_of(request.actor, standing)
    visible = letters_seen_with(request.actor.organisation, tokens)
    asked = queries.everything(request.actor, request.at, standing)
    page = paginate(asked, request, per_page=PER_PAGE)
    written = [one.letter for one in page.rows if isinstance(one, queries.Asked)]
    prefetch_related_objects(written, "endorsements")
    calendar = office.WorkingCalendar.of(request.actor.organisation)
    mine = _with_others(request, visible, {one.letter.pk for one in asked if isinstance(one, queries.Asked)})
    held = queries.open_steps_of(mine)
    stopped = _without_pin(request, visible)
    joint = list(joint_waiting_for(request.actor))
    archive, asked_of_archive = archive_rows(request.actor, request.at)
    told = list(notices.unseen_of(request.actor)[: MOST_OF_NEWS + 1])
    context = {
        "groups": [
            *pin_group(stopped),
            *joint_group(joint),
            *grouped(page.rows, request.at, calendar),
            *archive_group(archive),
        ],
        "page": page,
        "said": _said(request, asked, _besides(len(stopped), len(joint), asked_of_archive)),
        "together": _together(asked),
        "mine": [mine_row(letter, held.get(letter.pk)) for letter in mine],
        "mine_label": _("the last %(n)d") % {"n": len(mine)} if len(mine) == MOST_OF_MINE else str(len(mine)),
        "news": rows_of(
            told[:MOST_OF_NEWS],
            visible,
            registered_seen_with(request.actor.organisation, tokens),
            **things_of(request.actor, request.at),
        ),
        "news_label": _newest(told),
        "newest": told[0].pk if told else 0,
    }
    return render(request, "inbox/list.html", context)


def _together(asked: Sequence[Asked | IncomingAsked]) -> str:
    """Name the way to the tray, where there is something to confirm together."""
    count = sum(one.item.step in (*LEADERS_STEPS, CLERKS_STEP) for one in asked)
    return ngettext("Tray: %(n)d letter", "Tray: %(n)d letters", count) % {"n": count} if count else ""


def _newest(told: Sequence[Notice]) -> str:
    return _("the newest %(n)d") % {"n": MOST_OF_NEWS} if len(told) > MOST_OF_NEWS else str(len(told))


def _without_pin(request: OfficeRequest, visible: QuerySet[OutgoingLetter]) -> list[OutgoingLetter]:
    """Give the letters this person began to sign or seal and whose PIN is asked for again (a signer restarted)."""
    keys = [int(one.origin_key) for one in queries.waiting_for_pin(request.actor)]
    return list(visible.filter(pk__in=keys)) if keys else []


def _with_others(
    request: OfficeRequest, visible: QuerySet[OutgoingLetter], here: set[int]
) -> list[OutgoingLetter]:
    """Give one's own letters that are on their way with others, last moved first."""
    mine = visible.filter(drafter=request.actor.person)
    return list(mine.filter(status__in=UNDER_WAY).exclude(pk__in=here)[:MOST_OF_MINE])


def _besides(stopped: int, joint: int, archive: int) -> list[str]:
    """Say what waits besides the steps of letters."""
    pins = ngettext("%(n)d waits for your PIN again", "%(n)d wait for your PIN again", stopped) % {
        "n": stopped
    }
    joined = ngettext(
        "%(n)d joint letter of another organisation", "%(n)d joint letters of other organisations", joint
    ) % {"n": joint}
    asked = ngettext("%(n)d from the archive", "%(n)d from the archive", archive) % {"n": archive}
    return [pins] * bool(stopped) + [joined] * bool(joint) + [asked] * bool(archive)


def _said(request: OfficeRequest, asked: Sequence[Asked | IncomingAsked], besides: list[str]) -> str:
    counts = queries.counts(asked, request.at)
    if not counts.all and besides:
        return ", ".join(besides) + "."
    if not counts.all:
        return _("Nothing waits for you in any post, of any kind or day.")
    parts = [
        ngettext(
            "You see %(n)d item waiting for you, of all kinds and days",
            "You see %(n)d items waiting for you, of all kinds and days",
            counts.all,
        )
        % {"n": counts.all}
    ]
    parts += besides
    if counts.late:
        parts.append(ngettext("%(n)d overdue", "%(n)d overdue", counts.late) % {"n": counts.late})
    if counts.on_behalf:
        parts.append(_on_behalf(request, counts.on_behalf))
    return ", ".join(parts) + ". " + _("Ordered by deadline, then urgency.")


def _on_behalf(request: OfficeRequest, count: int) -> str:
    """Say for whom, and until when."""
    person = request.actor.person
    held = office.delegations_held_by(person, local_day(request.at)) if person else []
    until = _("%(name)s (until %(day)s)")
    names = {
        until % {"name": one.principal.person.full_name, "day": short_day(one.valid_until)} for one in held
    }
    words = {"n": count, "names": ", ".join(sorted(names))}
    return ngettext("%(n)d on behalf of %(names)s", "%(n)d on behalf of %(names)s", count) % words
