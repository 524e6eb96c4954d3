"""The rows an import writes, as plain values in the order of their columns: COPY takes them as they come.

A list of a hundred thousand dossiers is a hundred thousand of each; a model's instance for each row would take longer
than everything else. What stands already and changed is few, and those are ordinary rows (``say``, ``tell``).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from archive.enums import Access, Outcome, Reason
from archive.importing.found import Found
from archive.models import CatalogueImport, CatalogueRecord, CatalogueUnit
from archive.operations.import_planning import Planned
from lib.database import array_text
from lib.text import code_key, sort_key

UNIT: Final = (
    "id", "organisation", "parent", "position", "path", "level", "code", "code_sort", "title", "title_sort",
    "year_from", "year_to", "date_from", "date_to", "date_text", "medium", "keeping", "retention_years",
    "retention_text", "access", "sheets", "pages", "place", "kept", "left_over", "last_ordinal", "tokens",
    "source_key", "source_hash",
)  # fmt: skip
RECORD: Final = (
    "id", "organisation", "unit", "ordinal", "kind", "code", "title", "author", "dated_on", "date_text", "sheets",
    "page_count", "note", "file", "left_over", "source_key", "source_hash",
)  # fmt: skip
LINE: Final = (
    "organisation", "run", "place", "outcome", "level", "code", "title", "reasons", "unit_key", "record_key",
    "before",
)  # fmt: skip
_TITLE: Final = 200
_NOTHING: Final = "{}"


@dataclass(slots=True)
class Laid:
    """A part or dossier as far as what lies in it needs it: new ones and those that stood before.

    ``way`` is the path of the part that holds others: its own, or that of the part a dossier lies in.
    """

    pk: int
    way: str
    root: int
    access: Access
    tokens: tuple[str, ...]
    last: int  # number of the last record in it
    sides: dict[str, str]
    line: Planned | None = None  # None: it stood before
    parent: int | None = None
    position: int = 0
    place: int | None = None


def unit_values(laid: Laid, organisation: int, access: str) -> tuple[Any, ...]:
    """Give the row of a new part or dossier; ``access`` is what it says itself."""
    line = laid.line
    assert line is not None  # noqa: S101 -- it is new
    found, times, level = line.found, line.found.dates, line.found.level
    assert level is not None  # noqa: S101 -- it is no record
    return (
        laid.pk, organisation, laid.parent, laid.position, _path(laid), level.value,
        found.code[:200], code_key(found.code[:200])[:400], found.title, sort_key(found.title[:100])[:400],
        small(times.year_from), small(times.year_to), times.day_from, times.day_to, times.text[:500],
        str(found.medium), str(found.keeping), found.retention_years, found.retention_text, access,
        found.sheets, found.pages, laid.place, _json(found.kept), _json(found.left_over), laid.last,
        array_text(laid.tokens), line.key, line.digest,
    )  # fmt: skip


def record_values(
    pk: int, line: Planned, laid: Laid, ordinal: int, file: int | None, organisation: int
) -> tuple[Any, ...]:
    """Give the row of a new record of the dossier ``laid``."""
    found = line.found
    return (
        pk, organisation, laid.pk, ordinal, found.kind[:200], found.code[:200], found.title, found.author[:500],
        found.dates.day_from, found.dates.text[:500], found.span, found.pages, found.note, file,
        _json(found.left_over), line.key, line.digest,
    )  # fmt: skip


def line_values(
    run: CatalogueImport, line: Planned, key: int | None, before: dict[str, Any] | None
) -> tuple[Any, ...]:
    """Give the row of the report for one thing; of what bears a mark of secrecy it tells no word."""
    found, level = line.found, line.found.level
    reasons = found.reasons
    return (
        run.organisation_id,
        run.pk,
        found.place,
        line.outcome.value,
        level.value if level is not None else "record",
        found.code[:200] if line.outcome != Outcome.REFUSED else "",
        found.title[:_TITLE] if Reason.SECRET not in reasons else "",
        array_text(tuple(reason.value for reason in dict.fromkeys(reasons))) if reasons else _NOTHING,
        key if level is not None else None,
        key if level is None else None,
        None if before is None else json.dumps(before, ensure_ascii=False),
    )


def say(unit: CatalogueUnit, found: Found) -> None:
    """Put what a file says now into a unit that stood before."""
    unit.title, unit.title_sort = found.title, sort_key(found.title[:100])[:400]
    unit.code, unit.code_sort = found.code[:200], code_key(found.code[:200])[:400]
    times = found.dates
    unit.year_from, unit.year_to = small(times.year_from), small(times.year_to)
    unit.date_from, unit.date_to, unit.date_text = times.day_from, times.day_to, times.text[:500]
    unit.medium, unit.access = found.medium, found.access
    unit.keeping, unit.retention_years = found.keeping, found.retention_years
    unit.retention_text = found.retention_text
    unit.sheets, unit.pages = found.sheets, found.pages
    unit.kept, unit.left_over = found.kept, found.left_over


def tell(record: CatalogueRecord, found: Found) -> None:
    """Put what a file says now into a record that stood before."""
    record.kind, record.code, record.title = found.kind[:200], found.code[:200], found.title
    record.author, record.note, record.sheets = found.author[:500], found.note, found.span
    record.dated_on, record.date_text = found.dates.day_from, found.dates.text[:500]
    record.page_count = found.pages
    record.left_over = found.left_over


def small(year: int | None) -> int | None:
    """Give a year if it can be one, for a column of small numbers."""
    return year if year is not None and -10_000 < year < 10_000 else None  # noqa: PLR2004 -- a year


def dated(found: Found) -> date | None:
    """Give the day a new part or dossier is ranked by when something is looked for."""
    if found.dates.day_from is not None:
        return found.dates.day_from
    year = found.dates.year_from
    return date(year, 1, 1) if year is not None and 1 <= year <= 9999 else None  # noqa: PLR2004 -- Python's years


def _path(laid: Laid) -> str:
    return laid.way if laid.way.endswith(f"/{laid.pk}/") else ""


def _json(told: dict[str, str]) -> str:
    return json.dumps(told, ensure_ascii=False) if told else _NOTHING
