"""Spreadsheets and CSV as rows of plain values: merged cells filled, formulas as the value they last gave."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from archive import errors
from archive.importing import guarding

MOST_ROWS: Final = 300_000
_MOST_COLUMNS: Final = 200
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_AREA: Final = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\Z")
_CELL: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})\Z")
_OLD: Final = b"\xd0\xcf\x11\xe0"
_ZIP: Final = b"PK\x03\x04"


@dataclass
class Table:
    """One sheet: its rows, counted from 1 by their place, the rows with formulas, and those a merged cell reaches."""

    name: str
    rows: list[list[Any]]
    formulas: set[tuple[int, int]] = field(default_factory=set)
    merged: set[int] = field(default_factory=set)


def read(data: bytes, *, name: str) -> list[Table]:
    """Give the sheets of a spreadsheet, or the one table of a CSV file; refuses old, broken and monstrous files."""
    if len(data) > guarding.MOST_SHEET:
        raise errors.ImportTooLarge(most=guarding.MOST_SHEET // 1024 // 1024)
    if data[:4] == _OLD:
        raise errors.ImportOldSheet
    if data[:4] == _ZIP:
        return _workbook(data)
    if b"\0" in data[:4096] and data[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        raise errors.ImportUnreadable
    return [Table(name, _csv(data))]


def _csv(data: bytes) -> list[list[Any]]:
    text = decoded(data)
    try:
        dialect: Any = csv.Sniffer().sniff(text[:20_000], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    rows: list[list[Any]] = []
    try:
        for row in csv.reader(io.StringIO(text), dialect):
            rows.append(row[:_MOST_COLUMNS])
            if len(rows) > MOST_ROWS:
                raise errors.ImportTooLarge(most=guarding.MOST_SHEET // 1024 // 1024)
    except csv.Error:
        raise errors.ImportUnreadable from None
    return rows


def decoded(data: bytes) -> str:
    """Give the text of bytes: Unicode when they are, else the letters of Western Windows, which TCVN3 and VNI used."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")  # the letters both old encodings use stand where Windows has them


def _workbook(data: bytes) -> list[Table]:
    import openpyxl  # noqa: PLC0415 -- slow import

    archive = guarding.opened_zip(io.BytesIO(data))
    for member in archive.infolist():
        if member.filename.endswith((".xml", ".rels")) and b"<!ENTITY" in archive.read(member)[:4096]:
            raise errors.ImportHasEntities
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        return [_sheet(sheet, archive) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except errors.ImportTooLarge:
        raise
    except Exception:  # noqa: BLE001 -- openpyxl raises whatever a damaged part makes it stumble over
        raise errors.ImportUnreadable from None


def _sheet(sheet: Any, archive: Any) -> Table:
    sheet.reset_dimensions()  # what a file says of its size is not believed
    rows: list[list[Any]] = []
    for row in sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS):
        rows.append(list(row))
        if len(rows) > MOST_ROWS:
            raise errors.ImportTooLarge(most=guarding.MOST_SHEET // 1024 // 1024)
    table = Table(sheet.title, rows)
    part = sheet._worksheet_path.lstrip("/")  # noqa: SLF001 -- the reader names no other way to the part
    with archive.open(part) as stream:
        _look_closer(table, stream)
    return table


def _look_closer(table: Table, stream: Any) -> None:
    """Find formulas and merged cells, which the quick reader of values does not tell, and fill the merged."""
    wanted = (f"{_MAIN}f", f"{_MAIN}mergeCell", f"{_MAIN}row")
    reading = etree.iterparse(stream, tag=wanted, resolve_entities=False, no_network=True, load_dtd=False)
    for _event, one in reading:
        if one.tag == f"{_MAIN}f":
            where = _CELL.match(one.getparent().get("r") or "")
            if where:
                table.formulas.add((int(where[2]), _column(where[1])))
        elif one.tag == f"{_MAIN}mergeCell":
            _fill(table, one.get("ref") or "")
        else:
            one.clear()
            for before in _before(one):
                one.getparent().remove(before)


def _before(one: Any) -> Iterator[Any]:
    while (before := one.getprevious()) is not None:
        yield before


def _fill(table: Table, area: str) -> None:
    found = _AREA.match(area)
    if not found:
        return
    left, top, right, bottom = _column(found[1]), int(found[2]), _column(found[3]), int(found[4])
    if top < 1 or top > len(table.rows) or left > _MOST_COLUMNS:
        return
    bottom, right = min(bottom, len(table.rows)), min(right, _MOST_COLUMNS)
    first = table.rows[top - 1]
    value = first[left - 1] if left - 1 < len(first) else None
    for number in range(top, bottom + 1):
        row = table.rows[number - 1]
        row += [None] * (right - len(row))
        for column in range(left, right + 1):
            if bottom > top:
                row[column - 1] = value
        if bottom > top:
            table.merged.add(number)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
