"""Reading routes: the list, a published version, and what changed between two."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from ui.screens import render, screen
from web.organisation.tabs import tabs_for
from web.routes.finding import cards, drawing_of, head_of, kinds_said, posts_of, route_or_404, version_or_404
from workflow.models import Route
from workflow.routes import policies, queries
from workflow.routes.built_in import default_route
from workflow.routes.comparing import changes
from workflow.routes.schema import Route as Stages
from workflow.routes.schema import read_route

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ui.request import OfficeRequest


class Row(NamedTuple):
    """A route as it is listed."""

    route: Route
    what_for: str
    stages: int
    differs: bool


@screen()
def routes(request: OfficeRequest) -> HttpResponse:
    """Show the routes of the office, and the built-in one letters take without them."""
    rows = [_row(route) for route in queries.routes_of(request.actor.organisation)]
    built_in, posts = default_route(), posts_of(request)
    context = {
        "tabs": tabs_for("routes", request.actor),
        "rows": rows,
        "may_draw": policies.may_draw(request.actor),
        "built_in": cards(built_in, posts, []),
        "drawing": drawing_of(built_in, posts, title=_("Built-in route")),
    }
    return render(request, "routes/list.html", context)


@screen()
def version(request: OfficeRequest, pk: int, number: int) -> HttpResponse:
    """Show a version as it was published."""
    route = route_or_404(request, pk)
    row = version_or_404(route, number)
    stages, posts = read_route(row.stages), posts_of(request)
    context = {
        **head_of(request, route),
        "version": row,
        "cards": cards(stages, posts, []),
        "drawing": drawing_of(stages, posts, title=f"{route.name}, {number}"),
    }
    return render(request, "routes/version.html", context)


@screen()
def compare(request: OfficeRequest, pk: int) -> HttpResponse:
    """Show what changed from one version to another; without a second one, to the draft."""
    route = route_or_404(request, pk)
    versions = list(queries.versions_of(route))
    before, before_name = _chosen(request, route, "before", versions[0].number if versions else 0)
    after, after_name = _chosen(request, route, "after", 0)
    context = {
        **head_of(request, route),
        "versions": versions,
        "before_name": before_name,
        "after_name": after_name,
        "changes": changes(before, after, posts_of(request)),
        "before": request.GET.get("before", str(versions[0].number) if versions else "0"),
        "after": request.GET.get("after", "0"),
    }
    return render(request, "routes/compare.html", context)


def _chosen(request: OfficeRequest, route: Route, name: str, otherwise: int) -> tuple[Stages, str]:
    asked = request.GET.get(name, str(otherwise))
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else otherwise  # noqa: PLR2004
    if number == 0:
        return queries.draft_of(route), _("the draft")
    return read_route(version_or_404(route, number).stages), _("version %(number)d") % {"number": number}


def _row(route: Route) -> Row:
    stages = queries.draft_of(route)
    differs = route.current is None or route.current.digest != stages.digest
    return Row(route, kinds_said(route), len(stages.stages), differs)
