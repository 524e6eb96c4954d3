"""Take an import back: what it brought goes, what it changed says again what it said. The log keeps both acts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet

from archive import errors, policies
from archive.enums import ImportState, Outcome
from archive.models import (
    CatalogueImport,
    CatalogueRecord,
    CatalogueUnit,
    HoldingCopy,
    ImportLine,
    Loan,
    ReadingRequest,
)
from archive.operations import catalogue_showing
from archive.operations.cataloguing import lock_fonds
from archive.operations.import_writing import SUBJECT
from archive.operations.importing import in_turn
from archive.queries import RECORD, UNIT
from audit.models import Event, Subject
from audit.operations import recording
from lib.database import locked
from organisation.models.actor import Actor
from search.operations import projecting

_CHUNK: Final = 5_000
_TOUCHED: Final = ("catalogue.described", "catalogue.moved", "catalogue.lent")


@transaction.atomic
def take_back(*, run: CatalogueImport, by: Actor, at: datetime) -> CatalogueImport:
    """Take the import ``run`` back and give it.

    Refuses all but the archivist, what was not imported, and an import of which something was described anew, moved,
    added to, said anew by a later import or used since: that work would be lost with it.
    """
    in_turn(run.organisation_id)
    run = locked(CatalogueImport, run.pk)
    policies.may_catalogue(by).enforce()
    if run.organisation_id != by.organisation_key:
        raise errors.NotOfYourOrganisation
    if run.state != ImportState.DONE:
        raise errors.ImportIsNotDone
    new = ImportLine.objects.filter(run=run, outcome=Outcome.NEW)
    told = list(new.values_list("unit_key", "record_key"))
    units = [unit for unit, _record in told if unit is not None]
    records = [record for _unit, record in told if record is not None]
    changed = list(ImportLine.objects.filter(run=run, outcome=Outcome.CHANGED, before__isnull=False))
    _hold(run, [*units, *(one.unit_key for one in changed if one.unit_key)])
    _refuse_what_is_in_use(run, units)
    _refuse_what_was_changed_again(run, [*units, *(one.unit_key for one in changed if one.unit_key)])
    _refuse_later_records(run, units, records, [one.record_key for one in changed if one.record_key])
    for line in changed:
        _put_back(line, at=at)
    _remove(run, units, records, at=at)
    run.fonds = None if run.fonds_id in set(units) else run.fonds
    run.state = ImportState.UNDONE
    run.save(update_fields=["state", "fonds"])
    facts = {"units": len(units), "records": len(records), "changed": len(changed)}
    subject = Subject(SUBJECT, str(run.pk))
    detail = {"file": run.file_name}
    recording.record("import.taken_back", subject=subject, by=by, at=at, facts=facts, detail=detail)
    return run


def _hold(run: CatalogueImport, units: list[int]) -> None:
    """Lock the fonds, then each unit: whoever moves, describes, lends or asks for one is let finish, or waits."""
    lock_fonds(run.fonds)
    for part in _chunks(sorted(set(units))):
        rows = CatalogueUnit.objects.filter(pk__in=part).order_by("pk").select_for_update()
        list(rows.values_list("pk", flat=True))


def _refuse_what_is_in_use(run: CatalogueImport, units: list[int]) -> None:
    mine = set(units)
    touched: set[int] = set()
    for part in _chunks(units):
        events = Event.objects.filter(
            organisation_key=run.organisation_id, subject_kind="catalogue", name__in=_TOUCHED, id__gt=0,
            subject_key__in=[str(key) for key in part], at__gte=run.at,
        )  # fmt: skip
        touched |= {int(key) for key in events.values_list("subject_key", flat=True)}
        inside = CatalogueUnit.objects.filter(parent__in=part).order_by().values_list("pk", "parent_id")
        touched |= {parent for pk, parent in inside if pk not in mine and parent is not None}
        for used in (ReadingRequest, Loan, HoldingCopy):
            touched |= set(
                used._default_manager.filter(unit__in=part).order_by().values_list("unit", flat=True)
            )
    _refuse(touched, CatalogueUnit)


def _refuse_what_was_changed_again(run: CatalogueImport, units: list[int]) -> None:
    """Refuse what was described by hand, or said anew by a later import, after this one: it would be lost."""
    touched: set[int] = set()
    for part in _chunks(units):
        described = Event.objects.filter(
            organisation_key=run.organisation_id, subject_kind="catalogue", name="catalogue.described", id__gt=0,
            subject_key__in=[str(key) for key in part], at__gte=run.at,
        )  # fmt: skip
        touched |= {int(key) for key in described.values_list("subject_key", flat=True)}
        again = _changed_later(run).filter(unit_key__in=part)
        touched |= {key for key in again.values_list("unit_key", flat=True) if key is not None}
    _refuse(touched, CatalogueUnit)


def _refuse_later_records(
    run: CatalogueImport, units: list[int], records: list[int], changed: list[int]
) -> None:
    """Refuse when a later import brought records into dossiers of this one, or changed its records."""
    mine, touched = set(records), set()
    for part in _chunks(units):
        inside = CatalogueRecord.objects.filter(unit__in=part).order_by().values_list("pk", flat=True)
        touched |= set(inside) - mine
    for part in _chunks([*records, *changed]):
        again = _changed_later(run).filter(record_key__in=part)
        touched |= {key for key in again.values_list("record_key", flat=True) if key is not None}
    _refuse(touched, CatalogueRecord)


def _changed_later(run: CatalogueImport) -> QuerySet[ImportLine]:
    """Give the lines of imports after ``run`` that said something anew."""
    after = CatalogueImport.objects.filter(
        organisation=run.organisation_id, pk__gt=run.pk, state=ImportState.DONE
    )
    keys = list(after.order_by().values_list("pk", flat=True))
    return ImportLine.objects.filter(run__in=keys, outcome=Outcome.CHANGED).order_by()


def _refuse(touched: set[int], of: type[CatalogueUnit | CatalogueRecord]) -> None:
    if touched:
        first = of._default_manager.filter(pk=min(touched)).first()
        raise errors.ImportIsInUse(count=len(touched), title=first.title[:100] if first else "")


def _put_back(line: ImportLine, *, at: datetime) -> None:
    before: dict[str, Any] = line.before or {}
    if "unit" in before:
        unit = CatalogueUnit.objects.select_related("parent", "organisation").get(pk=line.unit_key or 0)
        access = unit.access
        _fill(unit, before["unit"], leave={"parent", "position", "path", "last_ordinal", "tokens"})
        catalogue_showing.show_unit(unit, at=at)
        if unit.holds_units and unit.access != access:
            catalogue_showing.show_below(unit, at=at)
    else:
        record = CatalogueRecord.objects.get(pk=line.record_key or 0)
        _fill(record, before["record"], leave={"unit", "ordinal"})
        unit = CatalogueUnit.objects.select_related("parent", "organisation").get(pk=record.unit_id)
        catalogue_showing.show_records(unit, [record], at=at)


def _fill(row: CatalogueUnit | CatalogueRecord, before: dict[str, Any], *, leave: set[str]) -> None:
    for field in row._meta.concrete_fields:  # noqa: SLF001 -- the row's own fields
        if field.name in before and field.name not in leave | {"organisation"}:
            setattr(row, field.attname, field.to_python(before[field.name]))
    row.save()
    row.refresh_from_db()


def _remove(run: CatalogueImport, units: list[int], records: list[int], *, at: datetime) -> None:
    organisation = run.organisation
    for part in _chunks(records):
        keys = [str(key) for key in part]
        projecting.withdraw_many(organisation=organisation, kind=RECORD, keys=keys, at=at)
        CatalogueRecord.objects.filter(pk__in=part)._raw_delete("default")  # noqa: SLF001 -- nothing points at them
    for part in _chunks(units):
        keys = [str(key) for key in part]
        projecting.withdraw_many(organisation=organisation, kind=UNIT, keys=keys, at=at)
    CatalogueImport.objects.filter(fonds__in=units).update(fonds=None)
    for part in _chunks(units):  # the keys to parents are looked at when the transaction ends
        CatalogueUnit.objects.filter(pk__in=part)._raw_delete("default")  # noqa: SLF001 -- the rows above are gone


def _chunks(keys: list[int]) -> Iterable[list[int]]:
    for start in range(0, len(keys), _CHUNK):
        yield keys[start : start + _CHUNK]
