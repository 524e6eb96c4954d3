"""The tray of what arrived, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dispatch import policies, queries
from dispatch.enums import IncomingStatus, Urgency
from files import queries as files
from lib.calendar import local_day
from organisation.queries import WorkingCalendar
from ui.paging import paginate
from ui.rows import LetterRow, Tab
from ui.screens import render, screen
from ui.writing import day, moment
from web.inbox.days import days_left
from web.intake.bringing import bring_context

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpResponse

    from dispatch.models import IncomingLetter
    from organisation.models import Organisation
    from organisation.models.actor import Actor
    from ui.request import OfficeRequest


SHOWN = 20  # failures on the page; the next ones follow when these are seen


@screen()
def tray(request: OfficeRequest) -> HttpResponse:
    """List what arrived; ``?show=`` chooses what waits, what is registered, done, or returned."""
    policies.may_read_intake(request.actor).enforce()
    organisation = request.actor.organisation
    choices = _choices(organisation)
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in choices else "arrived"
    page = paginate(choices[chosen][1], request)
    calendar = WorkingCalendar.of(organisation)
    context = {
        "page": page,
        "rows": [_row(letter, calendar, request.at) for letter in page.rows],
        "tabs": [
            Tab(label=label, url=f"?show={key}", count=found.count(), current=key == chosen)
            for key, (label, found) in choices.items()
            if key == chosen or key not in ("voided", "erased") or found.exists()
        ],
        "said": _said(chosen, page.total),
        "book": queries.arrivals_series(organisation, local_day(request.at)),
        "may_keep": policies.may_keep_registers(request.actor),
        **bring_context(request),
        **progress_context(organisation),
        "failures": queries.failures_of(organisation)[:SHOWN],
    }
    return render(request, "intake/tray.html", context)


@screen()
def progress(request: OfficeRequest) -> HttpResponse:
    """Give the part of the tray that says what is being read, for a page that waits for it."""
    policies.may_read_intake(request.actor).enforce()
    context = progress_context(request.actor.organisation) | {"was_waiting": True}
    return render(request, "intake/_progress.html", context)


def progress_context(organisation: Organisation) -> dict[str, object]:
    """Give how many of the waiting files are read, and which one is being read how far."""
    waiting = queries.incoming_of(organisation, IncomingStatus.ARRIVED).count()
    unread = queries.being_read(organisation)
    left, now = unread.count(), unread.first()
    return {
        "files_all": waiting,
        "files_read": waiting - left,
        "files_percent": 100 * (waiting - left) // waiting if waiting else 100,
        "now_reading": now.letter.file_name if now is not None else "",
        "now_page": min(len(files.pages_read(now.letter.scan)) + 1, now.pages) if now is not None else 0,
        "now_pages": now.pages if now is not None else 0,
    }


def arrived(actor: Actor, at: datetime) -> int:
    """Give how many arrivals wait for the registry."""
    return queries.incoming_of(actor.organisation, IncomingStatus.ARRIVED).count()


def _choices(organisation: Organisation) -> dict[str, tuple[str, QuerySet[IncomingLetter]]]:
    return {
        "arrived": (_("Waiting"), queries.incoming_of(organisation, IncomingStatus.ARRIVED)),
        "registered": (_("Registered"), queries.incoming_of(organisation, IncomingStatus.REGISTERED)),
        "completed": (_("Dealt with"), queries.incoming_of(organisation, IncomingStatus.COMPLETED)),
        "refused": (_("Returned"), queries.incoming_of(organisation, IncomingStatus.REFUSED)),
        "voided": (_("Struck out"), queries.incoming_of(organisation, IncomingStatus.VOIDED)),
        "erased": (_("Erased"), queries.incoming_of(organisation, IncomingStatus.ERASED)),
    }


def _said(chosen: str, total: int) -> str:
    found = ngettext("%(n)d incoming letter", "%(n)d incoming letters", total) % {"n": total}
    which = {
        "arrived": _("arrived and not yet registered"),
        "registered": _("registered and not yet dealt with"),
        "completed": _("registered and dealt with"),
        "refused": _("returned to the sender"),
        "voided": _("registered by mistake and struck out of the book"),
        "erased": _("secret, and erased; nothing is kept of them"),
    }[chosen]
    return f"{found}: {which}. " + _("Of all days, the newest arrival first.")


def _proposed(letter: IncomingLetter) -> str:
    """Say what the machine read of a letter nobody has written down yet, so that the right one is found in the pile."""
    read = {one.field: one.value for one in letter.proposals.all()}
    said = " · ".join(read[name] for name in ("code", "issuer", "subject") if name in read)
    return _("read: %(said)s") % {"said": said} if said else ""


def _row(letter: IncomingLetter, calendar: WorkingCalendar, at: datetime) -> LetterRow:
    """Draw an arrival; one that waits is registered by the next working day (Decree 30/2020 Art. 22)."""
    of_day = day(letter.dated_on) if letter.dated_on else ""
    waiting = letter.status == IncomingStatus.ARRIVED
    due = calendar.add(local_day(letter.arrived_at), 1) if waiting else None
    return LetterRow(
        url=reverse("intake:letter", args=[letter.pk]),
        title=f"{letter.kind_name} {letter.subject}".strip() or letter.file_name or _("No content is kept"),
        meta_code=_("Arrival %(number)s") % {"number": letter.allocation} if letter.allocation else "",
        meta=f"{letter.reference_code}, {of_day}".strip(", "),
        why=letter.refusal_reason or letter.issuer or _proposed(letter),
        urgency=Urgency(letter.urgency),
        due=due,
        days=days_left(calendar, at, due) if due else None,
        who=letter.sender or letter.issuer or letter.get_source_display(),
        who_note=_("arrived %(at)s") % {"at": moment(letter.arrived_at)},
        action_label=_("Look and register") if waiting else _("See"),
        action_url=reverse("intake:letter", args=[letter.pk]),
    )
