"""Reading the routes of an office: their drafts, versions and faults."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from organisation import queries as office
from organisation.models import Organisation, Post
from workflow.models import Route, RoutePin, RouteVersion
from workflow.routes.rules import Problem, problems
from workflow.routes.schema import Route as Stages
from workflow.routes.schema import read_route


def routes_of(organisation: Organisation) -> QuerySet[Route]:
    """Give the routes of an office, those in use first, by name."""
    rows = Route.rows.filter(organisation=organisation).select_related("unit", "current")
    return rows.order_by("-is_active", "name", "id")


def route_of(organisation: Organisation, pk: int) -> Route:
    """Give one route of the office; raise DoesNotExist."""
    return Route.rows.select_related("unit", "current", "organisation").get(organisation=organisation, pk=pk)


def versions_of(route: Route) -> QuerySet[RouteVersion]:
    """Give the published versions of ``route``, the newest first, each with the ``letters`` pinned to it."""
    rows = RouteVersion.rows.filter(route=route).select_related("published_by")
    pins = RoutePin.rows.filter(version=OuterRef("pk")).order_by().values("version")
    counted = Subquery(pins.annotate(count=Count("pk")).values("count"), output_field=IntegerField())
    return rows.annotate(letters=Coalesce(counted, 0)).order_by("-number")


def version_of(route: Route, number: int) -> RouteVersion:
    """Give the version ``number`` of ``route``; raise DoesNotExist."""
    return RouteVersion.rows.select_related("published_by", "route").get(route=route, number=number)


def draft_of(route: Route) -> Stages:
    """Give the stages of the draft."""
    return read_route(route.draft)


def faults(stages: Stages, organisation: Organisation, day: date) -> list[Problem]:
    """Give everything that keeps ``stages`` from being published in this office: faults, and names nobody bears.

    That a known post is vacant or its holder absent is no fault of the route; the preview warns of it.
    """
    return [*problems(stages), *_unknown(stages, organisation, day)]


def posts_named(organisation: Organisation, day: date) -> dict[int, Post]:
    """Give the posts held on ``day`` by key, to name those a route asks for."""
    return {post.pk: post for post in office.posts_on(organisation, day)}


def _unknown(stages: Stages, organisation: Organisation, day: date) -> list[Problem]:
    units = {unit.symbol for unit in office.units_of(organisation, day)}
    posts = posts_named(organisation, day)
    found = []
    for stage in stages.stages:
        for who in stage.who:
            kind, _colon, named = who.partition(":")
            if kind == "unit" and named not in units:
                said = _("There is no unit with the symbol %(unit)s.") % {"unit": named[:30]}
                found.append(Problem(stage.key, "unknown_unit", said))
            elif kind == "post" and not (named.isdecimal() and int(named) in posts):
                said = _("Nobody holds the post asked for by name (%(key)s). Choose somebody else.")
                found.append(Problem(stage.key, "unknown_post", said % {"key": named[:20]}))
    return found
