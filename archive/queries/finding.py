"""Finding in the catalogue: the words of its units and records, counted and narrowed by their sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db.models import Q

from archive.enums import Level
from archive.models import CatalogueRecord, CatalogueUnit
from archive.queries.catalogue import holders_below, units_visible_to
from archive.queries.dossiers import dossiers_visible_to
from organisation.models.actor import Actor
from search import queries as searching
from search.queries import Found, Hit

UNIT: Final = "catalogue"
RECORD: Final = "record"
DOSSIER: Final = "dossier"  # one of our own has a search row of its own
SIDES: Final = ("level", "fonds", "year", "medium", "keeping")
IN_CATALOGUE: Final = {"held": ("1",)}


def find_in_catalogue(
    *,
    actor: Actor,
    at: datetime,
    query: str = "",
    inside: CatalogueUnit | None = None,
    facets: Mapping[str, Sequence[str]] | None = None,
    page: int = 1,
    newest_first: bool = False,
) -> Found:
    """Give a page of what ``actor`` may see in the catalogue, ``inside`` a unit or everywhere, with exact counts."""
    bounds = _bounds(inside)
    return searching.search(
        actor=actor,
        at=at,
        query=query,
        facets=facets,
        page=page,
        newest_first=newest_first,
        names=_open_sides(bounds),
        within=bounds,
    )


def levels_below(unit: CatalogueUnit, *, actor: Actor, at: datetime) -> dict[str, int]:
    """Count what ``actor`` may see in ``unit`` and below it, by level."""
    found = searching.search(actor=actor, at=at, names=("level",), within=_bounds(unit))
    return {value.value: value.count for value in found.facets.get("level", ())}


def all_in_catalogue(
    *,
    actor: Actor,
    at: datetime,
    query: str = "",
    inside: CatalogueUnit | None = None,
    facets: Mapping[str, Sequence[str]] | None = None,
    newest_first: bool = False,
) -> list[Hit]:
    """Give everything ``find_in_catalogue`` would show, up to 10,000: to print, to take away.

    What leaves the house is looked at once more where it stands: a hit whose own row is not, or no longer, for
    ``actor`` is not among them, whatever its search row says.
    """
    bounds = _bounds(inside)
    hits = searching.everything(
        actor=actor,
        at=at,
        query=query,
        facets=facets,
        names=_open_sides(bounds),
        within=bounds,
        newest_first=newest_first,
    )
    seen = {
        UNIT: units_visible_to(actor, at),
        DOSSIER: dossiers_visible_to(actor, at),
        RECORD: CatalogueRecord.objects.filter(unit__in=units_visible_to(actor, at).order_by()),
    }
    mine: set[tuple[str, str]] = set()
    for kind, rows in seen.items():
        keys = [int(hit.key) for hit in hits if hit.kind == kind]
        found = rows.filter(pk__in=keys).order_by().values_list("pk", flat=True) if keys else ()
        mine |= {(kind, str(key)) for key in found}
    return [hit for hit in hits if (hit.kind, hit.key) in mine]


def dossiers_meant(words: str, *, actor: Actor, at: datetime) -> list[CatalogueUnit]:
    """Give the dossiers of the catalogue somebody may mean who asks in ``words``: with all of them, else with most."""
    only = {"level": [Level.DOSSIER.value]}
    hits = find_in_catalogue(actor=actor, at=at, query=words, facets=only).hits
    hits = hits or searching.near(actor=actor, at=at, query=words, within={**IN_CATALOGUE, **only})
    by_kind = {kind: [int(hit.key) for hit in hits if hit.kind == kind] for kind in (UNIT, DOSSIER)}
    meant = Q(pk__in=by_kind[UNIT]) | Q(dossier__in=by_kind[DOSSIER])
    found = {
        (DOSSIER, unit.dossier_id) if unit.dossier_id else (UNIT, unit.pk): unit
        for unit in units_visible_to(actor, at).filter(meant)
    }
    return [found[key] for hit in hits if (key := (hit.kind, int(hit.key))) in found]


def more_like(unit: CatalogueUnit, *, actor: Actor, at: datetime) -> tuple[Hit, ...]:
    """Give the dossiers and records whose words are most like those of ``unit``, of what ``actor`` may see."""
    kind, key = (DOSSIER, unit.dossier_id) if unit.dossier_id else (UNIT, unit.pk)
    within = {**IN_CATALOGUE, "level": [Level.DOSSIER.value, RECORD]}  # headings are alike everywhere
    return searching.alike(actor=actor, at=at, kind=kind, key=key, within=within)


def _bounds(inside: CatalogueUnit | None) -> dict[str, Sequence[str]]:
    if inside is None:
        return dict(IN_CATALOGUE)
    if inside.level == Level.FONDS:
        return {**IN_CATALOGUE, "fonds": [str(inside.pk)]}
    if inside.level == Level.DOSSIER:
        return {**IN_CATALOGUE, "in": [str(inside.pk)]}
    return {**IN_CATALOGUE, "series": [str(key) for key in holders_below(inside)]}


def _open_sides(bounds: Mapping[str, Sequence[str]]) -> list[str]:
    """Give what may still be chosen: inside a fonds there is no other."""
    return [name for name in SIDES if name not in bounds]
