"""The year's file plan: written by the office, approved by the head (Decree 30/2020 Art. 29)."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from archive import policies, queries
from archive.operations import planning
from lib.calendar import local_year
from lib.refusal import Refusal
from ui.screens import render, screen
from web.dossiers.forms import EntryForm, YearForm

if TYPE_CHECKING:
    from archive.models import FilePlan
    from ui.request import OfficeRequest

UNREADABLE = 422


@screen(methods=("GET", "POST"))
def plan(request: OfficeRequest, year: int) -> HttpResponse:
    """Show the plan of a year under its headings; add a line while it is a draft."""
    found = queries.plan_of(request.actor.organisation, year)
    if found is None:
        return _absent(request, year)
    may_write = policies.may_write_plan(request.actor, found)
    form = (
        EntryForm(request.POST or None, actor=request.actor, at=request.at)
        if may_write or request.POST
        else None
    )
    if form is not None and request.method == "POST" and form.is_valid() and _added(request, found, form):
        messages.success(request, _("The line is in the plan."))
        return redirect("dossiers:plan", year)
    entries = list(queries.entries_of(found))
    context = {
        "plan": found,
        "groups": [
            (heading, list(lines)) for heading, lines in groupby(entries, key=lambda line: line.heading)
        ],
        "count": len(entries),
        "plans": queries.plans_of(request.actor.organisation),
        "form": form,
        "may_write": may_write,
        "may_approve": policies.may_approve_plan(request.actor, found),
    }
    return render(
        request, "dossiers/plan.html", context, status=UNREADABLE if form is not None and form.errors else 200
    )


def _absent(request: OfficeRequest, year: int) -> HttpResponse:
    context = {
        "year": year,
        "plans": queries.plans_of(request.actor.organisation),
        "may_begin": policies.may_begin_plan(request.actor),
        "form": YearForm(initial={"year": year if 1945 <= year <= 2200 else local_year(request.at)}),  # noqa: PLR2004
    }
    return render(request, "dossiers/no_plan.html", context)


def _added(request: OfficeRequest, found: FilePlan, form: EntryForm) -> bool:
    values = form.cleaned_data
    entry = planning.NewEntry(
        code=values["code"],
        title=values["title"],
        unit=form.units[values["unit"]],
        retention_years=values["retention_years"],
        heading=values["heading"],
        maker=form.people.get(values["maker"]),
        note=values["note"],
    )
    try:
        planning.add_entry(plan=found, entry=entry, by=request.actor, at=request.at)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@screen(methods=("GET", "POST"))
def begin(request: OfficeRequest) -> HttpResponse:
    """Lead to this year's plan, or begin the plan of a year."""
    if request.method == "GET":
        return redirect("dossiers:plan", local_year(request.at))
    form = YearForm(request.POST)
    if not form.is_valid():
        return redirect("dossiers:plan", local_year(request.at))
    found = planning.begin(year=form.cleaned_data["year"], by=request.actor, at=request.at)
    return redirect("dossiers:plan", found.year)


@screen(methods=("POST",))
def approve(request: OfficeRequest, year: int) -> HttpResponse:
    """Approve the plan of a year."""
    found = queries.plan_of(request.actor.organisation, year)
    if found is None:
        raise Http404
    planning.approve(plan=found, by=request.actor, at=request.at)
    messages.success(request, _("The file plan of %(year)s is approved.") % {"year": year})
    return redirect("dossiers:plan", year)
