"""Write what an import brings, set by set: parts and dossiers, records, search rows, the report, the log."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.forms.models import model_to_dict

from archive import queries
from archive.enums import Access, Level, Outcome, Reason
from archive.models import CatalogueImport, CatalogueRecord, CatalogueUnit, ImportLine
from archive.operations import catalogue_showing, cataloguing, import_rows
from archive.operations.import_places import Places
from archive.operations.import_planning import Plan, Planned
from archive.operations.import_rows import Laid
from audit.models import Subject
from audit.operations import recording
from files.enums import FileRole
from files.errors import FileRefused
from files.models import StoredFile
from files.operations import storing
from lib.database import copy_values, locked, next_keys
from lib.text import code_key
from organisation.models.actor import Actor
from search.operations import projecting
from search.operations.projecting import Fresh

SUBJECT: Final = "import"
_CHUNK: Final = 2_000
_PER_EVENT: Final = 1_000


@dataclass
class Writing:
    """One import being written: the keys given out, where each part ends, what stands in which dossier.

    Planned things are told apart by their identity (``id``): the plan holds them as long as this does.
    """

    run: CatalogueImport
    plan: Plan
    access: Access
    by: Actor
    at: datetime
    scans: Any = None  # gives the bytes of a scan by its name in the list
    root: int | None = None
    units: dict[int, Laid] = field(default_factory=dict)  # by id of the planned line
    holders: dict[int, Laid] = field(default_factory=dict)  # parts that stood before, by key
    ends: dict[int, int] = field(default_factory=dict)
    fresh: set[int] = field(default_factory=set)  # keys of new parts: nothing stands in them
    seen_by: dict[Access, tuple[str, ...]] = field(default_factory=dict)
    places: Places = field(init=False)
    numbers: dict[int, tuple[Laid, int]] = field(default_factory=dict)
    keys: dict[int, int] = field(default_factory=dict)  # by id of the planned line: what was written
    before: dict[int, dict[str, Any]] = field(default_factory=dict)
    reopened: list[CatalogueUnit] = field(
        default_factory=list
    )  # parts that stood before, of another access now

    def __post_init__(self) -> None:
        self.places = Places(self.by.organisation_key)

    def all(self) -> None:
        """Write parts and dossiers, then records, then search rows; change what changed."""
        units = [line for line in self.plan.lines if line.found.level is not None]
        records = [line for line in self.plan.lines if line.found.level is None]
        new = [line for line in units if line.outcome == Outcome.NEW]
        for line, key in zip(new, next_keys(CatalogueUnit, len(new)), strict=True):
            self._lay(line, key)
        fresh = [line for line in records if line.outcome == Outcome.NEW]
        self._number(fresh)
        self.places.write()
        copy_values(CatalogueUnit, import_rows.UNIT, self._unit_rows(new))
        for line in units:
            if line.outcome == Outcome.CHANGED:
                self._change(line)
        copy_values(CatalogueRecord, import_rows.RECORD, self._record_rows(fresh))
        for line in records:
            if line.outcome == Outcome.CHANGED:
                self._change_record(line)
        rows = self._search_rows(new, fresh)
        projecting.project_fresh(organisation=self.by.organisation, rows=rows, at=self.at)
        # With the new ones in place: what a part now says of its access holds for all below it that says nothing.
        for part in self.reopened:
            catalogue_showing.show_below(part, at=self.at)

    def report(self) -> None:
        """Keep a line for each thing."""
        keep_lines(self.run, self.plan.lines, self.keys, self.before)

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

    def _lay(self, line: Planned, key: int) -> None:
        """Give a new part or dossier its place: what it lies in, behind what, seen by whom."""
        found, parent = line.found, self._parent(line)
        above = parent.way if parent is not None else "/"
        way = above if found.level == Level.DOSSIER else f"{above}{key}/"
        root = parent.root if parent is not None else key
        said = found.access or (self.access if parent is None else "")
        access = Access(said) if said else parent.access if parent is not None else self.access
        year = import_rows.small(found.dates.year_to)
        laid = Laid(
            key, way, root, access, self._tokens(access), 0,
            catalogue_showing.sides(
                level=found.level.value if found.level else "", medium=str(found.medium), root=root,
                series=parent.pk if parent is not None else key,
                year=import_rows.small(found.dates.year_from) if year is None else year,
                kept=catalogue_showing.kept_side(found.keeping, found.retention_years, found.retention_text),
            ),
            line, parent.pk if parent is not None else None, self._next(parent), self.places.of(found.shelf),
        )  # fmt: skip
        self.fresh.add(key)
        self.units[id(line)] = laid
        self.keys[id(line)] = key
        self.root = self.root or root

    def _unit_rows(self, lines: Sequence[Planned]) -> Iterator[tuple[Any, ...]]:
        organisation = self.by.organisation_key
        for line in lines:
            laid = self.units[id(line)]
            said = line.found.access or (self.access.value if laid.parent is None else "")
            yield import_rows.unit_values(laid, organisation, str(said))

    def _record_rows(self, lines: Sequence[Planned]) -> Iterator[tuple[Any, ...]]:
        organisation = self.by.organisation_key
        files = {id(line): file.pk for line in lines if line.found.file and (file := self._scan(line))}
        for line, key in zip(lines, next_keys(CatalogueRecord, len(lines)), strict=True):
            self.keys[id(line)] = key
        return (  # nothing else may be asked of the connection while rows are sent
            import_rows.record_values(
                self.keys[id(line)], line, *self.numbers[id(line)], files.get(id(line)), organisation
            )
            for line in lines
        )

    def _search_rows(self, units: Sequence[Planned], records: Sequence[Planned]) -> Iterator[Fresh]:
        for line in units:
            laid, found = self.units[id(line)], line.found
            words = (found.dates.text[:500], found.retention_text, *found.kept.values())
            text = "\n".join(word for word in words if word)
            yield Fresh(
                queries.UNIT, laid.pk, found.title, found.code, text, laid.sides, laid.tokens, import_rows.dated(found)
            )  # fmt: skip
        for line in records:
            laid, found = self.numbers[id(line)][0], line.found
            day = found.dates.day_from
            sides = {**laid.sides, "level": queries.RECORD, "in": str(laid.pk)}
            if day is not None:
                sides["year"] = str(day.year)
            words = (found.author[:500], found.dates.text[:500], found.note)
            text = "\n".join(word for word in words if word)
            title = f"{found.kind[:200]} {found.title}" if found.kind else found.title
            yield Fresh(queries.RECORD, self.keys[id(line)], title, found.code, text, sides, laid.tokens, day)

    def _parent(self, line: Planned) -> Laid | None:
        if line.above is None:
            into = self.plan.into
            return self._holder(into.pk) if into is not None and line.found.level != Level.FONDS else None
        laid = self.units.get(id(line.above))
        return laid if laid is not None else self._holder(line.above.known)

    def _holder(self, pk: int | None) -> Laid:
        if pk is None:
            raise RuntimeError("a line that is not refused lies in something")
        if pk not in self.holders:
            unit = CatalogueUnit.objects.select_related("parent", "organisation", "dossier").get(pk=pk)
            root = queries.root_of(unit)
            self.root = self.root or root
            self.holders[pk] = Laid(
                pk, unit.path or (unit.parent.path if unit.parent else ""), root, queries.access_of(unit),
                tuple(unit.tokens), unit.last_ordinal, catalogue_showing.sides_of(unit, root),
            )  # fmt: skip
        return self.holders[pk]

    def _next(self, parent: Laid | None) -> int:
        key = parent.pk if parent is not None else 0
        if key not in self.ends:
            if key in self.fresh:
                self.ends[key] = 0
            else:
                last = cataloguing.next_position(self.by.organisation_key, key or None)
                self.ends[key] = last - cataloguing.GAP
        self.ends[key] += cataloguing.GAP
        return self.ends[key]

    def _tokens(self, access: Access) -> tuple[str, ...]:
        if access not in self.seen_by:
            one = CatalogueUnit(organisation=self.by.organisation)
            self.seen_by[access] = tuple(queries.tokens_of_unit(one, access))
        return self.seen_by[access]

    def _change(self, line: Planned) -> None:
        """Put what the file says now over what it said before; what it said stays in the report and the log."""
        unit = locked(CatalogueUnit, line.known or 0)
        self.before[id(line)] = {"unit": _row(unit)}
        code = unit.code
        import_rows.say(unit, line.found)
        clash = CatalogueUnit.objects.filter(
            parent=unit.parent_id, organisation=unit.organisation_id, code=unit.code
        )
        if unit.code and clash.exclude(pk=unit.pk).exists():
            unit.code, unit.code_sort = code, code_key(code)[:400]
            line.found.reasons.append(Reason.CODE_TWICE)
        if unit.level == Level.FONDS and not unit.access:
            unit.access = self.before[id(line)]["unit"]["access"]
        unit.place_id = self.places.of(line.found.shelf) or unit.place_id
        self.places.write()
        unit.source_hash = line.digest
        cataloguing.save(unit)
        catalogue_showing.show_unit(unit, at=self.at)
        if unit.holds_units and unit.access != self.before[id(line)]["unit"]["access"]:
            self.reopened.append(unit)
        self.keys[id(line)] = unit.pk

    def _number(self, lines: Sequence[Planned]) -> None:
        """Give each new record its number in its dossier, before new dossiers are written with the last one."""
        known: dict[int, Laid] = {}
        for line in lines:
            laid = self._parent(line)
            if laid is None:
                raise RuntimeError("a record lies in a dossier")
            laid.last += 1
            self.numbers[id(line)] = (laid, laid.last)
            if laid.line is None:
                known[laid.pk] = laid
        rows = [CatalogueUnit(pk=laid.pk, last_ordinal=laid.last) for laid in known.values()]
        CatalogueUnit.objects.bulk_update(rows, ["last_ordinal"], batch_size=_CHUNK)

    def _change_record(self, line: Planned) -> None:
        record = locked(CatalogueRecord, line.known or 0)
        self.before[id(line)] = {"record": _row(record)}
        import_rows.tell(record, line.found)
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


def keep_lines(
    run: CatalogueImport,
    lines: Sequence[Planned],
    keys: dict[int, int] | None = None,
    before: dict[int, dict[str, Any]] | None = None,
) -> None:
    """Keep the report of ``run``: a line for each thing, with the key of what was written."""
    known, told = keys or {}, before or {}
    rows = (
        import_rows.line_values(run, one, known.get(id(one), one.known), told.get(id(one))) for one in lines
    )
    copy_values(ImportLine, import_rows.LINE, rows)


def _row(row: CatalogueUnit | CatalogueRecord) -> dict[str, Any]:
    """Give the fields of a row as they can be kept and put back."""
    told = model_to_dict(row)
    for name in ("date_from", "date_to", "dated_on"):
        if told.get(name) is not None:
            told[name] = told[name].isoformat()
    return {name: value for name, value in told.items() if name != "id"}
