"""Spreadsheets and CSV as rows of plain values: merged cells filled, formulas as the value they last gave."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from archive import errors
from archive.importing import guarding, workbooks
from archive.importing.workbooks import column_number

MOST_ROWS: Final = 300_000
_MOST_COLUMNS: Final = 200
_MOST_UNPACKED: Final = 512 * 1024 * 1024
_MOST_FILLED: Final = 2_000_000  # cells that merged ones may reach; no list comes near it
_AREA: Final = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\Z")
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
    archive = guarding.opened_zip(io.BytesIO(data), most=_MOST_UNPACKED)
    for member in archive.infolist():
        if member.filename.endswith((".xml", ".rels")):
            with archive.open(member) as part:
                if b"<!ENTITY" in part.read(4096):
                    raise errors.ImportHasEntities
    try:
        found = workbooks.sheets_of(archive, most_rows=MOST_ROWS, most_columns=_MOST_COLUMNS)
        return [_table(sheet) for sheet in found]
    except (
        workbooks.Damaged,
        etree.XMLSyntaxError,
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        OSError,
    ):
        raise errors.ImportUnreadable from None


def _table(sheet: workbooks.Sheet) -> Table:
    if len(sheet.rows) > MOST_ROWS:
        raise errors.ImportTooLarge(most=guarding.MOST_SHEET // 1024 // 1024)
    table = Table(sheet.name, sheet.rows, sheet.formulas)
    filled = 0
    for area in sheet.merged:
        reached = _reached(table, area)
        if reached is None:
            continue
        rows, columns = reached
        filled += len(rows) * len(columns)
        if filled > _MOST_FILLED:
            raise errors.ImportIsABomb
        _fill(table, rows, columns)
    return table


def _reached(table: Table, area: str) -> tuple[range, range] | None:
    """Give the rows and columns of a merged cell that lie in the table, counted from 0; None for none."""
    found = _AREA.match(area)
    if not found:
        return None
    left, right = column_number(found[1]), column_number(found[3])
    top, bottom = int(found[2]), int(found[4])
    if top < 1 or top > len(table.rows) or left > _MOST_COLUMNS:
        return None
    return range(top - 1, min(bottom, len(table.rows))), range(left - 1, min(right, _MOST_COLUMNS))


def _fill(table: Table, rows: range, columns: range) -> None:
    """Let every line a merged cell covers say what it says; one over several columns stays in the first."""
    if len(rows) < 2:  # noqa: PLR2004 -- it covers one line
        return
    first = table.rows[rows.start]
    value = first[columns.start] if columns.start < len(first) else None
    for number in rows:
        row = table.rows[number]
        row += [None] * (columns.stop - len(row))
        for column in columns:
            row[column] = value
        table.merged.add(number + 1)
