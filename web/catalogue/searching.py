"""Finding in the catalogue. The question and all that narrows it stand in the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import queries
from archive.enums import Level, Medium
from search.enums import IndexState
from search.queries import PAGE
from ui.paging import Page
from ui.screens import render, screen
from web.catalogue.finding import LONGEST_KEY, asked_unit
from web.search.views import LONGEST, Choice, page_number, toggled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpResponse, QueryDict
    from django.utils.functional import Promise

    from archive.models import CatalogueUnit
    from search.queries import FacetValue, Found
    from ui.request import OfficeRequest

LEVELS: Final[Mapping[str, str | Promise]] = {
    **{str(value): label for value, label in Level.choices},
    queries.RECORD: gettext_lazy("record of a list"),
}
MEDIA: Final = {str(value): label for value, label in Medium.choices}


@dataclass(frozen=True)
class Asked:
    """What somebody looks for: words, a part to look in, and the sides chosen."""

    query: str
    inside: CatalogueUnit | None
    chosen: Mapping[str, Sequence[str]]
    newest: bool


def read(request: OfficeRequest) -> Asked:
    """Give what the address asks for; a part this person may not see narrows nothing."""
    asked = request.GET
    chosen = {name: values for name in queries.SIDES if (values := _known(name, asked.getlist(name)))}
    return Asked(
        asked.get("q", "").replace("\0", " ")[:LONGEST],
        asked_unit(request, "inside"),
        chosen,
        asked.get("order") == "newest",
    )


def _known(side: str, values: Sequence[str]) -> list[str]:
    """Leave out what an address asks for and nothing can have."""
    named: Mapping[str, Mapping[str, str | Promise]] = {"level": LEVELS, "medium": MEDIA}
    return [value for value in values if value and value in named.get(side, {value: ""})]


@screen()
def find(request: OfficeRequest) -> HttpResponse:
    """Answer a question about the catalogue; without one, show all of it, the newest first."""
    asked = read(request)
    found = queries.find_in_catalogue(
        actor=request.actor,
        at=request.at,
        query=asked.query,
        inside=asked.inside,
        facets=asked.chosen,
        page=page_number(request.GET.get("page", "")),
        newest_first=asked.newest,
    )
    names = fonds_names(request, [v.value for v in found.facets.get("fonds", ())])
    homes = _homes(request, found)
    context = {
        "query": asked.query,
        "inside": asked.inside,
        "found": found,
        "hits": [
            (
                hit,
                LEVELS.get(str(hit.facets.get("level", "")), hit.kind),
                homes.get(hit.facets.get("in", ""), ""),
            )
            for hit in found.hits
        ],
        "page": Page(
            rows=found.hits, total=found.count, number=found.page, pages=found.page_count, per_page=PAGE
        ),
        "sides": _sides(request.GET, found, names),
        "chosen": said(asked, names),
        "behind": found.state if found.state is not IndexState.READY else None,
        "newest": asked.newest,
        "kept": queries.searches_of(request.actor),
        "address": request.GET.urlencode(),
    }
    return render(request, "catalogue/find.html", context)


def said(asked: Asked, names: Mapping[str, str]) -> list[str]:
    """Say what narrows the answer."""
    inside = [f"{asked.inside.code} {asked.inside.title}".strip()] if asked.inside else []
    return inside + [_name(side, value, names) for side, values in asked.chosen.items() for value in values]


def fonds_names(request: OfficeRequest, keys: Sequence[str]) -> dict[str, str]:
    """Give the names of fonds by their keys, of those this person sees."""
    wanted = [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < LONGEST_KEY]
    seen = queries.units_visible_to(request.actor, request.at).filter(pk__in=wanted)
    return {str(unit.pk): unit.title for unit in seen}


def _homes(request: OfficeRequest, found: Found) -> dict[str, str]:
    """Give code and title of the dossiers in which records of old lists lie, by their keys, of those still seen."""
    keys = {int(hit.facets["in"]) for hit in found.hits if "in" in hit.facets}
    if not keys:
        return {}
    seen = queries.units_visible_to(request.actor, request.at).filter(pk__in=keys)
    return {str(unit.pk): f"{unit.code} {unit.title}".strip() for unit in seen}


def _sides(asked: QueryDict, found: Found, names: Mapping[str, str]) -> list[tuple[str, list[Choice]]]:
    titles = {
        "level": _("Level"),
        "fonds": _("Fonds"),
        "year": _("Last year"),
        "medium": _("Medium"),
        "keeping": _("Retention"),
    }
    sides = []
    for name in queries.SIDES:
        choices = [
            Choice(
                _name(name, v.value, names),
                v.count,
                v.chosen,
                toggled(asked, name, v.value, chosen=v.chosen),
            )
            for v in _ordered(name, found)
            if name != "fonds" or v.value in names
        ]
        if choices:
            sides.append((titles[name], choices[: 40 if name == "year" else 12]))
    return sides


def _ordered(name: str, found: Found) -> Sequence[FacetValue]:
    """Give the values of a side, most frequent first; years the newest first."""
    values = found.facets.get(name, ())
    return sorted(values, key=lambda one: one.value.zfill(5), reverse=True) if name == "year" else values


def _name(side: str, value: str, names: Mapping[str, str]) -> str:
    if side == "keeping":
        return _("for ever") if value == "permanent" else _years(value)
    known: Mapping[str, Mapping[str, str | Promise]] = {"level": LEVELS, "medium": MEDIA, "fonds": names}
    return str(known.get(side, {}).get(value, value))


def _years(value: str) -> str:
    return _("%(years)s years") % {"years": value} if value.isdigit() else value
