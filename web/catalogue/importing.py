"""Importing old catalogues: bring a file, see what it would do line by line, import it, take it back."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import policies, queries
from archive.enums import Access, Outcome, Reason
from archive.importing.columns import FIELDS
from archive.operations import import_asking, import_undoing
from files.errors import FileRefused
from jobs.enums import JobState
from jobs.queries import find
from ui.paging import paginate
from ui.screens import render, screen
from web.catalogue.columns import COLUMNS

if TYPE_CHECKING:
    from archive.models import CatalogueImport
    from organisation.models.actor import Actor
    from ui.request import OfficeRequest

UNREADABLE = 422
KINDS = (
    ("sheet", gettext_lazy("a list as a spreadsheet (.xlsx) or .csv")),
    ("ead", gettext_lazy("a finding aid in EAD 2002 or EAD3 (.xml)")),
    ("scans", gettext_lazy("scans with their list, in a .zip")),
)


class ImportForm(forms.Form):
    """What to import, and where it goes."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of file"), choices=KINDS)
    file = forms.FileField(label=gettext_lazy("File"))
    into = forms.ChoiceField(
        label=gettext_lazy("Into which part"),
        required=False,
        help_text=gettext_lazy("A finding aid brings its own fonds; a list may name it in a column."),
    )
    open = forms.BooleanField(
        label=gettext_lazy("A new fonds is open to everybody in the office"), required=False
    )

    def __init__(self, *args: Any, actor: Actor, parts: list[tuple[str, int]], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(str(key), label) for label, key in parts]
        self.fields["into"].choices = [("", _("What the file says")), *choices]  # type: ignore[attr-defined]


@screen(methods=("GET", "POST"))
def imports(request: OfficeRequest) -> HttpResponse:
    """List the imports; take a file to try."""
    policies.may_catalogue(request.actor).enforce()
    form = ImportForm(
        request.POST or None,
        request.FILES or None,
        actor=request.actor,
        parts=queries.parts_to_choose(request.actor, request.at),
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        seen = queries.units_visible_to(request.actor, request.at)
        try:
            job = import_asking.ask(
                key=secrets.token_hex(16),
                kind=values["kind"],
                name=values["file"].name,
                content=values["file"].read(),
                into=seen.filter(pk=int(values["into"])).first() if values["into"] else None,
                access=Access.OPEN if values["open"] else Access.CONDITIONAL,
                mapping={},
                dry=True,
                by=request.actor,
                at=request.at,
            )
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("catalogue:import_waiting", job.key)
    context = {"form": form, "page": paginate(queries.imports_of(request.actor.organisation), request)}
    return render(request, "catalogue/imports.html", context, status=UNREADABLE if form.errors else 200)


@screen()
def waiting(request: OfficeRequest, key: str) -> HttpResponse:
    """Wait for the reading of a file, then lead to its report; leaving the page stops nothing."""
    policies.may_catalogue(request.actor).enforce()
    job = find(import_asking.IMPORT, key)
    if job is None or job.organisation_key != request.actor.organisation_key:
        raise Http404
    run = queries.import_of_job(request.actor, key)
    if run is not None:
        if request.htmx:
            return HttpResponse(headers={"HX-Redirect": reverse("catalogue:import", args=[run.pk])})
        return redirect("catalogue:import", run.pk)
    return render(
        request, "catalogue/import_waiting.html", {"job": job, "failed": job.state == JobState.DEAD}
    )


@screen()
def report(request: OfficeRequest, pk: int) -> HttpResponse:
    """Show what an import did or would do with every line, and how each column was understood."""
    run = _run(request, pk)
    outcome, reason = request.GET.get("outcome", ""), request.GET.get("reason", "")
    lines = queries.lines_of(run, outcome=outcome, reason=reason)
    labels = dict(Reason.choices)
    page = paginate(lines, request, per_page=100)
    context = {
        "run": run,
        "page": page,
        "rows": [(line, [labels.get(one, one) for one in line.reasons]) for line in page.rows],
        "outcomes": [
            (str(v), label, run.counts.get(v, 0)) for v, label in Outcome.choices if run.counts.get(v)
        ],
        "reasons": [
            (str(v), label, n) for v, label in Reason.choices if (n := run.counts.get(f"reason.{v}"))
        ],
        "outcome": outcome,
        "reason": reason,
        "columns": [(head, target, target in COLUMNS) for head, target in run.mapping.items()],
        "unknown": [head for head, target in run.mapping.items() if head and not target],
        "done_as": queries.carried_out_as(run),
        "targets": COLUMNS.items(),
    }
    return render(request, "catalogue/import.html", context)


@screen(methods=("POST",))
def carry_out(request: OfficeRequest, pk: int) -> HttpResponse:
    """Import what was tried, or try it again with other columns."""
    run = _run(request, pk)
    heads = request.POST.getlist("head")
    targets = request.POST.getlist("target")
    mapping = {
        head: target
        for head, target in zip(heads, targets, strict=False)
        if target in {"", *FIELDS} or ":" in target
    }
    mapping = (
        {**{k: v for k, v in run.mapping.items() if k not in heads}, **mapping}
        if heads
        else dict(run.mapping)
    )
    job = import_asking.again(
        run=run,
        key=secrets.token_hex(16),
        mapping=mapping,
        dry="try" in request.POST,
        by=request.actor,
        at=request.at,
    )
    return redirect("catalogue:import_waiting", job.key)


@screen(methods=("POST",))
def take_back(request: OfficeRequest, pk: int) -> HttpResponse:
    """Take an import back."""
    run = _run(request, pk)
    import_undoing.take_back(run=run, by=request.actor, at=request.at)
    messages.success(request, _("The import was taken back; the catalogue is as it was before."))
    return redirect("catalogue:import", pk)


def _run(request: OfficeRequest, pk: int) -> CatalogueImport:
    policies.may_catalogue(request.actor).enforce()
    run = queries.imports_of(request.actor.organisation).filter(pk=pk).first()
    if run is None:
        raise Http404
    return run
