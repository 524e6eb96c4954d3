"""Finding things by words, numbers and facets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.enums import DossierState
from dispatch.enums import FROZEN, IncomingStatus, LetterStatus
from organisation.queries import all_units_of
from search.enums import IndexState
from search.queries import FACETS, PAGE, Found, search
from ui.paging import Page
from ui.screens import render, screen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse, QueryDict
    from django.utils.functional import Promise

    from search.queries import Hit
    from ui.request import OfficeRequest

KINDS: Final[Mapping[str, str | Promise]] = {
    "letter": gettext_lazy("Outgoing letters"),
    "incoming": gettext_lazy("Incoming letters"),
    "dossier": gettext_lazy("Dossiers"),
    "catalogue": gettext_lazy("Parts of the catalogue"),
    "record": gettext_lazy("Records of old lists"),
}
ONE: Final[Mapping[str, str | Promise]] = {
    "letter": gettext_lazy("outgoing letter"),
    "incoming": gettext_lazy("incoming letter"),
    "dossier": gettext_lazy("dossier"),
    "catalogue": gettext_lazy("part of the catalogue"),
    "record": gettext_lazy("record of a list"),
}
STATES: Final = {**dict(LetterStatus.choices), **dict(IncomingStatus.choices), **dict(DossierState.choices)}
LONGEST: Final = 500


@dataclass(frozen=True)
class Choice:
    """One value of a facet as a link: to choose it, or to let it go."""

    label: str | Promise
    count: int
    chosen: bool
    query: str


@dataclass(frozen=True)
class Side:
    """One facet with its values."""

    label: str | Promise
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Result:
    """One thing found, and what kind of thing it is."""

    hit: Hit
    kind: str | Promise
    state: str | Promise
    unit: str
    over: bool = False  # replaced or recalled: no longer in force


@screen()
def find(request: OfficeRequest) -> HttpResponse:
    """Answer a question; without one, show everything this person may see, the newest first."""
    query = request.GET.get("q", "").replace("\0", " ")[:LONGEST]
    chosen = {name: values for name in FACETS if (values := [v for v in request.GET.getlist(name) if v])}
    found = search(
        actor=request.actor,
        at=request.at,
        query=query,
        facets=chosen,
        page=page_number(request.GET.get("page", "")),
        newest_first=request.GET.get("order") == "newest",
    )
    units = {str(unit.pk): unit.name for unit in all_units_of(request.actor.organisation)}
    context = {
        "query": query,
        "found": found,
        "results": [_result(hit, units) for hit in found.hits],
        "page": Page(
            rows=found.hits, total=found.count, number=found.page, pages=found.page_count, per_page=PAGE
        ),
        "sides": _sides(request.GET, found, units),
        "chosen": [_name(name, value, units) for name, values in chosen.items() for value in values],
        "behind": found.state if found.state is not IndexState.READY else None,
        "newest": request.GET.get("order") == "newest",
    }
    return render(request, "search/find.html", context)


def page_number(asked: str) -> int:
    """Read the page asked for; the first where that is no number."""
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


def _result(hit: Hit, units: Mapping[str, str]) -> Result:
    state = STATES.get(hit.facets.get("status", ""), "")
    over = hit.facets.get("status", "") in FROZEN
    unit = units.get(str(hit.facets.get("unit", "")), "")
    return Result(hit, ONE.get(hit.kind, hit.kind), state, unit, over)


def _sides(asked: QueryDict, found: Found, units: Mapping[str, str]) -> list[Side]:
    titles = {"kind": _("Kind"), "year": _("Year"), "unit": _("Unit"), "status": _("State")}
    sides = []
    for name in FACETS:
        choices = tuple(
            Choice(
                _name(name, v.value, units),
                v.count,
                v.chosen,
                toggled(asked, name, v.value, chosen=v.chosen),
            )
            for v in found.facets.get(name, ())
        )
        if choices:
            sides.append(Side(titles[name], choices))
    return sides


def toggled(asked: QueryDict, name: str, value: str, *, chosen: bool) -> str:
    """Give the address with ``value`` chosen, or let go; the page begins anew."""
    query = asked.copy()
    query.pop("page", None)
    values = [v for v in query.getlist(name) if v and v != value]
    query.setlist(name, values if chosen else [*values, value])
    return query.urlencode()


def _name(facet: str, value: str, units: Mapping[str, str]) -> str | Promise:
    names: Mapping[str, Mapping[str, str | Promise]] = {"kind": KINDS, "status": STATES, "unit": units}
    return names.get(facet, {}).get(value, value)
