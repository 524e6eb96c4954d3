"""Tables as spreadsheets. What people typed is text there, whatever it begins with: never a formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from tempfile import TemporaryFile
from typing import IO, Any, Final

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST: Final = 32_767


def write_table(
    rows: Iterable[Sequence[object]],
    *,
    columns: Sequence[str],
    widths: Sequence[int],
    title: str,
    name: str,
    said: Sequence[str],
) -> IO[bytes]:
    """Write rows of words, days and numbers likewise, under ``columns``.

    The first rows say which register this is and what it leaves out; the table itself begins with its heads.
    """
    from openpyxl import Workbook  # noqa: PLC0415 -- slow import
    from openpyxl.styles import Font  # noqa: PLC0415 -- slow import
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 -- slow import

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A4"
    sheet.append([_text(sheet, name, bold=Font(bold=True))])
    sheet.append([_text(sheet, "; ".join(said))])
    sheet.append([_text(sheet, column, bold=Font(bold=True)) for column in columns])
    for row in rows:
        sheet.append(list(_cells(sheet, row)))
    kept = TemporaryFile()  # noqa: SIM115 -- the response closes it
    book.save(kept)
    kept.seek(0)
    return kept


def write_rows(rows: Iterable[Sequence[str]], *, title: str, said: str, heads: Sequence[str]) -> IO[bytes]:
    """Write rows of plain text under ``heads`` into a temporary file and give it, rewound."""
    from openpyxl import Workbook  # noqa: PLC0415 -- slow import
    from openpyxl.styles import Font  # noqa: PLC0415 -- slow import
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 -- slow import

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for place in range(1, len(heads) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = 60 if place == 3 else 22  # noqa: PLR2004 -- the title
    sheet.freeze_panes = "A4"
    sheet.append([_text(sheet, title, bold=Font(bold=True))])
    sheet.append([_text(sheet, said)])
    sheet.append([_text(sheet, head, bold=Font(bold=True)) for head in heads])
    for row in rows:
        sheet.append([_text(sheet, cell) for cell in row])
    kept = TemporaryFile()  # noqa: SIM115 -- the response closes it
    book.save(kept)
    kept.seek(0)
    return kept


def _cells(sheet: Any, row: Sequence[object]) -> Iterator[Any]:
    for value in row:
        yield (
            _day(sheet, value)
            if isinstance(value, date)
            else _text(sheet, value)
            if isinstance(value, str)
            else value
        )


def _day(sheet: Any, value: date) -> Any:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 -- slow import

    cell = WriteOnlyCell(sheet, value=value)
    cell.number_format = "DD/MM/YYYY"
    return cell


def _text(sheet: Any, value: str, *, bold: Any = None) -> Any:
    """Give a cell that is text and stays text when somebody edits it: = + - @ begin no formula here."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 -- slow import
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415 -- slow import

    cell = WriteOnlyCell(sheet)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST]
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = value[:1] in tuple("=+-@\t\r")
    if bold is not None:
        cell.font = bold
    return cell
