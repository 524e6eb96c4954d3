"""Printing one letter: with the stamp of arrival over it, or its slip of handling. The worker makes it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from audit.queries import history_of
from dispatch.operations import incoming_prints
from dispatch.operations.incoming_prints import PrintForm
from files.queries import file_of
from jobs.enums import JobState
from jobs.queries import find
from ui.screens import render, screen
from web.incoming.finding import letter_of
from web.letters.serving import serve

if TYPE_CHECKING:
    from dispatch.models import IncomingLetter
    from files.models import StoredFile
    from jobs.models import Job
    from ui.request import OfficeRequest


@screen(methods=("POST",))
def ask(request: OfficeRequest, pk: int, form: str) -> HttpResponse:
    """Have the letter printed."""
    letter = letter_of(request, pk)
    if form not in set(PrintForm):
        raise Http404
    key = secrets.token_hex(16)
    incoming_prints.ask(letter=letter, form=PrintForm(form), key=key, by=request.actor, at=request.at)
    return redirect("incoming:printing", key)


@screen()
def progress(request: OfficeRequest, key: str) -> HttpResponse:
    """Show how far it has come; leaving the page stops nothing."""
    job, letter = _asked(request, key)
    made = _made(request, key) if job.state == JobState.DONE else None
    slip = job.payload["form"] == PrintForm.SLIP
    context = {
        "job": job,
        "letter": letter,
        "title": _("Slip of handling") if slip else _("The letter with its stamp"),
        "file": made,
        "failed": job.state == JobState.DEAD,
    }
    return render(request, "incoming/printing.html", context)


@screen()
def file(request: OfficeRequest, key: str) -> HttpResponse:
    """Send what was printed to whoever may still read the letter."""
    _asked(request, key)
    made = _made(request, key)
    if made is None:
        raise Http404
    return serve(request, made)


def _asked(request: OfficeRequest, key: str) -> tuple[Job, IncomingLetter]:
    job = find(incoming_prints.PRINT, key)
    if job is None or job.organisation_key != request.actor.organisation_key:
        raise Http404
    return job, letter_of(request, job.payload["letter"])


def _made(request: OfficeRequest, key: str) -> StoredFile | None:
    events = history_of(request.actor.organisation_key, incoming_prints.SUBJECT, key)
    event = events.filter(name="incoming.print_made").last()
    return None if event is None else file_of(request.actor.organisation_key, event.facts["file"])
