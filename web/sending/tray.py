"""What the registry has to send, what stopped on its way, and what nobody has said to have arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dispatch import policies, queries
from dispatch.enums import Urgency
from lib.calendar import local_day
from organisation.queries import WorkingCalendar
from ui.paging import paginate
from ui.rows import LetterRow, Tab
from ui.screens import render, screen
from ui.writing import moment
from web.inbox.days import days_left

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpResponse

    from dispatch.models import Delivery, LetterSending
    from organisation.models.actor import Actor
    from ui.request import OfficeRequest


@screen()
def tray(request: OfficeRequest) -> HttpResponse:
    """List; ``?show=`` chooses what is to be sent, what stopped, or what is under way."""
    policies.may_keep_directory(request.actor).enforce()
    choices = _choices(request.actor)
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in choices else "open"
    page = paginate(choices[chosen][1], request)
    context = {
        "page": page,
        "rows": _rows(request, page.rows, chosen),
        "tabs": [
            Tab(label=label, url=f"?show={key}", count=found.count(), current=key == chosen)
            for key, (label, found) in choices.items()
        ],
        "said": _said(chosen, page.total),
        "chosen": chosen,
    }
    return render(request, "sending/tray.html", context)


def waits(actor: Actor, at: datetime) -> int:
    """Give how much waits for the registry: letters to be sent, and what stopped."""
    organisation = actor.organisation
    return queries.open_sendings(organisation).count() + queries.stopped_deliveries(organisation).count()


def _choices(actor: Actor) -> dict[str, tuple[str, QuerySet]]:
    organisation = actor.organisation
    return {
        "open": (_("To be sent"), queries.open_sendings(organisation)),
        "stopped": (_("Failed or refused"), queries.stopped_deliveries(organisation)),
        "under-way": (_("Not known to have arrived"), queries.deliveries_under_way(organisation)),
    }


def _said(chosen: str, total: int) -> str:
    if chosen == "open":
        found = ngettext("%(n)d issued letter", "%(n)d issued letters", total) % {"n": total}
        return _("%(found)s somebody is still to get, of all days; the longest waiting first.") % {
            "found": found
        }
    found = ngettext("%(n)d recipient", "%(n)d recipients", total) % {"n": total}
    if chosen == "stopped":
        return _("%(found)s the letter did not reach, of all days; the newest first.") % {"found": found}
    return _("%(found)s of whom nobody has said that it arrived, of all days; the oldest first.") % {
        "found": found
    }


def _rows(request: OfficeRequest, rows: Sequence[Any], chosen: str) -> list[LetterRow]:
    if chosen != "open":
        return [_on_the_way(row) for row in rows]
    calendar = WorkingCalendar.of(request.actor.organisation)
    return [_to_send(row, calendar, request.at) for row in rows]


def _to_send(row: LetterSending, calendar: WorkingCalendar, at: datetime) -> LetterRow:
    """Draw a letter to be sent; the law wants it gone by the next working day (Decree 30/2020 Art. 18)."""
    letter = row.letter
    due = calendar.add(letter.legal_day or local_day(row.begun_at), 1)
    left = queries.unsent_recipients_of(letter).count()
    missing = len(queries.lines_without_recipient(letter))
    why = ngettext("%(n)d recipient to send to", "%(n)d recipients to send to", left) % {"n": left}
    if missing:
        more = ngettext("%(n)d printed line without one", "%(n)d printed lines without one", missing)
        why = f"{why}; {more % {'n': missing}}"
    return LetterRow(
        url=reverse("sending:letter", args=[letter.pk]),
        title=letter.subject,
        meta_code=letter.reference_code,
        meta=letter.kind_data.name,
        why=why,
        urgency=Urgency(letter.urgency),
        due=due,
        days=days_left(calendar, at, due),
        who=letter.drafter,
        who_note=_("issued %(at)s") % {"at": moment(row.begun_at)},
        action_label=_("Send"),
        action_url=reverse("sending:letter", args=[letter.pk]),
    )


def _on_the_way(row: Delivery) -> LetterRow:
    letter = row.letter
    why = row.recipient.name
    return LetterRow(
        url=reverse("sending:letter", args=[letter.pk]),
        title=letter.subject,
        meta_code=letter.reference_code,
        meta=row.get_status_display(),
        why=f"{why}: {row.reason}" if row.reason else why,
        urgency=Urgency(letter.urgency),
        who_note=moment(row.updated_at),
        action_label=_("See"),
        action_url=reverse("sending:letter", args=[letter.pk]),
    )
