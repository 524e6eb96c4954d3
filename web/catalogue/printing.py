"""Printing and taking away: asked for here, made by the worker with the asker's eyes, fetched by the asker alone."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from archive import queries
from archive.operations import catalogue_printing
from audit.queries import history_of
from files.queries import file_of
from jobs.enums import JobState
from jobs.queries import find
from ui.screens import render, screen
from web.catalogue import searching
from web.catalogue.finding import unit_of
from web.dossiers.finding import dossier_of
from web.letters.serving import serve

if TYPE_CHECKING:
    from files.models import StoredFile
    from jobs.models import Job
    from ui.request import OfficeRequest


@screen(methods=("POST",))
def ask(request: OfficeRequest, pk: int) -> HttpResponse:
    """Have a list, a finding aid or an EAD file of a unit made."""
    unit = unit_of(request, pk)
    form = request.POST.get("form", "list")
    job = catalogue_printing.ask(
        key=secrets.token_hex(16), form=form, unit=unit, by=request.actor, at=request.at
    )
    return redirect("catalogue:printing", job.key)


@screen(methods=("POST",))
def dossier(request: OfficeRequest, pk: int) -> HttpResponse:
    """Have a whole dossier taken away as XML or PDF."""
    found = dossier_of(request, pk)
    job = catalogue_printing.ask_for_dossier(
        key=secrets.token_hex(16),
        form=request.POST.get("form", ""),
        dossier=found,
        by=request.actor,
        at=request.at,
    )
    return redirect("catalogue:printing", job.key)


@screen()
def progress(request: OfficeRequest, key: str) -> HttpResponse:
    """Show how far it has come; leaving the page stops nothing."""
    job = _job(request, key)
    context = {
        "job": job,
        "file": _made(request, key),
        "failed": job.state == JobState.DEAD,
        "gone": job.state == JobState.DONE and _made(request, key) is None,
        "done": cache.get(catalogue_printing.progress_key(key), 0),
        "unit": queries.units_visible_to(request.actor, request.at)
        .filter(pk=job.payload["unit"] or 0)
        .first(),
        "search": job.payload["address"] if job.payload["form"] in catalogue_printing.RESULTS else None,
    }
    return render(request, "catalogue/printing.html", context)


@screen()
def file(request: OfficeRequest, key: str) -> HttpResponse:
    """Send the file to whoever asked for it."""
    _job(request, key)
    made = _made(request, key)
    if made is None:
        raise Http404
    return serve(request, made)


@screen(methods=("POST",))
def results(request: OfficeRequest) -> HttpResponse:
    """Have what a search finds printed or made a spreadsheet, up to 10,000 rows; taking it away is remembered."""
    asked = searching.read(request)
    names = searching.fonds_names(request, asked.chosen.get("fonds", ()))
    wanted = catalogue_printing.Results(
        form=request.POST.get("form", ""),
        query=asked.query,
        inside=asked.inside,
        chosen=asked.chosen,
        newest=asked.newest,
        said=searching.said(asked, names),
        address=request.GET.urlencode(),
    )
    job = catalogue_printing.ask_for_results(
        key=secrets.token_hex(16), asked=wanted, by=request.actor, at=request.at
    )
    return redirect("catalogue:printing", job.key)


def _job(request: OfficeRequest, key: str) -> Job:
    """Give the job of this very person; what it makes shows what they see and nobody else's eyes."""
    job = find(catalogue_printing.PRINT, key)
    person = request.actor.person
    if job is None or job.organisation_key != request.actor.organisation_key or person is None:
        raise Http404
    if job.payload["person"] != person.pk:
        raise Http404
    return job


def _made(request: OfficeRequest, key: str) -> StoredFile | None:
    organisation = request.actor.organisation_key
    event = (
        history_of(organisation, catalogue_printing.SUBJECT, key).filter(name="catalogue.print_made").last()
    )
    return None if event is None else file_of(organisation, event.facts["file"])
