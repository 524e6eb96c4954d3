"""The year's file plan: units write their lines, the office merges them, the head approves (Decree 30/2020 Art. 29)."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from archive import policies, queries
from archive.operations import plan_parts, planning
from lib.calendar import local_day, local_year
from lib.refusal import Refusal
from ui.screens import render, screen
from web.dossiers.forms import EntryForm, ReasonForm, YearForm
from web.organisation.asking import Page, ask

if TYPE_CHECKING:
    from archive.models import FilePlan, FilePlanEntry, FilePlanPart
    from organisation.models import Unit
    from ui.request import OfficeRequest

UNREADABLE = 422


@screen(methods=("GET", "POST"))
def plan(request: OfficeRequest, year: int) -> HttpResponse:
    """Show the plan of a year under its headings; add a line while it is a draft."""
    found = queries.plan_of(request.actor.organisation, year)
    if found is None:
        return _absent(request, year)
    own = _own_unit(request)
    part = queries.part_of(found, own) if own else None
    may_add = policies.may_write_part(request.actor, found, own, part) if own else None
    form = _entry_form(request) if may_add or request.POST else None
    if form is not None and request.method == "POST" and form.is_valid() and _added(request, found, form):
        messages.success(request, _("The line is in the plan."))
        return redirect("dossiers:plan", year)
    entries = list(queries.entries_of(found))
    parts = {one.unit_id: one for one in queries.parts_of(found)}
    may_write = policies.may_write_plan(request.actor, found)
    context = {
        "plan": found,
        "groups": [
            (heading, [(line, _may_change(request, found, line, parts)) for line in lines])
            for heading, lines in groupby(entries, key=lambda line: (line.heading, line.subheading))
        ],
        "count": len(entries),
        "plans": queries.plans_of(request.actor.organisation),
        "form": form,
        "may_write": may_write,
        "may_approve": policies.may_approve_plan(request.actor, found),
        "may_send_back": policies.may_send_plan_back(request.actor, found),
        "may_copy": policies.may_begin_plan(request.actor),
        "parts": queries.parts_of(found),
        "own_part": part,
        "may_hand_in": own is not None and not may_write and bool(may_add),
        "next_year": year + 1,
    }
    return render(
        request, "dossiers/plan.html", context, status=UNREADABLE if form is not None and form.errors else 200
    )


def _own_unit(request: OfficeRequest) -> Unit | None:
    post = request.actor.acting_post
    return post.unit if post else None


def _entry_form(request: OfficeRequest, initial: dict[str, object] | None = None) -> EntryForm:
    items = queries.items_in_force(request.actor.organisation, local_day(request.at))
    own = _own_unit(request)
    return EntryForm(
        request.POST or None,
        actor=request.actor,
        at=request.at,
        items=items,
        initial=initial or {"unit": str(own.pk) if own else ""},
    )


def _may_change(
    request: OfficeRequest, found: FilePlan, line: FilePlanEntry, parts: dict[int, FilePlanPart]
) -> bool:
    return bool(policies.may_write_part(request.actor, found, line.unit, parts.get(line.unit_id)))


def _absent(request: OfficeRequest, year: int) -> HttpResponse:
    context = {
        "year": year,
        "plans": queries.plans_of(request.actor.organisation),
        "may_begin": policies.may_begin_plan(request.actor),
        "form": YearForm(initial={"year": year if 1945 <= year <= 2200 else local_year(request.at)}),  # noqa: PLR2004
    }
    return render(request, "dossiers/no_plan.html", context)


def _typed(form: EntryForm) -> planning.NewEntry:
    values = form.cleaned_data
    item = form.items.get(values["retention_item"])
    return planning.NewEntry(
        code=values["code"],
        title=values["title"],
        unit=form.units[values["unit"]],
        retention_years=item.years if item else values["retention_years"],
        heading=values["heading"],
        subheading=values["subheading"],
        maker=form.people.get(values["maker"]),
        note=values["note"],
        retention_item=item,
    )


def _added(request: OfficeRequest, found: FilePlan, form: EntryForm) -> bool:
    try:
        planning.add_entry(plan=found, entry=_typed(form), by=request.actor, at=request.at)
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
    planning.approve(plan=_plan(request, year), by=request.actor, at=request.at)
    messages.success(request, _("The file plan of %(year)s is approved.") % {"year": year})
    return redirect("dossiers:plan", year)


@screen(methods=("GET", "POST"))
def entry(request: OfficeRequest, year: int, pk: int) -> HttpResponse:
    """Put a line of the plan right."""
    line = _entry(request, year, pk)
    names = ("code", "heading", "subheading", "title", "retention_years", "note")
    initial = {name: getattr(line, name) for name in names}
    initial |= {
        "unit": str(line.unit_id),
        "maker": str(line.maker_id or ""),
        "retention_item": str(line.retention_item_id or ""),
    }
    form = _entry_form(request, initial)

    def act() -> str:
        plan_parts.change_entry(entry=line, new=_typed(form), by=request.actor, at=request.at)
        return reverse("dossiers:plan", args=[year])

    back = reverse("dossiers:plan", args=[year])
    page = Page(title=_("Put a line right"), said=str(line), submit=_("Put right"), back=back)
    return ask(request, form, act, page=page)


@screen(methods=("POST",))
def remove_entry(request: OfficeRequest, year: int, pk: int) -> HttpResponse:
    """Take a line out of the plan."""
    plan_parts.remove_entry(entry=_entry(request, year, pk), by=request.actor, at=request.at)
    messages.success(request, _("The line is out of the plan."))
    return redirect("dossiers:plan", year)


@screen(methods=("POST",))
def act(request: OfficeRequest, year: int, name: str) -> HttpResponse:
    """Hand the unit's lines in, merge all lines, present the plan, or copy it into the next year."""
    found, by, at = _plan(request, year), request.actor, request.at
    own = _own_unit(request)
    if name == "hand-in" and own is not None:
        plan_parts.hand_in(plan=found, unit=own, by=by, at=at)
        messages.success(request, _("The lines are handed in to the office."))
    elif name in {"merge", "merge-by-heading"}:
        plan_parts.merge(plan=found, restart=name != "merge", by=by, at=at)
        messages.success(request, _("The lines are ordered by heading and numbered."))
    elif name == "present":
        plan_parts.present(plan=found, by=by, at=at)
        messages.success(request, _("The plan waits for the head's approval."))
    elif name == "copy":
        plan_parts.copy_to(plan=found, year=year + 1, by=by, at=at)
        messages.success(request, _("The lines were copied into the plan of %(year)s.") % {"year": year + 1})
        return redirect("dossiers:plan", year + 1)
    else:
        raise Http404
    return redirect("dossiers:plan", year)


@screen(methods=("GET", "POST"))
def send_back(request: OfficeRequest, year: int) -> HttpResponse:
    """Send a presented plan back with a reason."""
    found = _plan(request, year)
    policies.may_send_plan_back(request.actor, found).enforce()
    form = ReasonForm(request.POST or None)
    where = reverse("dossiers:plan", args=[year])

    def act() -> str:
        reason = form.cleaned_data["reason"]
        plan_parts.send_back(plan=found, reason=reason, by=request.actor, at=request.at)
        return where

    page = Page(title=_("Send the plan of %(year)s back") % {"year": year}, submit=_("Send back"), back=where)
    return ask(request, form, act, page=page)


@screen(methods=("GET", "POST"))
def give_back(request: OfficeRequest, year: int, pk: int) -> HttpResponse:
    """Give a unit its lines back with a remark."""
    found = _plan(request, year)
    policies.may_write_plan(request.actor, found).enforce()
    part = queries.parts_of(found).filter(pk=pk).first()
    if part is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    where = reverse("dossiers:plan", args=[year])

    def act() -> str:
        reason = form.cleaned_data["reason"]
        plan_parts.give_back(part=part, reason=reason, by=request.actor, at=request.at)
        return where

    title = _("Give the lines back to %(unit)s") % {"unit": part.unit.name}
    return ask(request, form, act, page=Page(title=title, submit=_("Give back"), back=where))


def _plan(request: OfficeRequest, year: int) -> FilePlan:
    found = queries.plan_of(request.actor.organisation, year)
    if found is None:
        raise Http404
    return found


def _entry(request: OfficeRequest, year: int, pk: int) -> FilePlanEntry:
    line = queries.entries_of(_plan(request, year)).filter(pk=pk).first()
    if line is None:
        raise Http404
    return line
