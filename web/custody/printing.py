"""Printing the archive's forms: asked for, made by a worker, opened; and the same tables as spreadsheets."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, cast

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from archive import policies, queries
from archive.models import FilePlan, Transfer
from archive.operations import printing as forms
from audit.queries import history_of
from files.queries import file_of
from jobs.enums import JobState
from jobs.queries import find
from lib.calendar import local_day
from lib.spreadsheet import MEDIA_TYPE, write_table
from organisation.queries import period_on
from ui.screens import render, screen
from web.dossiers.finding import dossier_of
from web.letters.serving import serve

if TYPE_CHECKING:
    from archive.layout.forms import Table
    from files.models import StoredFile
    from ui.request import OfficeRequest


@screen(methods=("POST",))
def ask_for(request: OfficeRequest, form: str, pk: int) -> HttpResponse:
    """Have a form printed of something this person sees."""
    _found(request, form, pk)
    key = secrets.token_hex(16)
    forms.ask_for_print(key=key, form=form, of=pk, by=request.actor, at=request.at)
    return redirect("custody:printing", key)


@screen()
def printing(request: OfficeRequest, key: str) -> HttpResponse:
    """Show how far the printing has come; leaving the page stops nothing."""
    job = find(forms.PRINT, key)
    if job is None or job.organisation_key != request.actor.organisation_key:
        raise Http404
    _found(request, job.payload["form"], job.payload["of"])
    made = _made(request, key) if job.state == JobState.DONE else None
    context = {"file": made, "failed": job.state == JobState.DEAD, "key": key}
    return render(request, "custody/printing.html", context)


@screen()
def printed(request: OfficeRequest, key: str) -> HttpResponse:
    """Send the printed form to whoever still sees what it is of."""
    job, made = find(forms.PRINT, key), _made(request, key)
    if job is None or made is None:
        raise Http404
    _found(request, job.payload["form"], job.payload["of"])
    return serve(request, made)


@screen()
def spreadsheet(request: OfficeRequest, form: str, pk: int) -> HttpResponse:
    """Send the table of a form as a spreadsheet."""
    with translation.override("vi"):  # the legal form is Vietnamese
        table = _found(request, form, pk)
        name = period_on(request.actor.organisation, local_day(request.at)).name
        kept = write_table(
            table.rows,
            columns=table.form.columns,
            widths=[width // 2 + 4 for width in table.form.widths],
            title=table.form.title[:31],
            name=f"{name}: {table.form.title}",
            said=table.subtitle,
        )
    file = f"{forms.FORMS[form][1]}-{pk}.xlsx"
    answer = FileResponse(kept, as_attachment=True, filename=file, content_type=MEDIA_TYPE)
    return cast("HttpResponse", answer)


def _found(request: OfficeRequest, form: str, pk: int) -> Table:
    """Give the table of a form, 404 for what this person does not see."""
    if form not in forms.FORMS:
        raise Http404
    organisation = request.actor.organisation
    try:
        if form == "documents":
            dossier_of(request, pk)
        elif form == "handed_over":
            queries.transfer_for(request.actor, pk, request.at)
        elif form == "loans":
            policies.may_catalogue(request.actor).enforce()
        else:
            queries.plans_of(organisation).get(pk=pk)
        return forms.FORMS[form][0](organisation, pk)
    except (FilePlan.DoesNotExist, Transfer.DoesNotExist):
        raise Http404 from None


def _made(request: OfficeRequest, key: str) -> StoredFile | None:
    events = history_of(request.actor.organisation_key, forms.SUBJECT, key).filter(
        name="archive_form.printed"
    )
    event = events.last()
    return None if event is None else file_of(request.actor.organisation_key, event.facts["file"])
