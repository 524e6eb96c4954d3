"""Drawing a route: begin one, see its draft whole, say what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from lib.calendar import local_day
from lib.refusal import Refusal
from organisation import queries as office
from ui.screens import render, screen
from web.routes.finding import cards, drawing_of, head_of, posts_of, route_or_404
from web.routes.forms import RouteForm
from workflow.models import Route
from workflow.routes import policies, publishing, queries
from workflow.routes.editing import sound
from workflow.routes.schema import StageKind

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ui.request import OfficeRequest

UNREADABLE = 422


@screen(methods=("GET", "POST"))
def begin(request: OfficeRequest) -> HttpResponse:
    """Begin a route with the three steps every letter takes."""
    policies.may_draw(request.actor).enforce()
    form = RouteForm(request.POST or None, units=_units(request))
    if request.method == "POST" and form.is_valid():
        try:
            row = publishing.begin(**form.values(), by=request.actor, at=request.at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("routes:route", row.pk)
    page = {
        "title": _("A new route"),
        "said": _(
            "It begins with the three steps every letter takes. Nothing goes by it until it is published."
        ),
        "submit": _("Begin to draw"),
        "back": reverse("routes:list"),
    }
    return _ask(request, form, page)


@screen(methods=("GET", "POST"))
def describe(request: OfficeRequest, pk: int) -> HttpResponse:
    """Say anew what a route is called and which letters it is for."""
    row = route_or_404(request, pk)
    policies.may_draw(request.actor, row).enforce()
    known = {"name": row.name, "kinds": row.kinds, "unit": str(row.unit_id or "")}
    form = RouteForm(request.POST or None, units=_units(request), initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            publishing.describe(route=row, **form.values(), by=request.actor, at=request.at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("routes:route", row.pk)
    page = {
        "title": row.name,
        "said": _("Letters under way keep the route they were submitted by."),
        "submit": _("Record it"),
        "back": reverse("routes:route", args=[row.pk]),
    }
    return _ask(request, form, page)


@screen()
def route(request: OfficeRequest, pk: int) -> HttpResponse:
    """Show the draft of a route, stage by stage, its faults where they are, and the drawing beside it."""
    return page_of(request, route_or_404(request, pk))


def page_of(request: OfficeRequest, row: Route) -> HttpResponse:
    """Give the page of a route, or for htmx the part of it that changes."""
    stages, posts = sound(queries.draft_of(row)), posts_of(request)
    found = queries.faults(stages, request.actor.organisation, local_day(request.at))
    context = {
        **head_of(request, row),
        "cards": cards(stages, posts, found),
        "faults": found,
        "of_the_whole": [one.sentence for one in found if not one.stage],
        "drawing": drawing_of(stages, posts, title=row.name),
        "versions": list(queries.versions_of(row)),
        "differs": row.current is None or row.current.digest != stages.digest,
        "may_draw": policies.may_draw(request.actor, row),
        "may_publish": policies.may_publish(request.actor, row),
        "kinds": [(kind.value, kind.label) for kind in StageKind if kind is not StageKind.SIGNATURE],
        "signed": any(stage.kind == StageKind.SIGNATURE for stage in stages.stages),
    }
    return render(request, "routes/route.html", context)


def _ask(request: OfficeRequest, form: RouteForm, page: dict[str, Any]) -> HttpResponse:
    status = UNREADABLE if form.errors else 200
    return render(request, "organisation/form.html", {"form": form, "page": page}, status=status)


def _units(request: OfficeRequest) -> list[Any]:
    return list(office.units_of(request.actor.organisation, local_day(request.at)))
