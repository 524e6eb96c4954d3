"""Import a retention schedule: a table as text, with its source; each import that differs is a new version.

What was judged by an earlier version stays as it was judged: a shorter period never shortens silently what runs.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from archive import errors, policies, queries
from archive.models import RetentionItem, RetentionSchedule
from audit.models import Subject
from audit.operations import recording
from lib.database import queued
from lib.text import fold, nfc, single_line
from organisation.models import Organisation
from organisation.models.actor import Actor

COLUMNS: Final = ("code", "heading", "title", "years", "article")
MOST_BYTES: Final = 2_000_000
MOST_LINES: Final = 5_000
MOST_YEARS: Final = 200
_YEARS: Final = re.compile(r"(\d{1,3})\s*(nam|years?|y)?\Z")
_FOR_EVER: Final = frozenset({"vinh vien", "for ever", "forever", "permanent"})
_NAMES: Final = {
    "code": {"code", "so", "ma", "so tt", "stt"},
    "heading": {"heading", "de muc", "nhom"},
    "title": {"title", "ten ho so, tai lieu", "ten nhom ho so", "tieu de", "ho so, tai lieu"},
    "years": {"years", "thoi han", "thoi han bao quan", "thoi han luu tru"},
    "article": {"article", "dieu", "can cu"},
}


@dataclass(frozen=True)
class Line:
    """One line of a schedule as it was read; ``years`` None is for ever."""

    code: str
    heading: str
    title: str
    years: int | None
    article: str


@transaction.atomic
def import_schedule(
    *, name: str, source: str, valid_from: date, content: bytes, by: Actor, at: datetime
) -> RetentionSchedule:
    """Keep a schedule as the next version under its ``name``; the same lines again give the version that has them.

    ``content`` is text in columns (CSV, UTF-8): code, heading, title, years or “vĩnh viễn”, article. Refuses everybody
    but the archivist, a schedule without name or source, and a table of which one line cannot be read: wholly.
    """
    policies.may_keep_schedules(by).enforce()
    name, source = single_line(name), single_line(source)
    if not name or not source:
        raise errors.ScheduleNeedsSource
    lines = read(content)
    queued(Organisation, by.organisation.pk)
    newest = queries.schedules_of(by.organisation).filter(name=name).first()
    if newest is not None and _lines_of(newest) == lines and newest.source == source:
        return newest
    schedule = RetentionSchedule.objects.create(
        organisation=by.organisation,
        name=name,
        version=newest.version + 1 if newest else 1,
        source=source,
        valid_from=valid_from,
        imported_at=at,
        imported_by=by.person,
    )
    RetentionItem.objects.bulk_create(
        RetentionItem(
            organisation=by.organisation, schedule=schedule, position=place, code=line.code,
            heading=line.heading, title=line.title, years=line.years, article=line.article,
        )
        for place, line in enumerate(lines, 1)
    )  # fmt: skip
    recording.record(
        "retention.imported",
        subject=Subject("retention_schedule", str(schedule.pk)),
        by=by,
        at=at,
        facts={"version": schedule.version, "lines": len(lines), "valid_from": valid_from.isoformat()},
        detail={"name": name, "source": source},
    )
    return schedule


def read(content: bytes) -> list[Line]:
    """Give the lines of a table; refuses (ScheduleIsUnreadable) what is none, naming the line."""
    if len(content) > MOST_BYTES:
        raise errors.ScheduleIsUnreadable(why=_("it is larger than two megabytes."))
    try:
        text = nfc(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise errors.ScheduleIsUnreadable(why=_("it is not text in UTF-8.")) from None
    if "\0" in text:
        raise errors.ScheduleIsUnreadable(why=_("it is not text in UTF-8."))
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error:
        raise errors.ScheduleIsUnreadable(why=_("its columns cannot be told apart.")) from None
    if len(rows) > MOST_LINES:
        raise errors.ScheduleIsUnreadable(why=_("it has more than five thousand lines."))
    places = _places(rows[0] if rows else [])
    lines = [_line(row, places, number) for number, row in enumerate(rows[1:], 2) if any(map(str.strip, row))]
    _refuse_twice(lines)
    return lines


def _places(head: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(head):
        said = fold(single_line(cell))
        for column, names in _NAMES.items():
            if said in names:
                found.setdefault(column, place)
    missing = [column for column in ("code", "title", "years") if column not in found]
    if missing:
        raise errors.ScheduleIsUnreadable(
            why=_("its first line does not name the columns code, title and years.")
        )
    return found


def _line(row: list[str], places: dict[str, int], number: int) -> Line:
    cells = {column: single_line(row[place]) if place < len(row) else "" for column, place in places.items()}
    code, title = cells["code"][:30], cells["title"][:1000]
    if not code or not title:
        raise errors.ScheduleIsUnreadable(
            why=_("line %(number)s lacks its code or its title.") % {"number": number}
        )
    return Line(
        code,
        cells.get("heading", "")[:300],
        title,
        _years(cells["years"], number),
        cells.get("article", "")[:200],
    )


def _years(said: str, number: int) -> int | None:
    words = fold(said)
    if words in _FOR_EVER:
        return None
    found = _YEARS.match(words)
    if not found or not 1 <= int(found[1]) <= MOST_YEARS:
        raise errors.ScheduleIsUnreadable(
            why=_("line %(number)s does not say how long: “%(said)s”.")
            % {"number": number, "said": said[:40]}
        )
    return int(found[1])


def _refuse_twice(lines: list[Line]) -> None:
    seen: set[str] = set()
    for line in lines:
        if line.code in seen:
            raise errors.ScheduleIsUnreadable(
                why=_("the code “%(code)s” stands twice.") % {"code": line.code}
            )
        seen.add(line.code)
    if not lines:
        raise errors.ScheduleIsUnreadable(why=_("it has no lines."))


def _lines_of(schedule: RetentionSchedule) -> list[Line]:
    rows = queries.items_of_schedule(schedule)
    return [Line(one.code, one.heading, one.title, one.years, one.article) for one in rows]
