"""What a search of the catalogue found, to print and to take away: only rows the reader may see now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from archive.layout.catalogue_books import RESULTS, Book, Cover
from lib.spreadsheet import write_rows

COLUMNS = ("Cấp mô tả", "Số, ký hiệu", "Tiêu đề", "Năm cuối", "Nội dung")


def as_sheet(rows: Iterable[Sequence[str]], *, said: str) -> bytes:
    """Give the rows as a spreadsheet, under a line that says what was asked."""
    with write_rows(rows, title="Kết quả tìm kiếm", said=said, heads=COLUMNS) as kept:
        return kept.read()


def as_book(
    rows: Iterable[Sequence[str]], *, head: Cover, at: datetime, fonts: Path | None
) -> tuple[bytes, int]:
    """Give the rows as a printed list, numbered, and how many there are."""
    numbered = ((str(number), *row) for number, row in enumerate(rows, 1))
    return Book(RESULTS, head, at, fonts).made(numbered, lambda _done: None)
