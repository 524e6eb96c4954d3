"""The tray itself, and reading one letter after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dispatch.queries import attachments_of
from organisation.queries import WorkingCalendar
from ui.paging import paginate
from ui.rows import Tab
from ui.screens import render, screen
from web.letters.finding import letter_of
from web.letters.history import events_of
from web.letters.viewing import opened_lately
from web.tray.rows import tray_rows
from workflow.outgoing_letter import moves
from workflow.tray import queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from ui.request import OfficeRequest
    from workflow.tray.queries import Waiting

AT_ONCE = 100
UNDER_WAY = 3


@screen()
def tray(request: OfficeRequest) -> HttpResponse:
    """List what can be confirmed together; a letter can be ticked once its very file was opened."""
    signing = queries.tray_of(request.actor, request.at, sealing=False)
    sealing = queries.tray_of(request.actor, request.at, sealing=True)
    seals = is_sealing(request) or (not signing and bool(sealing) and "of" not in request.GET)
    waiting = sealing if seals else signing
    page = paginate(waiting, request, per_page=AT_ONCE)
    calendar = WorkingCalendar.of(request.actor.organisation)
    context = {
        "rows": tray_rows(page.rows, request.at, calendar, sealing=seals),
        "page": page,
        "tabs": _tabs(len(signing), len(sealing), seals=seals),
        "seals": seals,
        "said": _said(waiting),
        "batches": queries.batches_of(request.actor)[:UNDER_WAY],
    }
    return render(request, "tray/list.html", context)


@screen()
def read(request: OfficeRequest, item: int) -> HttpResponse:
    """Show the file of one letter of the tray; opening its bytes is written down and lets it be ticked."""
    seals = is_sealing(request)
    waiting = queries.tray_of(request.actor, request.at, sealing=seals)
    place = next((n for n, one in enumerate(waiting) if one.item.pk == item), None)
    if place is None:
        raise Http404
    one = waiting[place]
    letter = letter_of(request, one.letter.pk)
    if not opened_lately(events_of(letter), by=request.actor, at=request.at):
        moves.note_opened(letter=letter, by=request.actor, at=request.at)
    calendar = WorkingCalendar.of(request.actor.organisation)
    rest = [other for other in waiting if other.item.pk != item and not other.opened]
    context = {
        "letter": letter,
        "row": tray_rows([one], request.at, calendar, sealing=seals)[0],
        "file_url": reverse("letters:current_file", args=[letter.pk, one.sha256]),
        "file_name": f"letter-{letter.pk}.pdf",
        "attachments": attachments_of(letter),
        "next": tray_rows(rest[:1], request.at, calendar, sealing=seals),
        "left_label": ngettext("%(n)d not opened yet", "%(n)d not opened yet", len(rest)) % {"n": len(rest)},
        "back_url": f"{reverse('tray:list')}{'?of=seal' if seals else ''}",
    }
    return render(request, "tray/read.html", context)


def is_sealing(request: OfficeRequest) -> bool:
    """Say whether the page is about the registry's part of the tray."""
    return "seal" in (request.GET.get("of"), request.POST.get("of"))


def _tabs(signing: int, sealing: int, *, seals: bool) -> list[Tab]:
    if not sealing and not seals:
        return []
    here = reverse("tray:list")
    return [
        Tab(label=_("To approve and sign"), url=f"{here}?of=sign", count=signing, current=not seals),
        Tab(label=_("To number and seal"), url=f"{here}?of=seal", count=sealing, current=seals),
    ]


def _said(waiting: Sequence[Waiting]) -> str:
    unread = sum(not one.opened for one in waiting)
    all_of = ngettext("%(n)d letter waits for you here", "%(n)d letters wait for you here", len(waiting)) % {
        "n": len(waiting)
    }
    if not unread:
        return all_of + "."
    not_yet = ngettext("%(n)d not opened yet", "%(n)d not opened yet", unread) % {"n": unread}
    return _("%(all)s, %(unread)s. A letter can be ticked once you have opened its file.") % {
        "all": all_of,
        "unread": not_yet,
    }
