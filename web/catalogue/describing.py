"""Adding, describing, moving and removing parts of the catalogue: the archivist's forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from archive import policies, queries
from archive.enums import Level
from archive.operations import arranging, cataloguing, placing
from lib.refusal import Refusal
from ui.paging import paginate
from ui.screens import render, screen
from web.catalogue.finding import LONGEST_KEY, asked_unit, unit_of
from web.catalogue.forms import MoveForm, UnitForm

if TYPE_CHECKING:
    from archive.models import CatalogueUnit
    from ui.request import OfficeRequest

UNREADABLE = 422


@screen(methods=("GET", "POST"))
def new(request: OfficeRequest) -> HttpResponse:
    """Add a fonds, or a part of the unit the address names as ``parent``."""
    policies.may_catalogue(request.actor).enforce()
    parent = asked_unit(request, "parent")
    if request.GET.get("parent") and parent is None:
        raise Http404
    first = Level.FONDS if parent is None else Level.SERIES if parent.level == Level.FONDS else Level.DOSSIER
    form = UnitForm(
        request.POST or None, actor=request.actor, unit=None, alone=parent is None, initial={"level": first}
    )
    if request.method == "POST" and form.is_valid():
        level = Level(form.cleaned_data["level"])
        try:
            made = cataloguing.add_unit(
                parent=parent, level=level, told=form.told(), by=request.actor, at=request.at
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("“%(title)s” stands in the catalogue.") % {"title": made.title})
            return redirect("catalogue:unit", made.pk)
    context = {"form": form, "parent": parent, "unit": None}
    return render(request, "catalogue/edit.html", context, status=UNREADABLE if form.errors else 200)


@screen(methods=("GET", "POST"))
def edit(request: OfficeRequest, pk: int) -> HttpResponse:
    """Change what the catalogue says of a unit."""
    found = unit_of(request, pk)
    policies.may_change_unit(request.actor, found).enforce()
    form = UnitForm(request.POST or None, actor=request.actor, unit=found, alone=found.level == Level.FONDS)
    if request.method == "POST" and form.is_valid():
        try:
            cataloguing.describe(unit=found, told=form.told(), by=request.actor, at=request.at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The description is kept."))
            return redirect("catalogue:unit", pk)
    context = {"form": form, "parent": found.parent, "unit": found}
    return render(request, "catalogue/edit.html", context, status=UNREADABLE if form.errors else 200)


@screen(methods=("GET", "POST"))
def move(request: OfficeRequest, pk: int) -> HttpResponse:
    """Move a unit: choose the part it goes into, then what it stands behind."""
    found = unit_of(request, pk)
    policies.may_change_unit(request.actor, found).enforce()
    seen = queries.units_visible_to(request.actor, request.at)
    target = asked_unit(request, "into") or found.parent
    homes = _homes(request, found, target)
    siblings = _siblings(request, found, target)
    form = MoveForm(request.POST or None, initial={"parent": str(target.pk) if target else ""})
    form.fields["parent"].choices = [(str(one.pk), label) for label, one in homes]  # type: ignore[attr-defined]
    form.fields["after"].choices = [("", _("The first of all")), *siblings]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        parent = seen.filter(pk=int(form.cleaned_data["parent"])).first() if homes else None
        behind = form.cleaned_data["after"]
        after = seen.filter(pk=int(behind)).first() if behind else None
        try:
            arranging.move(unit=found, parent=parent, after=after, by=request.actor, at=request.at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It stands in its new place; its address stays."))
            return redirect("catalogue:unit", pk)
    if not homes:
        del form.fields["parent"]
    context = {"form": form, "unit": found, "target": target, "homes": homes}
    return render(request, "catalogue/move.html", context, status=UNREADABLE if form.errors else 200)


def _homes(
    request: OfficeRequest, found: CatalogueUnit, target: CatalogueUnit | None
) -> list[tuple[str, CatalogueUnit]]:
    """Give the parts of the fonds it may go into, indented as they stand; none for a fonds."""
    if found.level == Level.FONDS or target is None:
        return []
    seen = queries.units_visible_to(request.actor, request.at)
    root = seen.filter(pk=queries.root_of(target)).first()
    told = queries.outline_of(seen, root) if root else []
    fits = [(d, one) for d, one in told if not (found.path and one.path.startswith(found.path))]
    return [(f"{' ' * d}{one.code} {one.title}"[:120], one) for d, one in fits]


def _siblings(
    request: OfficeRequest, found: CatalogueUnit, target: CatalogueUnit | None
) -> list[tuple[str, str]]:
    seen = queries.units_visible_to(request.actor, request.at).exclude(pk=found.pk)
    inside = seen.filter(parent=target) if target else seen.filter(parent__isnull=True)
    return [(str(one.pk), f"{one.code} {one.title}"[:120]) for one in inside[:500]]


@screen(methods=("POST",))
def remove(request: OfficeRequest, pk: int) -> HttpResponse:
    """Take an empty part out of the catalogue."""
    found = unit_of(request, pk)
    parent = found.parent_id
    cataloguing.remove(unit=found, by=request.actor, at=request.at)
    messages.success(request, _("It was taken out of the catalogue; the log keeps what it said."))
    return redirect("catalogue:unit", parent) if parent else redirect("catalogue:home")


@screen(methods=("GET", "POST"))
def waiting(request: OfficeRequest) -> HttpResponse:
    """List dossiers that have no place in the catalogue yet, and give them one."""
    policies.may_catalogue(request.actor).enforce()
    parent = asked_unit(request, "parent")
    if request.method == "POST" and parent is not None:
        asked = request.POST.getlist("dossier")
        keys = [int(key) for key in asked if key.isascii() and key.isdigit() and len(key) < LONGEST_KEY][:200]
        chosen = (
            queries.dossiers_visible_to(request.actor, request.at).filter(pk__in=keys).order_by("code", "pk")
        )
        placing.place_all(dossiers=chosen, parent=parent, by=request.actor, at=request.at)
        messages.success(request, _("They stand in “%(title)s”.") % {"title": parent.title})
        return redirect("catalogue:unit", parent.pk)
    homes = queries.parts_to_choose(request.actor, request.at)
    page = paginate(queries.dossiers_without_place(request.actor, request.at), request)
    return render(request, "catalogue/waiting.html", {"page": page, "homes": homes})
