"""What makes a dossier complete: its words, the lines in it, other files, and the look before it is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, cast

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from archive import policies, queries
from archive.operations import closing, depositing, describing
from files.operations import storing
from files.queries import file_of
from lib.calendar import local_day
from lib.refusal import Refusal
from ui.screens import render, screen
from web.dossiers.finding import dossier_of
from web.dossiers.forms import CloseForm, DescribeForm, FileForm, RecordForm
from web.letters.serving import serve
from web.organisation.asking import Page, ask

if TYPE_CHECKING:
    from django.http import HttpResponse

    from archive.models import Dossier, Record
    from ui.request import OfficeRequest

UNREADABLE = 422


@screen(methods=("GET", "POST"))
def close(request: OfficeRequest, pk: int) -> HttpResponse:
    """Look the dossier through: what leaves it, what it lacks, how long it is kept; then close it."""
    dossier = dossier_of(request, pk)
    policies.may_close(request.actor, dossier).enforce()
    review = queries.review_of(dossier)
    form = CloseForm(
        request.POST or None,
        duplicates=review.duplicates,
        lacking=bool(review.remarks or review.duplicates),
        initial={
            "work_ended_on": local_day(request.at),
            "duplicates": [str(record.pk) for record, _earlier in review.duplicates],
        },
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            closing.close(
                dossier=dossier,
                work_ended_on=values["work_ended_on"],
                note=values["note"],
                duplicates={int(key) for key in values["duplicates"]},
                as_it_is=values.get("as_it_is", False),
                by=request.actor,
                at=request.at,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Dossier %(code)s is closed.") % {"code": dossier.code})
            return redirect("dossiers:detail", pk)
    context = {
        "dossier": dossier,
        "review": review,
        "form": form,
        "years": queries.years_said(queries.retention_of(dossier)),
        "longest": queries.longest_item(dossier),
    }
    return render(request, "dossiers/close.html", context, status=UNREADABLE if form.errors else 200)


@screen(methods=("GET", "POST"))
def describe(request: OfficeRequest, pk: int) -> HttpResponse:
    """Put code, title and retention right."""
    dossier = dossier_of(request, pk)
    policies.may_describe(request.actor, dossier).enforce()
    items = queries.items_in_force(request.actor.organisation, local_day(request.at))
    initial = {
        "code": dossier.code,
        "title": dossier.title,
        "retention_years": dossier.retention_years,
        "retention_item": str(dossier.retention_item_id or ""),
    }
    form = DescribeForm(request.POST or None, items=items, initial=initial)

    def act() -> str:
        values = form.cleaned_data
        words = describing.Words(
            code=values["code"],
            title=values["title"],
            retention_years=values["retention_years"],
            retention_item=form.items.get(values["retention_item"]),
        )
        describing.describe(dossier=dossier, words=words, by=request.actor, at=request.at)
        return reverse("dossiers:detail", args=[pk])

    return ask(request, form, act, page=_page(dossier, _("Put right"), dossier.title))


@screen(methods=("GET", "POST"))
def describe_record(request: OfficeRequest, pk: int, record: int) -> HttpResponse:
    """Complete a line of the list of documents."""
    dossier = dossier_of(request, pk)
    policies.may_describe(request.actor, dossier).enforce()
    line = _line(dossier, record)
    items = queries.items_in_force(request.actor.organisation, local_day(request.at))
    names = ("label", "code", "title", "author", "dated_on", "page_count")
    initial = {name: getattr(line, name) for name in names}
    initial["retention_item"] = str(line.retention_item_id or "")
    form = RecordForm(request.POST or None, items=items, initial=initial)

    def act() -> str:
        values = dict(form.cleaned_data)
        item = form.items.get(values.pop("retention_item"))
        words = describing.Line(**values, retention_item=item)
        describing.describe_record(record=line, line=words, by=request.actor, at=request.at)
        return reverse("dossiers:detail", args=[pk])

    said = f"{line.ordinal}. {line.code} {line.title}"
    return ask(request, form, act, page=_page(dossier, _("Complete a line"), said))


@screen(methods=("GET", "POST"))
def add_file(request: OfficeRequest, pk: int) -> HttpResponse:
    """Lay any other file into the dossier."""
    dossier = dossier_of(request, pk)
    policies.may_file(request.actor, dossier).enforce()
    form = FileForm(request.POST or None, request.FILES or None)

    def act() -> str:
        values = dict(form.cleaned_data)
        sent = values.pop("file")
        laid = storing.deposit(
            organisation_key=request.actor.organisation_key,
            content=cast("BinaryIO", sent.file),
            name=sent.name or "",
        )
        words = depositing.Words(**values)
        depositing.lay_in(dossier=dossier, deposited=laid, words=words, by=request.actor, at=request.at)
        return reverse("dossiers:detail", args=[pk])

    return ask(request, form, act, page=_page(dossier, _("Lay a file in"), dossier.title))


@screen()
def file(request: OfficeRequest, pk: int, record: int) -> HttpResponse:
    """Send a file that was laid into the dossier directly."""
    line = _line(dossier_of(request, pk), record)
    if line.origin_kind != depositing.KIND or not queries.may_open_origin(line, request.actor, request.at):
        raise Http404
    found = file_of(request.actor.organisation_key, int(line.origin_key))
    if found is None:
        raise Http404
    return serve(request, found)


def _line(dossier: Dossier, key: int) -> Record:
    line = queries.records_of(dossier).filter(pk=key).first()
    if line is None:
        raise Http404
    return line


def _page(dossier: Dossier, title: str, said: str) -> Page:
    back = reverse("dossiers:detail", args=[dossier.pk])
    return Page(title=f"{title}: {dossier.code}", said=said, submit=title, back=back)
