"""Import an old catalogue: all of a file or nothing, with a report of every line (issue of old lists, EAD, scans)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction
from django.forms.models import model_to_dict

from archive import queries
from archive.enums import Access, ImportState, Level, Outcome, PlaceKind, Reason
from archive.models import CatalogueImport, CatalogueRecord, CatalogueUnit, ImportLine, StorePlace
from archive.operations import catalogue_showing, cataloguing
from archive.operations.import_planning import Plan, Planned
from audit.models import Subject
from audit.operations import recording
from files.enums import FileRole
from files.errors import FileRefused
from files.models import StoredFile
from files.operations import storing
from lib.database import copy_rows, copy_values, locked, next_keys
from lib.text import code_key, sort_key
from organisation.models.actor import Actor
from search.operations import projecting

SUBJECT: Final = "import"
_CHUNK: Final = 2_000
_PER_EVENT: Final = 1_000
_TITLE: Final = 200

Scans = Callable[[str], bytes | None]


@dataclass(frozen=True)
class Source:
    """Which file is imported: its kind (sheet, ead, scans), its name, its hash, and itself where it is kept."""

    kind: str
    file_name: str
    sha256: str
    file: StoredFile | None = None


@transaction.atomic
def bring_in(
    *, plan: Plan, source: Source, access: Access, by: Actor, at: datetime, scans: Scans | None = None
) -> CatalogueImport:
    """Write what ``plan`` says in one transaction and give the import with its report.

    ``access`` holds for a fonds that is new. ``scans`` gives the bytes of a file by its name in the list. Each thing
    gets its search row; the log gets the hash of every thousand things, and the report a line for each.
    """
    if plan.into is not None:
        locked(CatalogueUnit, plan.into.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"import {by.organisation_key}"])
    run = _run(plan, source, access, ImportState.DONE, by=by, at=at)
    writing = _Writing(run, plan, access, by, at, scans)
    writing.all()
    run.fonds_id = writing.root
    run.counts = plan.counts
    run.save(update_fields=["fonds", "counts"])
    writing.report()
    writing.log()
    return run


@transaction.atomic
def keep_report(*, plan: Plan, source: Source, access: Access, by: Actor, at: datetime) -> CatalogueImport:
    """Keep the report of a trial: what the import would do. The catalogue stays as it is."""
    run = _run(plan, source, access, ImportState.CHECKED, by=by, at=at)
    run.counts = plan.counts
    run.save(update_fields=["counts"])
    _copy_lines(run, plan.lines, {}, {})
    recording.record(
        "import.checked", subject=Subject(SUBJECT, str(run.pk)), by=by, at=at, facts={"sha256": source.sha256}
    )
    return run


@transaction.atomic
def keep_refusal(
    *, source: Source, access: Access, sentence: str, by: Actor, at: datetime
) -> CatalogueImport:
    """Keep that a file was refused as a whole, and why."""
    run = CatalogueImport.objects.create(
        organisation=by.organisation, kind=source.kind, file_name=source.file_name[:300], sha256=source.sha256,
        file=source.file, access=access, state=ImportState.REFUSED, refusal=sentence[:500] or "?", at=at, by=by.person,
    )  # fmt: skip
    recording.record(
        "import.refused", subject=Subject(SUBJECT, str(run.pk)), by=by, at=at, facts={"sha256": source.sha256}
    )
    return run


def _run(
    plan: Plan, source: Source, access: Access, state: ImportState, *, by: Actor, at: datetime
) -> CatalogueImport:
    return CatalogueImport.objects.create(
        organisation=by.organisation, kind=source.kind, file_name=source.file_name[:300], sha256=source.sha256,
        file=source.file, name=plan.catalogue.name, fonds=plan.into, access=access, mapping=plan.catalogue.columns,
        converted=plan.catalogue.converted, state=state, at=at, by=by.person,
    )  # fmt: skip


@dataclass
class _Writing:
    """One import being written: the keys given out, where each part ends, the rows that wait to be copied."""

    run: CatalogueImport
    plan: Plan
    access: Access
    by: Actor
    at: datetime
    scans: Scans | None
    root: int | None = None
    units: dict[int, CatalogueUnit] = field(default_factory=dict)  # by id of the planned line
    holders: dict[int, CatalogueUnit] = field(default_factory=dict)  # rows that stood before, by key
    ends: dict[int, int] = field(default_factory=dict)
    allowed: dict[int, Access] = field(default_factory=dict)
    places: dict[tuple[str, str, str], StorePlace | None] = field(default_factory=dict)
    numbers: dict[int, tuple[CatalogueUnit, int]] = field(default_factory=dict)
    keys: dict[int, int] = field(default_factory=dict)  # by id of the planned line: what was written
    before: dict[int, dict[str, Any]] = field(default_factory=dict)

    def all(self) -> None:
        """Write parts and dossiers, then records, then search rows; change what changed."""
        lines = self.plan.lines
        new = [line for line in lines if line.outcome == Outcome.NEW and line.found.level is not None]
        given = iter(next_keys(CatalogueUnit, len(new)))
        for line in lines:
            if line.found.level is not None and line.outcome == Outcome.NEW:
                self._new_unit(line, next(given))
        self._number([line for line in lines if line.found.level is None and line.outcome == Outcome.NEW])
        made = [self.units[id(line)] for line in new]
        copy_rows(CatalogueUnit, made)
        for line in lines:
            if line.outcome == Outcome.CHANGED and line.found.level is not None:
                self._change(line)
        self._records([line for line in lines if line.found.level is None])
        projecting.project_fresh(
            catalogue_showing.projection_of(unit, self._root_of(unit), at=self.at) for unit in made
        )

    def report(self) -> None:
        """Keep a line for each thing."""
        _copy_lines(self.run, self.plan.lines, self.keys, self.before)

    def log(self) -> None:
        """Write the events: one for each thousand things that came in, with the hash of what they said."""
        written = [line for line in self.plan.lines if line.outcome in {Outcome.NEW, Outcome.CHANGED}]
        subject = Subject(SUBJECT, str(self.run.pk))
        for start in range(0, max(1, len(written)), _PER_EVENT):
            part = written[start : start + _PER_EVENT]
            whole = hashlib.sha256("\n".join(line.digest for line in part).encode()).hexdigest()
            facts = {
                "source": self.run.sha256, "count": len(part), "from": start, "things": whole, "fonds": self.root,
            }  # fmt: skip
            detail = {"file": self.run.file_name} if start == 0 else {}
            recording.record(
                "catalogue.imported", subject=subject, by=self.by, at=self.at, facts=facts, detail=detail
            )

    def _new_unit(self, line: Planned, pk: int) -> None:
        found = line.found
        parent = self._parent(line)
        unit = CatalogueUnit(pk=pk, organisation=self.by.organisation, parent=parent, level=found.level or "")
        unit.path = "" if found.level == Level.DOSSIER else f"{parent.path if parent else '/'}{pk}/"
        unit.position = self._next(parent)
        _say(unit, found)
        unit.place = self._place(found.shelf)
        unit.source_key, unit.source_hash = line.key, line.digest
        if parent is None and not unit.access:
            unit.access = self.access
        allowed = Access(unit.access) if unit.access else self._allowed(parent)
        self.allowed[pk] = allowed
        unit.tokens = queries.tokens_of_unit(unit, allowed)
        self.units[id(line)] = unit
        self.keys[id(line)] = pk
        self.root = self.root or self._root_of(unit)

    def _parent(self, line: Planned) -> CatalogueUnit | None:
        if line.above is None:
            return self.plan.into if line.found.level != Level.FONDS else None
        if id(line.above) in self.units:
            return self.units[id(line.above)]
        return self._holder(line.above.known)

    def _holder(self, pk: int | None) -> CatalogueUnit:
        if pk is None:
            raise RuntimeError("a line that is not refused lies in something")
        if pk not in self.holders:
            self.holders[pk] = CatalogueUnit.objects.select_related("parent", "organisation").get(pk=pk)
            self.root = self.root or queries.root_of(self.holders[pk])
        return self.holders[pk]

    def _next(self, parent: CatalogueUnit | None) -> int:
        key = parent.pk if parent is not None else 0
        if key not in self.ends:
            fresh = parent is not None and parent.pk in self.allowed
            self.ends[key] = (
                0 if fresh else cataloguing.next_position(self.by.organisation_key, parent) - cataloguing.GAP
            )
        self.ends[key] += cataloguing.GAP
        return self.ends[key]

    def _allowed(self, unit: CatalogueUnit | None) -> Access:
        if unit is None:
            return self.access
        if unit.pk not in self.allowed:
            self.allowed[unit.pk] = queries.access_of(unit)
        return self.allowed[unit.pk]

    def _root_of(self, unit: CatalogueUnit) -> int:
        path = unit.path or (unit.parent.path if unit.parent else "")
        return int(path.split("/", 2)[1])

    def _change(self, line: Planned) -> None:
        """Put what the file says now over what it said before; what it said stays in the report and the log."""
        unit = locked(CatalogueUnit, line.known or 0)
        self.before[id(line)] = {"unit": _row(unit)}
        code = unit.code
        _say(unit, line.found)
        clash = CatalogueUnit.objects.filter(
            parent=unit.parent_id, organisation=unit.organisation_id, code=unit.code
        )
        if unit.code and clash.exclude(pk=unit.pk).exists():
            unit.code, unit.code_sort = code, code_key(code)[:400]
            line.found.reasons.append(Reason.CODE_TWICE)
        if unit.level == Level.FONDS and not unit.access:
            unit.access = self.before[id(line)]["unit"]["access"]
        unit.place = self._place(line.found.shelf) or unit.place
        unit.source_hash = line.digest
        cataloguing.save(unit)
        catalogue_showing.show_unit(unit, at=self.at)
        self.keys[id(line)] = unit.pk

    def _number(self, lines: Sequence[Planned]) -> None:
        """Give each new record its number in its dossier, before new dossiers are written with the last one."""
        known: dict[int, CatalogueUnit] = {}
        for line in lines:
            unit = self._parent(line)
            if unit is None:
                raise RuntimeError("a record lies in a dossier")
            unit.last_ordinal += 1
            self.numbers[id(line)] = (unit, unit.last_ordinal)
            if unit.pk in self.holders:
                known[unit.pk] = unit
        CatalogueUnit.objects.bulk_update(list(known.values()), ["last_ordinal"], batch_size=_CHUNK)

    def _records(self, lines: Sequence[Planned]) -> None:
        new = [line for line in lines if line.outcome == Outcome.NEW]
        given = next_keys(CatalogueRecord, len(new))
        rows: list[tuple[CatalogueRecord, CatalogueUnit]] = []
        for line, pk in zip(new, given, strict=True):
            unit, number = self.numbers[id(line)]
            record = CatalogueRecord(pk=pk, organisation=self.by.organisation, unit=unit, ordinal=number)
            _tell(record, line.found)
            record.file = self._scan(line)
            record.source_key, record.source_hash = line.key, line.digest
            rows.append((record, unit))
            self.keys[id(line)] = pk
        copy_rows(CatalogueRecord, (record for record, _unit in rows))
        projecting.project_fresh(
            catalogue_showing.record_projection_of(record, unit, self._root_of(unit), at=self.at)
            for record, unit in rows
        )
        for line in lines:
            if line.outcome == Outcome.CHANGED:
                self._change_record(line)

    def _change_record(self, line: Planned) -> None:
        record = locked(CatalogueRecord, line.known or 0)
        self.before[id(line)] = {"record": _row(record)}
        _tell(record, line.found)
        record.file = self._scan(line) or record.file
        record.source_hash = line.digest
        record.save()
        unit = CatalogueUnit.objects.select_related("parent", "organisation").get(pk=record.unit_id)
        catalogue_showing.show_records(unit, [record], at=self.at)
        self.keys[id(line)] = record.pk

    def _scan(self, line: Planned) -> StoredFile | None:
        found = line.found
        if not found.file or self.scans is None:
            return None
        content = self.scans(found.file)
        if content is None:
            found.reasons.append(Reason.NO_FILE)
            return None
        try:
            name = found.file.rpartition("/")[2]
            return storing.store(by=self.by, at=self.at, content=content, name=name, role=FileRole.SCAN)
        except FileRefused:
            found.reasons.append(Reason.BAD_FILE)
            return None

    def _place(self, shelf: tuple[str, str, str]) -> StorePlace | None:
        """Give the place a list names by room, shelf and box; one that names no room stands in the room “?”."""
        if not any(shelf):
            return None
        if shelf not in self.places:
            room, rack, box = shelf
            place = self._one_place(PlaceKind.STORE, room or "?", None)
            if rack:
                place = self._one_place(PlaceKind.SHELF, rack, place)
            if box:
                place = self._one_place(PlaceKind.BOX, box, place)
            self.places[shelf] = place
        return self.places[shelf]

    def _one_place(self, kind: PlaceKind, code: str, within: StorePlace | None) -> StorePlace:
        code = code[:60]
        place, _new = StorePlace.objects.get_or_create(
            organisation=self.by.organisation, kind=kind, code=code, within=within,
            defaults={"code_sort": code_key(code)[:200]},
        )  # fmt: skip
        return place


def _say(unit: CatalogueUnit, found: Any) -> None:
    unit.title, unit.title_sort = found.title, sort_key(found.title[:100])[:400]
    unit.code, unit.code_sort = found.code[:200], code_key(found.code[:200])[:400]
    times = found.dates
    unit.year_from, unit.year_to = _small(times.year_from), _small(times.year_to)
    unit.date_from, unit.date_to, unit.date_text = times.day_from, times.day_to, times.text[:500]
    unit.medium, unit.access = found.medium, found.access
    unit.keeping, unit.retention_years = found.keeping, found.retention_years
    unit.retention_text = found.retention_text
    unit.sheets, unit.pages = found.sheets, found.pages
    unit.kept, unit.left_over = found.kept, found.left_over


def _tell(record: CatalogueRecord, found: Any) -> None:
    record.kind, record.code, record.title = found.kind[:200], found.code[:200], found.title
    record.author, record.note, record.sheets = found.author[:500], found.note, found.span
    record.dated_on, record.date_text = found.dates.day_from, found.dates.text[:500]
    record.page_count = found.pages
    record.left_over = found.left_over


def _small(year: int | None) -> int | None:
    return year if year is not None and -10_000 < year < 10_000 else None  # noqa: PLR2004 -- a year


def _row(row: CatalogueUnit | CatalogueRecord) -> dict[str, Any]:
    """Give the fields of a row as they can be kept and put back."""
    told = model_to_dict(row)
    for name in ("date_from", "date_to", "dated_on"):
        if told.get(name) is not None:
            told[name] = told[name].isoformat()
    return {name: value for name, value in told.items() if name != "id"}


def _copy_lines(
    run: CatalogueImport, lines: Sequence[Planned], keys: dict[int, int], before: dict[int, dict[str, Any]]
) -> None:
    names = (
        "organisation", "run", "place", "outcome", "level", "code", "title", "reasons", "unit_key", "record_key",
        "before",
    )  # fmt: skip
    copy_values(ImportLine, names, (_line(run, line, keys, before) for line in lines))


def _line(
    run: CatalogueImport, line: Planned, keys: dict[int, int], before: dict[int, dict[str, Any]]
) -> tuple[Any, ...]:
    found, key = line.found, keys.get(id(line), line.known)
    told = before.get(id(line))
    return (
        run.organisation_id,
        run.pk,
        found.place,
        line.outcome.value,
        found.level.value if found.level else "record",
        found.code[:200] if line.outcome != Outcome.REFUSED else "",
        found.title[:_TITLE] if Reason.SECRET not in found.reasons else "",
        [reason.value for reason in dict.fromkeys(found.reasons)],
        key if found.level is not None else None,
        key if found.level is None else None,
        None if told is None else json.dumps(told, ensure_ascii=False),
    )
