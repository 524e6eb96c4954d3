"""Dates as old catalogues write them. What is no date stays words; years in it serve to sort and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from archive.importing.found import Dates
from lib.text import single_line

_ISO: Final = re.compile(r"(-?\d{4})(?:-?(\d{2})(?:-?(\d{2}))?)?\Z")
_SLASHED: Final = re.compile(r"\b(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})\b")
_WRITTEN: Final = re.compile(r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_SPAN_OF_DAYS: Final = re.compile(
    r"\s*(?:từ(?:\s+ngày)?\s+)?(.+?)\s*(?:-|–|—|đến(?:\s+ngày)?)\s*(.+?)\s*\Z", re.IGNORECASE
)
_YEARS: Final = re.compile(r"(?<!\d)(1\d{3}|20\d{2})(?!\d)")
_ONLY_YEARS: Final = re.compile(
    r"\s*(?:năm\s+)?(\d{4})\s*(?:(?:-|–|—|/|đến)\s*(?:năm\s+)?(\d{4})\s*)?\Z", re.IGNORECASE
)


def read(value: object, until: object = None, *, normal: str = "") -> Dates:
    """Give the time that ``value`` (and ``until``, where a list has two columns) says; ``normal`` is EAD's @normal."""
    return replace(_read(_plain(value), _plain(until), normal))


@lru_cache(maxsize=20_000)
def _read(first: str, last: str, normal: str) -> Dates:
    """Read what a column says; a list says the same again and again."""
    text = " – ".join(part for part in (first, last) if part)
    found = Dates(text=text)
    ends = _of_normal(normal) or _of_words(first, last)
    if ends is None:
        years = [int(year) for year in _YEARS.findall(text)]
        if years:
            found.year_from, found.year_to = min(years), max(years)
        return found
    (found.year_from, found.day_from), (found.year_to, found.day_to) = ends
    if found.year_from is not None and found.year_to is not None and found.year_from > found.year_to:
        return Dates(text=text)
    return found


def in_words(dates: Dates) -> bool:
    """Say whether a time was given that only its words tell."""
    return bool(dates.text) and dates.year_from is None


End = tuple[int | None, date | None]


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return single_line(str(value)) if value is not None else ""


def _of_normal(normal: str) -> tuple[End, End] | None:
    if not normal or len(normal) > 60:  # noqa: PLR2004 -- no range of days is longer
        return None
    ends = [_iso(part.strip()) for part in normal.split("/")]
    if not 1 <= len(ends) <= 2 or any(end is None for end in ends):  # noqa: PLR2004
        return None
    first, last = ends[0], ends[-1]
    return (first, last) if first and last else None


def _iso(text: str) -> End | None:
    found = _ISO.match(text)
    if not found:
        return None
    year, month, day = found.groups()
    return int(year), _day(day, month, year) if month and day else None


def _of_words(first: str, last: str) -> tuple[End, End] | None:
    if last:
        begin, end = _one(first), _one(last)
        return (begin, end) if begin and end else None
    if found := _ONLY_YEARS.match(first):
        begin_year, end_year = int(found[1]), int(found[2] or found[1])
        return (begin_year, None), (end_year, None)
    if (single := _one(first)) is not None:
        return single, single
    if (span := _SPAN_OF_DAYS.match(first)) and (begin := _one(span[1])) and (end := _one(span[2])):
        return begin, end
    return None


def _one(text: str) -> End | None:
    """Give one day, or one year, if ``text`` is that and nothing more."""
    text = text.strip()
    for pattern in (_SLASHED, _WRITTEN):
        found = pattern.fullmatch(text)
        if found and (day := _day(found[1], found[2], found[3])):
            return day.year, day
    if text.isascii() and text.isdigit() and len(text) == 4:  # noqa: PLR2004 -- a year
        return int(text), None
    iso = _iso(text)
    return iso if iso and iso[1] else None


def _day(day: str, month: str, year: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
