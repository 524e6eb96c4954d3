"""Keep the tokens and search rows of the catalogue in step with it; called by the operations that change it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

from archive import queries
from archive.enums import Access, Keeping, Level
from archive.models import CatalogueRecord, CatalogueUnit, Dossier
from lib.text import single_line
from search.models import Projection
from search.operations import projecting

_FIRST_YEAR, _LAST_YEAR = 1, 9999
_CHUNK: Final = 2_000


def show_unit(unit: CatalogueUnit, *, at: datetime) -> None:
    """Set who sees the locked ``unit`` and write its search row and those of its records."""
    tokens = queries.tokens_of_unit(
        unit, queries.access_of(unit), queries.reader_tokens_of([unit.pk]).get(unit.pk, ())
    )
    changed = tokens != unit.tokens
    unit.tokens = tokens
    unit.save(update_fields=["tokens"])
    if unit.dossier_id is None:  # a dossier of our own has a row of its own
        projecting.project_many([projection_of(unit, queries.root_of(unit), at=at)])
    if changed and not unit.holds_units:
        keys = [str(key) for key in unit.records.values_list("pk", flat=True)]
        projecting.retoken(
            organisation=unit.organisation, kind=queries.RECORD, keys=keys, tokens=tokens, at=at
        )


def show_below(unit: CatalogueUnit, *, at: datetime, fonds_too: bool = False) -> int:
    """Say anew who sees what lies below ``unit``, after its access or (``fonds_too``) its fonds changed.

    Gives how many units changed. Parts that say their own access keep it; records follow their dossier.
    """
    holders = queries.holders_below(unit)
    said = {one.pk: one for one in CatalogueUnit.objects.filter(pk__in=holders)}
    effective: dict[int, Access] = {}
    for key in holders:  # by path: what is above comes first
        one = said[key]
        effective[key] = (
            Access(one.access) if one.access else effective.get(one.parent_id or 0) or queries.access_of(one)
        )
    inside = CatalogueUnit.objects.filter(parent__in=holders, level=Level.DOSSIER).select_related("dossier")
    readers = queries.granted_in(unit.organisation_id)
    alike: dict[tuple[str, ...], list[CatalogueUnit]] = {}
    for one in [*said.values(), *inside.order_by().iterator(chunk_size=_CHUNK)]:
        access = effective[one.pk] if one.holds_units else Access(one.access or effective[one.parent_id or 0])
        tokens = queries.tokens_of_unit(one, access, readers.get(one.pk, ()))
        if tokens != one.tokens or fonds_too:
            alike.setdefault(tuple(tokens), []).append(one)
    fonds = {"fonds": str(queries.root_of(unit))} if fonds_too else {}
    for seen_by, units in alike.items():
        _carry(units, list(seen_by), fonds, at=at)
    return sum(len(units) for units in alike.values())


def show_records(unit: CatalogueUnit, records: Sequence[CatalogueRecord], *, at: datetime) -> None:
    """Write the search rows of records of ``unit``."""
    root = queries.root_of(unit)
    projecting.project_many([record_projection_of(record, unit, root, at=at) for record in records])


def follow(dossier: Dossier, *, at: datetime) -> dict[str, str]:
    """Bring the catalogue's unit of ``dossier`` into step with it; give the sides its own search row gets."""
    unit = CatalogueUnit.objects.select_related("parent").filter(dossier=dossier).first()
    if unit is None:
        return {}
    unit.dossier = dossier
    unit.tokens = dossier.tokens
    unit.save(update_fields=["tokens"])
    return sides_of(unit, queries.root_of(unit))


def hide(units: Iterable[CatalogueUnit], *, at: datetime) -> None:
    """Take the search rows of units that leave the catalogue away."""
    gone = list(units)
    if gone:
        keys = [str(unit.pk) for unit in gone]
        projecting.withdraw_many(organisation=gone[0].organisation, kind=queries.UNIT, keys=keys, at=at)


def projection_of(unit: CatalogueUnit, root: int, *, at: datetime) -> Projection:
    """Give the unsaved search row of a unit. What stands above it is not in it: a hit is a hit by its own words."""
    creator = unit.creator.name if unit.creator_id and unit.creator else ""
    words = [creator, unit.date_text, unit.retention_text, *unit.kept.values()]
    return projecting.projection(
        organisation=unit.organisation,
        kind=queries.UNIT,
        key=unit.pk,
        title=unit.title,
        code=unit.code,
        text="\n".join(word for word in words if word),
        facets=sides_of(unit, root),
        tokens=unit.tokens,
        dated_on=unit.date_from or _first_day(unit.year_from),
        at=at,
    )


def record_projection_of(
    record: CatalogueRecord, unit: CatalogueUnit, root: int, *, at: datetime
) -> Projection:
    """Give the unsaved search row of a record of ``unit``; it is seen by those who see the dossier."""
    sides = {**sides_of(unit, root), "level": queries.RECORD, "in": str(unit.pk)}
    if record.dated_on:
        sides["year"] = str(record.dated_on.year)
    return projecting.projection(
        organisation=unit.organisation,
        kind=queries.RECORD,
        key=record.pk,
        title=f"{record.kind} {record.title}" if record.kind else record.title,
        code=record.code,
        text="\n".join(part for part in (record.author, record.date_text, record.note) if part),
        facets=sides,
        tokens=unit.tokens,
        dated_on=record.dated_on,
        at=at,
    )


def sides_of(unit: CatalogueUnit, root: int) -> dict[str, str]:
    """Give the facets of a unit: what the screens of the catalogue narrow by."""
    year = unit.year_to if unit.year_to is not None else unit.year_from
    return sides(
        level=unit.level, medium=unit.medium, root=root, series=unit.parent_id or unit.pk, year=year,
        kept=kept_side(unit.keeping, unit.retention_years, unit.retention_text),
    )  # fmt: skip


def sides(*, level: str, medium: str, root: int, series: int, year: int | None, kept: str) -> dict[str, str]:
    """Give the facets of a unit from what it says; what says nothing has no side there."""
    told = {"held": "1", "level": level, "medium": medium, "fonds": str(root), "series": str(series)}
    if year is not None:
        told["year"] = str(year)
    if kept:
        told["keeping"] = kept
    return told


def kept_side(keeping: str, years: int | None, said: str) -> str:
    """Give by what one narrows to how long things are kept."""
    if keeping == Keeping.YEARS:
        return str(years)
    return "permanent" if keeping == Keeping.PERMANENT else single_line(said[:60])


def _carry(units: Sequence[CatalogueUnit], tokens: list[str], sides: dict[str, str], *, at: datetime) -> None:
    """Let units of the same readers, with the records in them, say anew who sees them and in which fonds they are."""
    organisation, keys = units[0].organisation, [unit.pk for unit in units]
    CatalogueUnit.objects.filter(pk__in=keys).update(tokens=tokens)
    listed = [str(unit.pk) for unit in units if unit.dossier_id is None]
    ours = [str(unit.dossier_id) for unit in units if unit.dossier_id is not None]
    ends = [unit.pk for unit in units if not unit.holds_units]
    records = [
        str(pk)
        for pk in CatalogueRecord.objects.filter(unit__in=ends).order_by().values_list("pk", flat=True)
    ]
    for kind, rows in ((queries.UNIT, listed), (queries.RECORD, records), (queries.DOSSIER, ours)):
        if rows:
            projecting.carry(
                organisation=organisation, kind=kind, keys=rows, tokens=tokens, sides=sides, at=at
            )


def _first_day(year: int | None) -> date | None:
    return date(year, 1, 1) if year is not None and _FIRST_YEAR <= year <= _LAST_YEAR else None
