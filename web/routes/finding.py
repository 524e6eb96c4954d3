"""The route of a page, and what every page of one says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.http import Http404
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from dispatch.models.kinds import kind_of
from lib.calendar import local_day
from organisation.models import Post
from workflow.drawing.svg import picture
from workflow.models import Route, RouteVersion
from workflow.routes import queries
from workflow.routes.asking import said
from workflow.routes.chart import asked_said, names_of, route_chart, term_said, when_said
from workflow.routes.comparing import return_said
from workflow.routes.rules import Problem
from workflow.routes.schema import Route as Stages
from workflow.routes.schema import Stage, StageKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ui.request import OfficeRequest
    from workflow.enums import NodeState


class Card(NamedTuple):
    """One stage as it is listed: its words, and what is wrong with it."""

    stage: Stage
    kind: str
    who: list[str]
    how_many: str
    term: str
    when: str
    returns: str
    faults: list[str]


def route_or_404(request: OfficeRequest, pk: int) -> Route:
    """Give a route of the office; 404 for another's alike."""
    try:
        return queries.route_of(request.actor.organisation, pk)
    except Route.DoesNotExist:
        raise Http404 from None


def version_or_404(route: Route, number: int) -> RouteVersion:
    """Give a version of the route."""
    try:
        return queries.version_of(route, number)
    except RouteVersion.DoesNotExist:
        raise Http404 from None


def posts_of(request: OfficeRequest) -> dict[int, Post]:
    """Give today's posts by key, to name whom a route asks for."""
    return queries.posts_named(request.actor.organisation, local_day(request.at))


def cards(stages: Stages, posts: Mapping[int, Post], faults: list[Problem]) -> list[Card]:
    """Give the stages as they are listed, each with its own faults."""
    kinds = dict(StageKind.choices)
    return [
        Card(
            stage,
            str(kinds.get(stage.kind, stage.kind)),
            [said(who, posts) for who in stage.who],
            asked_said(stage) if len(stage.who) > 1 else "",
            term_said(stage),
            when_said(stage.when),
            return_said(stage, stages),
            [one.sentence for one in faults if one.stage == stage.key],
        )
        for stage in stages.stages
    ]


def drawing_of(
    stages: Stages,
    posts: Mapping[int, Post],
    *,
    title: str = "",
    states: Mapping[str, NodeState] | None = None,
    badges: Mapping[str, str] | None = None,
    alone: bool = False,
) -> SafeString:
    """Draw a route. Every word of people in it is escaped by the drawing."""
    names = names_of(stages)
    keys = dict(zip((stage.key for stage in stages.stages), names, strict=True))
    shown = {keys.get(key, key): words for key, words in (badges or {}).items() if keys.get(key, key)}
    chart = route_chart(stages, title=title, posts=posts)
    return mark_safe(picture(chart, states, badges=shown, alone=alone))  # noqa: S308 -- see the docstring


def kinds_said(route: Route) -> str:
    """Say which letters a route is for."""
    kinds = ", ".join(str(kind_of(code).label) for code in route.kinds) or _("every kind of letter")
    return f"{kinds} · {route.unit.name}" if route.unit else f"{kinds} · {_('every unit')}"


def head_of(request: OfficeRequest, route: Route) -> dict[str, Any]:
    """Give what stands above every page of a route."""
    return {"route": route, "what_for": kinds_said(route)}
