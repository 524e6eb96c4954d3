"""Workbooks (.xlsx) as sheets of plain values, in one pass over each: strings, numbers, days; what a formula last gave.

An old list has hundreds of thousands of cells, so a cell costs a few microseconds here and no object. Nothing a file
says of its own size is believed, no entity is resolved, no address followed.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from lxml import etree

_LINKED: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_LINKED_STRICT: Final = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_OPTIONS: Final[dict[str, Any]] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": True,
}
_DAYS_BUILT_IN: Final = frozenset({14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)})
_LITERAL: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.')
_EPOCHS: Final = {False: 0, True: 1462}  # days between what the two systems count from
_FIRST: Final = datetime(1899, 12, 30).toordinal()


class Damaged(Exception):
    """A part of the workbook is missing or makes no sense."""


@dataclass
class Sheet:
    """One visible sheet: its rows by their place, where formulas stand, which areas are merged."""

    name: str
    rows: list[list[Any]]
    formulas: set[tuple[int, int]] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)


def sheets_of(archive: zipfile.ZipFile, *, most_rows: int, most_columns: int) -> Iterator[Sheet]:
    """Give the visible sheets; one with more than ``most_rows`` ends one row after them, and the caller refuses it."""
    book = _parsed(archive, "xl/workbook.xml")
    linked = _parsed(archive, "xl/_rels/workbook.xml.rels").iter("{*}Relationship")
    links = {one.get("Id"): one.get("Target") or "" for one in linked}
    strings = _strings(archive)
    late = _truth(next((one.get("date1904") for one in book.iter("{*}workbookPr")), None))
    days = _day_styles(archive)
    for one in book.iter("{*}sheet"):
        if (one.get("state") or "visible") != "visible":
            continue
        target = links.get(one.get(_LINKED) or one.get(_LINKED_STRICT))
        part = "" if target is None else _path(target)
        if "worksheets/" not in part:
            continue  # a sheet of one diagram
        reading = _Reading(strings, days, _EPOCHS[late], most_rows, most_columns)
        with _opened(archive, part) as stream:
            yield reading.sheet(one.get("name") or "", stream)


@dataclass
class _Reading:
    """What a sheet needs of its workbook to be read."""

    strings: list[str]
    days: frozenset[int]
    shift: int
    most_rows: int
    most_columns: int

    def sheet(self, name: str, stream: Any) -> Sheet:
        sheet = Sheet(name, [])
        wanted = ("{*}row", "{*}mergeCell")
        for _event, one in etree.iterparse(stream, tag=wanted, **_OPTIONS):
            if one.tag.endswith("mergeCell"):
                sheet.merged.append(one.get("ref") or "")
                continue
            self._row(sheet, one)
            one.clear()
            while (before := one.getprevious()) is not None:
                before.getparent().remove(before)
            if len(sheet.rows) > self.most_rows:
                break
        return sheet

    def _row(self, sheet: Sheet, row: Any) -> None:
        told = row.get("r") or ""
        number = int(told) if told.isdigit() and len(told) < 8 else len(sheet.rows) + 1  # noqa: PLR2004 -- fits
        if number <= len(sheet.rows):  # rows that go back would overwrite what was read
            raise Damaged
        missing = min(number - 1, self.most_rows + 1) - len(sheet.rows)
        sheet.rows.extend([] for _ in range(missing))
        values: list[Any] = []
        for cell in row:
            column = column_number((cell.get("r") or "").rstrip("0123456789")) or len(values) + 1
            if column > self.most_columns:
                continue
            if column > len(values):
                values += [None] * (column - len(values))
            value, formula = self._value(cell)
            values[column - 1] = value
            if formula:
                sheet.formulas.add((number, column))
        sheet.rows.append(values)

    def _value(self, cell: Any) -> tuple[Any, bool]:
        kind, said, formula = cell.get("t") or "n", None, False
        for part in cell:
            tag = part.tag[-2:]
            if tag == "}v":
                said = part.text
            elif tag == "}f":
                formula = True
            elif tag == "is":
                said = _text_of(part)
        if said is None or said == "":
            return None, formula
        if kind == "n":
            return self._number(said, cell.get("s") or ""), formula
        if kind == "s":
            return (
                self.strings[int(said)] if said.isdigit() and int(said) < len(self.strings) else None
            ), formula
        if kind == "b":
            return said == "1", formula
        return (_iso(said) if kind == "d" else said), formula

    def _number(self, said: str, style: str) -> Any:
        try:
            number = float(said)
        except ValueError:
            return said
        if style.isdigit() and int(style) in self.days:
            try:
                return _day(number + self.shift)
            except (ValueError, OverflowError):
                return said
        return int(number) if number.is_integer() and abs(number) < 1e15 else number  # noqa: PLR2004 -- exact in a float


def _day(number: float) -> datetime:
    """Give the day a cell counts from the last days of 1899; Excel's 29 February 1900 is no day."""
    whole, part = divmod(number, 1)
    if whole < 61:  # noqa: PLR2004 -- before the day that never was
        whole += 1
    day = datetime.fromordinal(_FIRST + int(whole))
    seconds = min(round(part * 86_400), 86_399)
    return day.replace(hour=seconds // 3_600, minute=seconds // 60 % 60, second=seconds % 60)


def _iso(said: str) -> Any:
    try:
        return datetime.fromisoformat(said.removesuffix("Z"))
    except ValueError:
        return said


def _strings(archive: zipfile.ZipFile) -> list[str]:
    try:
        stream = archive.open("xl/sharedStrings.xml")
    except KeyError:
        return []
    told: list[str] = []
    with stream:
        for _event, one in etree.iterparse(stream, tag=("{*}si",), **_OPTIONS):
            told.append(_text_of(one))
            one.clear()
            while (before := one.getprevious()) is not None:
                before.getparent().remove(before)
    return told


def _text_of(part: Any) -> str:
    """Give the words of a string; how they are pronounced is not among them."""
    if len(part) == 1 and part[0].tag.endswith("}t"):
        return part[0].text or ""
    runs = (one for one in part.iter("{*}t") if not one.getparent().tag.endswith("}rPh"))
    return "".join(one.text or "" for one in runs)


def _day_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """Give the numbers of the styles that show a number as a day."""
    try:
        root = _parsed(archive, "xl/styles.xml")
    except Damaged:
        return frozenset()
    own = {one.get("numFmtId"): one.get("formatCode") or "" for one in root.iter("{*}numFmt")}
    styles = next(root.iter("{*}cellXfs"), ())
    return frozenset(
        place for place, one in enumerate(styles) if _shows_a_day(one.get("numFmtId") or "", own)
    )


def _shows_a_day(key: str, own: dict[str | None, str]) -> bool:
    if key in own:
        plain = _LITERAL.sub("", own[key].partition(";")[0]).lower()
        return any(letter in plain for letter in "dy") or (
            "m" in plain and "h" not in plain and "s" not in plain
        )
    return key.isdigit() and int(key) in _DAYS_BUILT_IN


def _parsed(archive: zipfile.ZipFile, name: str) -> Any:
    with _opened(archive, name) as stream:
        return etree.parse(stream, etree.XMLParser(**_OPTIONS)).getroot()


def _opened(archive: zipfile.ZipFile, name: str) -> Any:
    try:
        return archive.open(name)
    except KeyError:
        raise Damaged from None


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _truth(said: str | None) -> bool:
    return said in {"1", "true", "on"}


@lru_cache(maxsize=1_000)
def column_number(letters: str) -> int:
    """Give the number of a column by its letters: A is 1; 0 for what names none."""
    if not letters.isascii() or not letters.isupper() or not letters.isalpha() or len(letters) > 3:  # noqa: PLR2004
        return 0
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
