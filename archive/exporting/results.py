"""What a search of the catalogue found, as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from lib.spreadsheet import write_rows

COLUMNS: Final = ("Cấp mô tả", "Số, ký hiệu", "Tiêu đề", "Năm cuối", "Nội dung")


def as_sheet(rows: Iterable[Sequence[str]], *, said: str) -> bytes:
    """Give the rows as a spreadsheet, under a line that says what was asked."""
    with write_rows(rows, title="Kết quả tìm kiếm", said=said, heads=COLUMNS) as kept:
        return kept.read()
