"""The printed register of outgoing letters: the book cover and the ten columns of Decree 30/2020, App. IV.

A register kept in the system is still printed with all its columns and bound (Art. 16.2b). Lines come decided;
this file only lays them out. A book may be composed in parts: the cover opens the first, pages count on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.template.loader import render_to_string

from lib.calendar import written_day

_TEMPLATE = "print/register.html"
_CLOSING = "print/register_closing.html"
_CSS = Path(__file__).resolve().parents[2] / "static" / "css" / "print" / "register.css"

# The legal form is Vietnamese whatever language its reader works in (design D20).
COLUMNS = (
    "Số, ký hiệu văn bản",
    "Ngày tháng văn bản",
    "Tên loại và trích yếu nội dung văn bản",
    "Người ký",
    "Nơi nhận văn bản",
    "Đơn vị, người nhận bản lưu",
    "Số lượng bản",
    "Ngày chuyển",
    "Ký nhận",
    "Ghi chú",
)
_TALL = 400  # characters of a narrow column: some 18 lines, half the height between the margins
TITLE = "SỔ ĐĂNG KÝ VĂN BẢN ĐI"


@dataclass(frozen=True, kw_only=True)
class RegisterLine:
    """One line, in the order of the columns; ``void`` strikes it through, its note says why."""

    code: str
    day: date | None = None
    title: str = ""
    signer: str = ""
    recipients: str = ""
    keeper: str = ""
    copies: int | None = None
    sent_on: date | None = None
    received: str = ""
    note: str = ""
    void: bool = False

    @property
    def is_tall(self) -> bool:
        """Say whether a cell may be higher than half a page, so that the line has to be broken over pages."""
        return max(len(self.recipients), len(self.title) // 2, len(self.note)) > _TALL


@dataclass(frozen=True, kw_only=True)
class RegisterCover:
    """What the cover of a book says (App. IV): who, which book, from which day and number to which."""

    superior: str = ""
    organisation: str
    title: str = TITLE
    year: str = ""
    since: date | None = None
    until: date | None = None
    first_number: str = ""
    last_number: str = ""
    book: str = ""


@dataclass(frozen=True, kw_only=True)
class RegisterClosing:
    """What the last page of a book says: its pages, its numbers and what became of them.

    ``closed_by`` and ``closed_on`` are given once the book is closed by an act; before that the page says only what
    was printed. ``last_number`` is empty in a book that holds none.
    """

    pages: int
    first_number: str = ""
    last_number: str = ""
    given: int = 0
    suffixed: int = 0
    void: int = 0
    reserved: int = 0
    place: str = ""
    closed_by: str = ""
    closed_on: date | None = None

    @property
    def closed_day(self) -> str:
        """Give the day of closing as it is written behind “ngày”."""
        return written_day(self.closed_on) if self.closed_on else ""


@dataclass(frozen=True)
class ComposedRegister:
    """What ``files.rendering.render_pdf`` takes."""

    html: str
    stylesheets: tuple[str, ...]


def compose_register(
    lines: Sequence[RegisterLine],
    *,
    cover: RegisterCover,
    said: str = "",
    with_cover: bool = True,
    pages_before: int = 0,
) -> ComposedRegister:
    """Lay out ``lines``, behind the cover unless ``with_cover`` is off; equal input gives equal text.

    Each line is a place ``line-<n>``, counted from 0: so the next part may begin with the line that opens the last
    page, and no page in the middle of a book is left half empty. ``said`` names the filters of a register that is
    not whole and stands at the foot of every page. ``pages_before`` is the number of numbered pages in earlier
    parts; the cover bears no number.
    """
    context = {"cover": cover, "lines": lines, "columns": COLUMNS, "with_cover": with_cover, "said": said}
    html = render_to_string(_TEMPLATE, context)
    return ComposedRegister(html, (_CSS.read_text("utf-8"), _counting(pages_before, with_cover)))


def compose_closing(closing: RegisterClosing, *, cover: RegisterCover, said: str = "") -> ComposedRegister:
    """Lay out the closing page, the last of the pages it counts."""
    context = {"cover": cover, "closing": closing, "said": said}
    html = render_to_string(_CLOSING, context)
    return ComposedRegister(html, (_CSS.read_text("utf-8"), _counting(closing.pages - 1, with_cover=False)))


def _counting(pages_before: int, with_cover: bool) -> str:
    """Give the rule that lets pages count on; the cover takes the place before the first and bears no number."""
    start = pages_before if with_cover else pages_before + 1
    return f"@page :first {{ counter-reset: page {start} }}"
