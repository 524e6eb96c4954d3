"""Printing the register: asked for here, made by the worker, watched and fetched here."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django import forms
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from audit.queries import history_of
from dispatch import policies
from dispatch.operations import register_use
from files.queries import file_of
from jobs.enums import JobState
from jobs.queries import asked_for, find
from lib.calendar import local_day
from ui.paging import paginate
from ui.screens import render, screen
from web.letters.serving import serve
from web.registers import asking, incoming_asking
from web.registers.incoming_lines import BOOKS

if TYPE_CHECKING:
    from datetime import date

    from files.models import StoredFile
    from jobs.models import Job
    from organisation.models import Organisation
    from organisation.models.actor import Actor
    from ui.request import OfficeRequest

UNREADABLE = 422
OUTGOING = "outgoing"


class BookForm(forms.Form):
    """What the cover says that nobody can work out."""

    book = forms.CharField(
        label=_("Book number"), required=False, max_length=20, help_text=_("Stands on the cover.")
    )


def progress_key(key: str) -> str:
    """Name the place where the worker says how far it has come."""
    return f"register-print-{key}"


@screen(methods=("GET", "POST"))
def ask(request: OfficeRequest) -> HttpResponse:
    """Say what will be printed, then have it printed; the filters come with the address."""
    policies.may_read_registers(request.actor).enforce()
    organisation = request.actor.organisation
    filters, asked = asking.read(request.GET, organisation, local_day(request.at))
    return have_printed(request, filters, asked, register=OUTGOING, back=reverse("registers:outgoing"))


def have_printed(
    request: OfficeRequest,
    filters: forms.Form,
    asked: asking.Asked | incoming_asking.Asked,
    *,
    register: str,
    back: str,
    **shown: object,
) -> HttpResponse:
    """Show what of ``register`` will be printed, or queue it and lead to where it is found."""
    form = BookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        job = register_use.ask_for_print(
            key=secrets.token_hex(16),
            asked=asked.typed,
            said=asked.said(),
            book=form.cleaned_data["book"],
            register=register,
            language=get_language() or "vi",
            by=request.actor,
            at=request.at,
        )
        return redirect("registers:printing", job.key)
    sums = asking.sums(asked.lines(request.actor.organisation))
    context = {"form": form, "filters": filters, "said": asked.said(), "sums": sums, "back": back, **shown}
    return render(
        request, "registers/print.html", context, status=200 if request.method == "GET" else UNREADABLE
    )


@screen()
def prints(request: OfficeRequest) -> HttpResponse:
    """List what was asked to be printed, so that whoever left the page finds the book again."""
    policies.may_read_registers(request.actor).enforce()
    organisation, day = request.actor.organisation, local_day(request.at)
    page = paginate(asked_for(register_use.PRINT, request.actor.organisation_key), request)
    rows = [(job, _title(job), _said(job, organisation, day)) for job in page.rows]
    return render(request, "registers/prints.html", {"page": page, "rows": rows})


def _title(job: Job) -> str:
    book = BOOKS.get(job.payload.get("register", OUTGOING))
    return str(book.title if book else _("Outgoing register"))


def _said(job: Job, organisation: Organisation, day: date) -> list[str]:
    asked = job.payload["asked"]
    if job.payload.get("register", OUTGOING) == OUTGOING:
        return asking.read(asked, organisation, day)[1].said()
    return incoming_asking.read(asked, organisation, day)[1].said()


@screen()
def progress(request: OfficeRequest, key: str) -> HttpResponse:
    """Show how far the printing has come; leaving the page stops nothing."""
    job = find(register_use.PRINT, key)
    if job is None or job.organisation_key != request.actor.organisation_key:
        raise Http404
    policies.may_read_registers(request.actor).enforce()
    made = _made(request.actor, key) if job.state == JobState.DONE else None
    done, total = cache.get(progress_key(key), (0, 0))
    context = {
        "job": job,
        "title": _title(job),
        "file": made,
        "failed": job.state == JobState.DEAD,
        "done": done,
        "total": total,
        "percent": done * 100 // total if total else 0,
    }
    return render(request, "registers/printing.html", context)


@screen()
def file(request: OfficeRequest, key: str) -> HttpResponse:
    """Send the printed register."""
    policies.may_read_registers(request.actor).enforce()
    made = _made(request.actor, key)
    if made is None:
        raise Http404
    return serve(request, made)


def _made(actor: Actor, key: str) -> StoredFile | None:
    events = history_of(actor.organisation_key, register_use.SUBJECT, key).filter(name="register.print_made")
    event = events.last()
    return None if event is None else file_of(actor.organisation_key, event.facts["file"])
