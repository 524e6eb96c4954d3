"""Store rooms, shelves and boxes, their labels, and the bodies whose papers are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import segno
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from archive import policies, queries
from archive.enums import Level, PlaceKind
from archive.operations import shelving
from lib.refusal import Refusal
from ui.paging import paginate
from ui.screens import render, screen
from web.catalogue import words
from web.catalogue.finding import asked_unit
from web.catalogue.forms import CreatorForm, PlaceForm

if TYPE_CHECKING:
    from archive.models import StorePlace
    from ui.request import OfficeRequest

UNREADABLE = 422


@screen(methods=("GET", "POST"))
def places(request: OfficeRequest) -> HttpResponse:
    """List where paper lies; the archivist adds to it."""
    may = policies.may_catalogue(request.actor)
    form = PlaceForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            shelving.add_place(
                kind=PlaceKind(values["kind"]),
                code=values["code"],
                name=values["name"],
                within=form.places.get(values["within"]),
                by=request.actor,
                at=request.at,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The place is there."))
            return redirect("catalogue:places")
    told = _in_order(list(queries.places_of(request.actor.organisation)))
    held = queries.lying_in_places(queries.units_visible_to(request.actor, request.at))
    rows = [(depth, one, held.get(one.pk, 0)) for depth, one in told]
    context = {"rows": rows, "form": form if may else None, "may_change": may}
    return render(request, "catalogue/places.html", context, status=UNREADABLE if form.errors else 200)


def _in_order(found: list[StorePlace]) -> list[tuple[int, StorePlace]]:
    inside: dict[int | None, list[StorePlace]] = {}
    for one in found:
        inside.setdefault(one.within_id, []).append(one)
    told: list[tuple[int, StorePlace]] = []
    waiting = [(0, one) for one in reversed(inside.get(None, []))]
    while waiting:
        depth, one = waiting.pop()
        told.append((depth, one))
        waiting += [(depth + 1, child) for child in reversed(inside.get(one.pk, []))]
    return told


@screen()
def place(request: OfficeRequest, pk: int) -> HttpResponse:
    """Show what lies in a place, as far as this person may see it: where the label's code leads."""
    found = queries.places_of(request.actor.organisation).filter(pk=pk).first()
    if found is None:
        raise Http404
    seen = queries.units_visible_to(request.actor, request.at)
    units = seen.filter(place=found).order_by("code_sort", "id")
    context = {
        "place": found,
        "said": words.place_words(found),
        "page": paginate(units, request),
        "inside": queries.places_of(request.actor.organisation).filter(within=found),
        "may_change": policies.may_catalogue(request.actor),
    }
    return render(request, "catalogue/place.html", context)


@screen(methods=("POST",))
def remove(request: OfficeRequest, pk: int) -> HttpResponse:
    """Take an empty place away."""
    found = queries.places_of(request.actor.organisation).filter(pk=pk).first()
    if found is None:
        raise Http404
    shelving.remove_place(place=found, by=request.actor, at=request.at)
    messages.success(request, _("The place was taken away."))
    return redirect("catalogue:places")


@screen()
def labels(request: OfficeRequest) -> HttpResponse:
    """Lay out labels to print: of places, or of the dossiers of the part the address names."""
    part = asked_unit(request, "part")
    drawn: list[tuple[str, str, SafeString]] = []
    if part is not None:
        seen = queries.units_visible_to(request.actor, request.at)
        dossiers = seen.filter(level=Level.DOSSIER, parent=part).select_related("place")[:600]
        drawn = [(one.code, one.title[:120], code_of(request, "catalogue", one.pk)) for one in dossiers]
    else:
        found = queries.places_of(request.actor.organisation)[:600]
        drawn = [(words.place_words(one), one.name, code_of(request, "place", one.pk)) for one in found]
    return render(request, "catalogue/labels.html", {"labels": drawn, "part": part})


def code_of(request: OfficeRequest, kind: str, key: int) -> SafeString:
    """Draw the code that leads to a thing by kind and key, whatever its page is called one day."""
    address = request.build_absolute_uri(reverse("go:to", args=[kind, str(key)]))
    return mark_safe(segno.make(address, error="m").svg_inline(scale=2, border=2))  # noqa: S308 -- drawn by us


@screen(methods=("GET", "POST"))
def creators(request: OfficeRequest) -> HttpResponse:
    """List the bodies whose papers are kept, those before us among them; the archivist adds to it."""
    may = policies.may_catalogue(request.actor)
    form = CreatorForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            shelving.add_creator(
                name=values["name"],
                year_from=values["year_from"],
                year_to=values["year_to"],
                successor=form.creators.get(values["successor"]),
                history=values["history"],
                by=request.actor,
                at=request.at,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The body is there."))
            return redirect("catalogue:creators")
    rows = queries.creators_of(request.actor.organisation)
    context = {"rows": rows, "form": form if may else None}
    return render(request, "catalogue/creators.html", context, status=UNREADABLE if form.errors else 200)
