"""Describe the fonds, series and dossiers of the catalogue: add, change, remove (ISAD(G), TT 05/2025/TT-BNV)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction

from archive import errors, policies, queries
from archive.enums import Access, Keeping, Level, Medium
from archive.models import ArchiveCreator, CatalogueUnit, Dossier, StorePlace
from archive.models.describing import BY_KEY
from archive.operations import catalogue_showing
from archive.operations.showing import show
from audit.models import Subject
from audit.operations import recording
from lib.database import locked, next_keys
from lib.text import code_key, nfc, single_line, sort_key
from organisation.models.actor import Actor

GAP: Final = 1_024
SECRET: Final = re.compile(r"\b(?:tuyệt|tối)\s+mật\b|^\s*\(?mật\)?\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Described:
    """What a unit of description says. ``kept`` are further elements by the keys of ``describing.ELEMENTS``."""

    title: str
    code: str = ""
    year_from: int | None = None
    year_to: int | None = None
    date_from: date | None = None
    date_to: date | None = None
    date_text: str = ""
    medium: str = Medium.PAPER
    keeping: str = Keeping.UNKNOWN
    retention_years: int | None = None
    retention_text: str = ""
    access: str = Access.INHERIT
    sheets: int | None = None
    pages: int | None = None
    creator: ArchiveCreator | None = None
    place: StorePlace | None = None
    kept: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def add_unit(
    *, parent: CatalogueUnit | None, level: Level, told: Described, by: Actor, at: datetime
) -> CatalogueUnit:
    """Add a fonds (no ``parent``), or a part at the end of ``parent``, and give it.

    Refuses all but the archivist, a part under a dossier, a code the parent has, and what bears a mark of secrecy.
    """
    lock_fonds(parent)
    above = locked(CatalogueUnit, parent.pk) if parent is not None else None
    policies.may_catalogue(by).enforce()
    if above is not None:
        policies.may_change_unit(by, above).enforce()
        if not above.holds_units:
            raise errors.HoldsNoUnits
    if (level == Level.FONDS) != (above is None):
        raise errors.FondsStaysFonds
    unit = CatalogueUnit(organisation=by.organisation, level=level, parent=above)
    unit.pk = next_keys(CatalogueUnit, 1)[0]
    unit.path = "" if level == Level.DOSSIER else f"{above.path if above else '/'}{unit.pk}/"
    unit.position = next_position(by.organisation.pk, above)
    fill(unit, told)
    save(unit, fresh=True)
    catalogue_showing.show_unit(unit, at=at)
    note(name="catalogue.added", unit=unit, by=by, at=at)
    return unit


@transaction.atomic
def describe(*, unit: CatalogueUnit, told: Described, by: Actor, at: datetime) -> CatalogueUnit:
    """Change what the catalogue says of ``unit``; the log keeps what it said before.

    Of a dossier of our own only the description is the catalogue's: code, title and dates are the dossier's.
    """
    lock_fonds(unit)
    unit = locked(CatalogueUnit, unit.pk)
    policies.may_change_unit(by, unit).enforce()
    if unit.dossier_id and (single_line(told.title), single_line(told.code)) != (unit.title, unit.code):
        raise errors.UnitIsOfADossier
    before = said_of(unit)
    access = unit.access
    fill(unit, told)
    unit.source_hash = ""  # from now on an import leaves it alone
    save(unit)
    if unit.dossier is not None:
        show(locked(Dossier.objects.select_related("entry", "unit", "keeper"), unit.dossier.pk), at=at)
    else:
        catalogue_showing.show_unit(unit, at=at)
    if unit.access != access and unit.holds_units:
        catalogue_showing.show_below(unit, at=at)
    note(
        name="catalogue.described", unit=unit, by=by, at=at, detail={"before": before, "after": said_of(unit)}
    )
    return unit


@transaction.atomic
def remove(*, unit: CatalogueUnit, by: Actor, at: datetime) -> None:
    """Take an empty part out of the catalogue; refuses what holds anything. Its last description stays in the log."""
    lock_fonds(unit)
    unit = locked(CatalogueUnit, unit.pk)
    policies.may_change_unit(by, unit).enforce()
    if unit.dossier_id:
        raise errors.UnitIsOfADossier
    count = unit.children.count() + unit.records.count()
    if count:
        raise errors.UnitIsNotEmpty(title=unit.title, count=count)
    if any(used.exists() for used in (unit.requests, unit.loans, unit.copies)):
        raise errors.UnitIsInUse(title=unit.title[:100])
    note(name="catalogue.removed", unit=unit, by=by, at=at, detail={"before": said_of(unit)})
    catalogue_showing.hide([unit], at=at)
    unit.delete()


def lock_fonds(*units: CatalogueUnit | None) -> None:
    """Lock the fonds ``units`` stand in, by their keys: what is moved or added in one waits for its turn.

    A part added below what is being moved would else keep the way it had before, and below what is being closed the
    readers it had. Refuses what went to another fonds, or away, while its turn was waited for.
    """
    keys = [one.pk for one in units if one is not None]
    roots = queries.roots_of(keys)
    list(CatalogueUnit.objects.select_for_update().filter(pk__in=roots).order_by("pk"))
    if queries.roots_of(keys) != roots:
        raise errors.MovedMeanwhile


def held(unit: CatalogueUnit) -> CatalogueUnit:
    """Give ``unit`` freshly read, held so that nobody takes it away before this is done; refuses what has just gone."""
    rows = CatalogueUnit.objects.select_related("organisation").select_for_update(of=("self",), no_key=True)
    row = rows.filter(pk=unit.pk).first()
    if row is None:
        raise errors.MovedMeanwhile
    return row


def lock_dossier(dossier: Dossier) -> Dossier:
    """Lock a dossier, and before it the fonds it has its place in: the catalogue locks in this order too."""
    lock_fonds(CatalogueUnit.objects.filter(dossier=dossier).first())
    return locked(Dossier.objects.select_related("entry", "unit", "keeper"), dossier.pk)


def fill(unit: CatalogueUnit, told: Described) -> None:
    """Put what was ``told`` into the unsaved ``unit``: cleaned, with the keys it is sorted by. Refuses secrets."""
    title, code = single_line(told.title), single_line(told.code)[:200]
    if not title:
        raise errors.CatalogueTitleNeeded
    if unit.level == Level.FONDS and not code:
        raise errors.FondsNeedsCode
    if told.year_from is not None and told.year_to is not None and told.year_to < told.year_from:
        raise errors.YearsOutOfOrder
    kept = {key: nfc(text).strip() for key, text in told.kept.items() if key in BY_KEY and text.strip()}
    if any(SECRET.search(kept.get(key, "")) for key in ("conditions", "mark")):
        raise errors.SecretHasNoPlaceHere
    unit.title, unit.title_sort = title, sort_key(title[:200])[:400]
    unit.code, unit.code_sort = code, code_key(code)[:400]
    unit.kept = kept
    for name in (
        "year_from", "year_to", "date_from", "date_to", "medium", "keeping", "access", "sheets", "pages", "creator",
        "place",
    ):  # fmt: skip
        setattr(unit, name, getattr(told, name))
    unit.date_text, unit.retention_text = (
        single_line(told.date_text)[:500],
        single_line(told.retention_text)[:200],
    )
    unit.retention_years = told.retention_years if told.keeping == Keeping.YEARS else None
    if unit.level == Level.FONDS and not unit.access:
        unit.access = Access.OPEN


def said_of(unit: CatalogueUnit) -> dict[str, object]:
    """Give what a unit says, as the log keeps it."""
    told = asdict(
        Described(
            **{
                name: getattr(unit, name)
                for name in Described.__dataclass_fields__
                if name not in {"creator", "place", "date_from", "date_to"}
            }
        )
    )
    days = {name: day.isoformat() for name in ("date_from", "date_to") if (day := getattr(unit, name))}
    links = {"creator": unit.creator_id, "place": unit.place_id}
    return {name: value for name, value in {**told, **days, **links}.items() if value not in (None, "", {})}


def save(unit: CatalogueUnit, *, fresh: bool = False) -> None:
    """Save ``unit``; a code its parent has already is a refusal."""
    try:
        with transaction.atomic():
            unit.save(force_insert=fresh)
    except IntegrityError as clash:
        if "catalogue_unit_code_once" not in str(clash):
            raise
        raise errors.CatalogueCodeTaken(code=unit.code) from None


def next_position(organisation: int, parent: CatalogueUnit | int | None) -> int:
    """Give the place behind the last part of ``parent``, which is locked."""
    inside = CatalogueUnit.objects.filter(organisation=organisation, parent=parent)
    last = inside.order_by("-position").values_list("position", flat=True).first()
    return (last or 0) + GAP


def note(
    *,
    name: str,
    unit: CatalogueUnit,
    by: Actor,
    at: datetime,
    facts: Mapping[str, object] | None = None,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Write what was done to ``unit``, where it stands, and how it is called."""
    known = {"level": unit.level, "parent": unit.parent_id, "access": unit.access, **(facts or {})}
    told = {"code": unit.code, "title": unit.title, **(detail or {})}
    subject = Subject("catalogue", str(unit.pk))
    recording.record(name, subject=subject, by=by, at=at, facts=known, detail=told)
