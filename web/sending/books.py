"""The books of sending: what went by post, what was given by hand, and who uses a kept copy."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from audit.queries import history_of
from dispatch import policies, queries
from dispatch.enums import SendingChannel
from dispatch.errors import NoSuchLetter
from dispatch.layout import books as forms_of
from dispatch.models import KeptCopyUse
from dispatch.operations import book_use, kept_copies
from dispatch.operations.kept_copies import Use
from files.queries import file_of
from jobs.enums import JobState
from jobs.queries import find
from lib.calendar import local_day
from organisation.enums import Duty
from organisation.queries import posts_on
from ui.paging import paginate
from ui.screens import render, screen
from ui.writing import day
from web.letters.serving import serve
from web.organisation.asking import Page, ask
from web.sending import bookrows
from web.sending.forms import CopyForm, DaysForm, ReturnForm

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.http import HttpResponse
    from django.utils.functional import Promise

    from files.models import StoredFile
    from ui.request import OfficeRequest

LEADERS = (Duty.HEAD, Duty.DEPUTY_HEAD, Duty.CHIEF_OF_OFFICE)


@dataclass(frozen=True)
class Book:
    """A book on the screen: its name in the reader's language and its columns."""

    title: str | Promise
    columns: Sequence[str | Promise]


BOOKS = {
    "post": Book(
        gettext_lazy("Postal book"),
        (
            gettext_lazy("Sent on"),
            gettext_lazy("Number, symbol"),
            gettext_lazy("Recipient"),
            gettext_lazy("Envelopes"),
            gettext_lazy("Signature and postmark"),
            gettext_lazy("Note"),
        ),
    ),
    "hand": Book(
        gettext_lazy("Given by hand"),
        (
            gettext_lazy("No."),
            gettext_lazy("Number, symbol"),
            gettext_lazy("Subject"),
            gettext_lazy("Recipient"),
            gettext_lazy("Copies"),
            gettext_lazy("Received"),
        ),
    ),
}
CHANNELS = {"post": SendingChannel.POST, "hand": SendingChannel.HAND}


@screen()
def book(request: OfficeRequest, name: str) -> HttpResponse:
    """Show what left through one channel on the days asked for: the last 30 days unless said otherwise."""
    policies.may_read_registers(request.actor).enforce()
    if name not in BOOKS:
        raise Http404
    since, until, form = _days(request)
    entries = queries.departures(request.actor.organisation, CHANNELS[name], since, until)
    page = paginate(entries, request)
    draw = bookrows.postal if name == "post" else bookrows.by_hand
    found = ngettext("%(n)d line", "%(n)d lines", page.total) % {"n": page.total}
    said = _("%(found)s, from %(since)s to %(until)s.") % {
        "found": found,
        "since": day(since),
        "until": day(until),
    }
    context = {
        "name": name,
        "book": BOOKS[name],
        "form": form,
        "page": page,
        "rows": [
            (entry.attempt.delivery.letter_id, draw(entry, n))
            for n, entry in enumerate(page.rows, page.first)
        ],
        "said": said,
        "query": f"?since={since.isoformat()}&until={until.isoformat()}",
    }
    return render(request, "sending/book.html", context)


@screen(methods=("POST",))
def print_book(request: OfficeRequest, name: str) -> HttpResponse:
    """Have a book printed for the days of the address."""
    if name not in {*BOOKS, "copies"}:
        raise Http404
    since, until, _form = _days(request)
    key = secrets.token_hex(16)
    book_use.ask_for_print(key=key, book=name, since=since, until=until, by=request.actor, at=request.at)
    return redirect("sending:printing", key)


@screen()
def printing(request: OfficeRequest, key: str) -> HttpResponse:
    """Show how far the printing has come; leaving the page stops nothing."""
    policies.may_read_registers(request.actor).enforce()
    job = find(book_use.PRINT, key)
    if job is None or job.organisation_key != request.actor.organisation_key:
        raise Http404
    made = _made(request, key) if job.state == JobState.DONE else None
    context = {"job": job, "file": made, "failed": job.state == JobState.DEAD, "key": key}
    return render(request, "sending/printing.html", context)


@screen()
def printed(request: OfficeRequest, key: str) -> HttpResponse:
    """Send the printed book."""
    policies.may_read_registers(request.actor).enforce()
    made = _made(request, key)
    if made is None:
        raise Http404
    return serve(request, made)


def _made(request: OfficeRequest, key: str) -> StoredFile | None:
    events = history_of(request.actor.organisation_key, book_use.SUBJECT, key).filter(name="book.print_made")
    event = events.last()
    return None if event is None else file_of(request.actor.organisation_key, event.facts["file"])


@screen()
def copies(request: OfficeRequest) -> HttpResponse:
    """Show who uses or used which kept copy."""
    policies.may_read_registers(request.actor).enforce()
    page = paginate(queries.copy_uses(request.actor.organisation), request)
    context = {
        "page": page,
        "rows": [(use, bookrows.copy(use)) for use in page.rows],
        "may_keep": policies.may_keep_kept_copies(request.actor),
        "query": f"?since={local_day(request.at).year}-01-01&until={local_day(request.at).isoformat()}",
    }
    return render(request, "sending/copies.html", context)


@screen(methods=("GET", "POST"))
def lend(request: OfficeRequest) -> HttpResponse:
    """Give a kept copy out."""
    policies.may_keep_kept_copies(request.actor).enforce()
    today = local_day(request.at)
    held = posts_on(request.actor.organisation, today)
    leaders = [post for post in held if {duty.value for duty in LEADERS} & set(post.duties)]
    initial = {"lent_on": today, "number": request.GET.get("number", "")[:80]}
    form = CopyForm(request.POST or None, initial=initial, leaders=leaders)

    def act() -> str:
        values: dict[str, Any] = form.cleaned_data
        letter = queries.issued_by_code(request.actor.organisation, values["number"])
        if letter is None:
            raise NoSuchLetter(code=values["number"])
        use = Use(
            user_name=values["user_name"],
            user_unit=values["user_unit"],
            permitted_by=form.leaders[values["permitted_by"]],
            dossier_code=values["dossier_code"],
            note=values["note"],
        )
        kept_copies.lend(letter=letter, use=use, on=values["lent_on"], by=request.actor, at=request.at)
        return reverse("sending:copies")

    page = Page(title=_("Give a kept copy out"), submit=_("Write it down"), back=reverse("sending:copies"))
    return ask(request, form, act, page=page)


@screen(methods=("GET", "POST"))
def take_back(request: OfficeRequest, pk: int) -> HttpResponse:
    """Take a kept copy back."""
    policies.may_keep_kept_copies(request.actor).enforce()
    use: KeptCopyUse | None = queries.copy_uses(request.actor.organisation).filter(pk=pk).first()
    if use is None:
        raise Http404
    form = ReturnForm(request.POST or None, initial={"on": local_day(request.at)})

    def act() -> str:
        kept_copies.take_back(use=use, on=form.cleaned_data["on"], by=request.actor, at=request.at)
        return reverse("sending:copies")

    said = f"{use.letter.reference_code}, {use.user_name}"
    page = Page(title=_("Came back"), said=said, submit=_("Write it down"), back=reverse("sending:copies"))
    return ask(request, form, act, page=page)


def _days(request: OfficeRequest) -> tuple[date, date, DaysForm]:
    today = local_day(request.at)
    form = DaysForm(request.GET)
    form.is_valid()
    until = form.cleaned_data.get("until") or today
    since = form.cleaned_data.get("since") or until - timedelta(days=29)
    return min(since, until), until, form


FORMS = {"post": forms_of.POSTAL, "hand": forms_of.RECEIPT, "copies": forms_of.COPIES}
