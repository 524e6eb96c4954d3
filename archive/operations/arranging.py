"""Move and reorder parts of the catalogue. Positions have gaps, so only what is moved is written."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from archive import errors, policies, queries
from archive.enums import Level
from archive.models import CatalogueUnit
from archive.operations import catalogue_showing, cataloguing
from archive.operations.cataloguing import GAP, next_position, save
from archive.operations.showing import show
from lib.database import locked
from organisation.models.actor import Actor


@transaction.atomic
def move(
    *,
    unit: CatalogueUnit,
    parent: CatalogueUnit | None,
    after: CatalogueUnit | None,
    by: Actor,
    at: datetime,
    last: bool = False,
) -> CatalogueUnit:
    """Move ``unit`` into ``parent`` behind ``after`` (None: to the front; ``last``: to the end), with all it holds.

    Refuses all but the archivist, a place within itself, a dossier as parent, a fonds below anything and anything
    else alone, and a code the new parent has. What it inherits of access changes with it (traps 16).
    """
    unit, above = _locked_pair(unit, parent)
    policies.may_change_unit(by, unit).enforce()
    _fits(unit, above, by)
    old_path, old_root, old_parent = unit.path, queries.root_of(unit), unit.parent_id
    access = queries.access_of(unit)
    unit.position = next_position(by.organisation.pk, above) if last else _position_after(unit, above, after)
    unit.parent = above
    if unit.holds_units:
        unit.path = f"{above.path if above else '/'}{unit.pk}/"
    save(unit)
    if old_parent != unit.parent_id:
        if unit.holds_units:
            _carry_paths(unit, old_path)
        _show_again(
            unit,
            access_before=access != queries.access_of(unit),
            new_fonds=old_root != queries.root_of(unit),
            at=at,
        )
    facts = {"from": old_parent, "to": unit.parent_id, "position": unit.position}
    cataloguing.note(name="catalogue.moved", unit=unit, by=by, at=at, facts=facts)
    return unit


def _locked_pair(
    unit: CatalogueUnit, parent: CatalogueUnit | None
) -> tuple[CatalogueUnit, CatalogueUnit | None]:
    """Lock the fonds both stand in, in the order of their keys, so that two moves never cross; then both."""
    cataloguing.lock_fonds(unit, parent)
    keys = sorted({one.pk for one in (unit, parent) if one is not None})
    rows = {key: locked(CatalogueUnit, key) for key in keys}
    return rows[unit.pk], rows[parent.pk] if parent is not None else None


def _fits(unit: CatalogueUnit, above: CatalogueUnit | None, by: Actor) -> None:
    if (unit.level == Level.FONDS) != (above is None):
        raise errors.FondsStaysFonds
    if above is None:
        return
    policies.may_change_unit(by, above).enforce()
    if not above.holds_units:
        raise errors.HoldsNoUnits
    if unit.holds_units and above.path.startswith(unit.path):
        raise errors.WouldHoldItself


def _position_after(unit: CatalogueUnit, above: CatalogueUnit | None, after: CatalogueUnit | None) -> int:
    """Give a free place behind ``after`` among the parts of ``above``; make room when the gap is used up."""
    inside = CatalogueUnit.objects.filter(organisation=unit.organisation_id, parent=above).exclude(pk=unit.pk)
    if after is not None and after.parent_id != (above.pk if above else None):
        after = None
    start = locked(CatalogueUnit, after.pk).position if after is not None else None
    behind = inside.filter(position__gt=start) if start is not None else inside
    following = behind.order_by("position").values_list("position", flat=True).first()
    if following is None:
        return (start or 0) + GAP
    low = start if start is not None else following - 2 * GAP
    if following - low < 2:  # noqa: PLR2004 -- nothing lies between two neighbours
        inside.filter(position__gte=following).update(position=F("position") + GAP)
        following += GAP
    return low + (following - low) // 2


def _carry_paths(unit: CatalogueUnit, old_path: str) -> None:
    """Let everything that holds parts below ``unit`` say its new way; dossiers have no path and stay untouched."""
    below = CatalogueUnit.objects.filter(organisation=unit.organisation_id, path__startswith=old_path)
    below.exclude(pk=unit.pk).exclude(level=Level.DOSSIER).update(
        path=Concat(Value(unit.path), Substr("path", len(old_path) + 1))
    )


def _show_again(unit: CatalogueUnit, *, access_before: bool, new_fonds: bool, at: datetime) -> None:
    if unit.dossier is not None:
        show(unit.dossier, at=at)
        return
    catalogue_showing.show_unit(unit, at=at)
    if unit.holds_units and (access_before or new_fonds):
        catalogue_showing.show_below(unit, at=at, fonds_too=new_fonds)
    elif not unit.holds_units:
        catalogue_showing.show_records(unit, list(unit.records.all()), at=at)
