"""What an import would do: each thing found is new, changed, as before, or not taken. Nothing is written here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from archive import policies
from archive.enums import Level, Outcome, Reason
from archive.importing.found import Catalogue, Found
from archive.models import CatalogueRecord, CatalogueUnit
from organisation.models import Organisation
from organisation.models.actor import Actor

_CHUNK: Final = 5_000


@dataclass(slots=True)
class Planned:
    """One thing found and what becomes of it; ``above`` is what it lies in, ``known`` the row that stands already."""

    found: Found
    outcome: Outcome
    above: Planned | None = None
    known: int | None = None
    key: str = ""
    digest: str = ""
    own: bool = False  # a dossier of our own: it is in the system, and takes nothing from a list


@dataclass
class Plan:
    """All of an import, parents before what lies in them."""

    catalogue: Catalogue
    into: CatalogueUnit | None
    at: datetime
    lines: list[Planned] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """Count the lines by outcome and level, and by what was said of them."""
        told: Counter[str] = Counter()
        for line in self.lines:
            told[line.outcome] += 1
            if line.outcome != Outcome.REFUSED:
                told[f"level.{line.found.level or 'record'}"] += 1
            told.update(f"reason.{reason}" for reason in line.found.reasons)
        return dict(sorted(told.items()))


class _There(NamedTuple):
    """What uses a code in a part: a row that stands, or (without key) another line of the same file."""

    pk: int | None = None
    title: str = ""
    level: str = ""
    own: bool = False


@dataclass
class _Known:
    """What stands in the catalogue already: by where it came from, and the codes each part uses."""

    units: dict[str, tuple[int, str]] = field(default_factory=dict)
    records: dict[str, tuple[int, str]] = field(default_factory=dict)
    fonds: dict[str, int] = field(default_factory=dict)
    codes: dict[int, dict[str, _There]] = field(default_factory=dict)
    claimed: set[int] = field(
        default_factory=set
    )  # rows that things of this file are known to be, by their places


def plan(*, catalogue: Catalogue, into: CatalogueUnit | None, by: Actor, at: datetime) -> Plan:
    """Say what importing ``catalogue`` would do; things that stand alone go into the part ``into``, if one is given.

    Refuses all but the archivist. A thing is known again by where it stood in its file, so a second run of the same
    file finds everything as before.
    """
    policies.may_catalogue(by).enforce()
    prefix = f"{into.pk}:" if into is not None and not catalogue.name.startswith("ead:") else ""
    known = _known(by.organisation, f"{prefix}{catalogue.name}#")
    made = Plan(catalogue, into, at)
    placed: dict[int, Planned] = {}
    taken: dict[int, dict[str, _There]] = {}
    keys = (f"{prefix}{thing.key}"[:300] for thing in catalogue.things)
    known.claimed = {known.units[key][0] for key in keys if key in known.units}
    for number in _in_order(catalogue.things):
        found = catalogue.things[number]
        above = placed.get(found.above) if found.above is not None else None
        line = Planned(found, Outcome.NEW, above, key=f"{prefix}{found.key}"[:300])
        _decide(line, known, made)
        if line.outcome == Outcome.NEW and found.level is not None:
            _settle_code(line, known, taken, made)
        placed[number] = line
        made.lines.append(line)
    return made


def _decide(line: Planned, known: _Known, made: Plan) -> None:
    found, above = line.found, line.above
    lost = found.above is not None and (above is None or above.outcome == Outcome.REFUSED)
    alone = found.above is None and found.level != Level.FONDS and made.into is None
    if found.refused or lost or alone:
        if not found.refused and not (lost and found.level is None):
            found.reasons = [Reason.NO_PARENT]
        elif not found.refused:
            found.reasons = [Reason.NO_DOSSIER]
        line.outcome = Outcome.REFUSED
        return
    if above is not None and above.own:
        found.reasons = [Reason.OWN_DOSSIER]
        line.outcome = Outcome.REFUSED
        return
    line.digest = found.digest()
    rows = known.records if found.level is None else known.units
    if line.key in rows:
        line.known, before = rows[line.key]
        line.outcome = Outcome.SAME if before == line.digest else Outcome.CHANGED
        if _is_code_alone(found):
            line.outcome = Outcome.SAME
        if not before:
            line.outcome = Outcome.SAME
            found.reasons.append(Reason.EDITED_HERE)
    elif found.level == Level.FONDS and found.code in known.fonds:
        line.known, line.outcome = known.fonds[found.code], Outcome.SAME


def _settle_code(line: Planned, known: _Known, taken: dict[int, dict[str, _There]], made: Plan) -> None:
    """Let a code that its part uses already stand beside; the same code, title and level is the same thing.

    A row that another line of the file is known to be is not this one too: it will say what that line says.
    """
    found = line.found
    if not found.code:
        return
    parent = _stands_in(line, made)
    if parent is None:
        there = taken.setdefault(id(line.above), {})
    else:
        there = known.codes[parent] = known.codes.get(parent) or _codes_in(parent)
    hit = there.get(found.code)
    if hit is None:
        there[found.code] = _There()
        return
    alike = hit.level == found.level and (hit.title == found.title or _is_code_alone(found))
    if alike and hit.pk is not None and hit.pk not in known.claimed:
        line.known, line.outcome, line.own = hit.pk, Outcome.SAME, hit.own
    else:
        _put_beside(found)


def _stands_in(line: Planned, made: Plan) -> int | None:
    """Give the key of the part a thing goes into, None when that is new itself."""
    if line.above is not None:
        return line.above.known
    return made.into.pk if made.into is not None and line.found.level != Level.FONDS else None


def _is_code_alone(found: Found) -> bool:
    """Say whether a list names a part by its code only: that says nothing new of one that stands already."""
    return found.level in (Level.FONDS, Level.SERIES) and bool(found.code) and found.title == found.code


def _put_beside(found: Found) -> None:
    found.left_over["code"] = found.code
    found.code = ""
    found.reasons.append(Reason.CODE_TWICE)


def _codes_in(parent: int) -> dict[str, _There]:
    inside = CatalogueUnit.objects.filter(parent=parent).exclude(code="").order_by()
    told = inside.values_list("code", "pk", "title", "level", "dossier")
    return {code: _There(pk, title, level, dossier is not None) for code, pk, title, level, dossier in told}


def _known(organisation: Organisation, prefix: str) -> _Known:
    known = _Known()
    units = CatalogueUnit.objects.filter(organisation=organisation)
    records = CatalogueRecord.objects.filter(organisation=organisation)
    for rows, source in ((known.units, units), (known.records, records)):
        told = source.order_by().filter(source_key__startswith=prefix).exclude(source_key="")
        for key, pk, digest in told.values_list("source_key", "pk", "source_hash").iterator(
            chunk_size=_CHUNK
        ):
            rows[key] = (pk, digest)
    known.fonds = dict(units.filter(level=Level.FONDS).order_by().values_list("code", "pk"))
    return known


def _in_order(things: Sequence[Found]) -> list[int]:
    """Give the numbers of the things, what holds others first; a file may name parents after their parts."""
    if all(thing.above is None or thing.above < number for number, thing in enumerate(things)):
        return list(range(len(things)))
    order: list[int] = []
    placed: set[int] = set()
    for number in range(len(things)):
        way: list[int] = []
        here: int | None = number
        while here is not None and here not in placed and here not in way:
            way.append(here)
            here = things[here].above
        for one in reversed(way):
            placed.add(one)
            order.append(one)
    return order
