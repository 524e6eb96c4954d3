"""Where the office's letters stand on their routes, and which are late: for whoever answers for how letters go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dispatch import queries as letters
from dispatch.models import OutgoingLetter
from lib.calendar import local_day
from organisation.enums import Duty
from ui.paging import paginate
from ui.screens import render, screen
from web.organisation.tabs import tabs_for
from web.routes.finding import drawing_of, posts_of
from workflow.routes import overview, policies
from workflow.routes.chart import FINISH
from workflow.routes.overview import Standing, UnderWay, place_of
from workflow.routes.schema import DRAFT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from django.http import HttpResponse
    from django.utils.safestring import SafeString

    from organisation.models import Post
    from ui.request import OfficeRequest
    from workflow.models import WorkItem


class Shown(NamedTuple):
    """A route with its letters as the page shows it."""

    name: str
    way: UnderWay
    places: list[tuple[str, Standing]]
    drawing: SafeString


class Late(NamedTuple):
    """One step past its day. No ``letter`` for whoever may not read it: then only that there is one."""

    letter: OutgoingLetter | None
    place: str
    who: str
    due_on: date | None


@screen()
def under_way(request: OfficeRequest) -> HttpResponse:
    """Show every route with letters on it as a live drawing, and what is late."""
    policies.may_draw(request.actor).enforce()
    organisation, day = request.actor.organisation, local_day(request.at)
    ways, posts = overview.under_way(organisation, day), posts_of(request)
    page = paginate(overview.late_items(organisation, day), request)
    context = {
        "tabs": tabs_for("routes", request.actor),
        "ways": [_shown(way, posts) for way in ways],
        "letters": sum(way.letters for way in ways),
        "late": sum(way.late for way in ways),
        "page": page,
        "rows": _late(request, ways, page.rows),
    }
    return render(request, "routes/under_way.html", context)


def _shown(way: UnderWay, posts: Mapping[int, Post]) -> Shown:
    badges = {place: _badge(standing) for place, standing in way.places.items()}
    name = _("Built-in route")
    if way.version is not None:
        said = _("version %(number)d") % {"number": way.version.number}
        name = f"{way.version.route.name}, {said}"
    places = [(_name(way, place), way.places[place]) for place in _order(way) if place in way.places]
    return Shown(name, way, places, drawing_of(way.route, posts, title=name, badges=badges))


def _badge(standing: Standing) -> str:
    if not standing.late:
        return str(standing.letters)
    late = pgettext("badge", "%(n)d late") % {"n": standing.late}
    return f"{standing.letters} · {late}"


def _order(way: UnderWay) -> list[str]:
    return [DRAFT, *(stage.key for stage in way.route.stages), FINISH]


def _name(way: UnderWay, place: str) -> str:
    outside = {DRAFT: _("Draft"), FINISH: _("Number and seal")}
    return outside[place] if place in outside else way.route.stage(place).name


def _late(request: OfficeRequest, ways: list[UnderWay], items: Sequence[WorkItem]) -> list[Late]:
    by_version = {way.version.pk if way.version else None: way for way in ways}
    visible = letters.letters_visible_to(request.actor, request.at)
    readable = {one.pk: one for one in visible.filter(pk__in=[item.letter_key for item in items])}
    found = []
    for item in items:
        row: Any = item  # its version is counted beside it
        way = by_version.get(row.version) or by_version[None]
        place = place_of(way.route, item.stage, item.step)
        who = item.owner_post.person.full_name if item.owner_post else str(Duty(item.duty).label)
        name = _name(way, place) if place else _("File in a dossier")
        found.append(Late(readable.get(item.letter_key), name, who, item.due_on))
    return found
