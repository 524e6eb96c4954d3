"""A printed register: the book cover and its columns. The outgoing one has the ten of Decree 30/2020, App. IV.

A register kept in the system is still printed with all its columns and bound (Art. 16.2b). Lines come decided; this
file says how they are laid out: what surrounds them as a page for the general layout, they themselves as rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from django.template.loader import render_to_string

from files.rendering.ruled import RuledPlan
from lib.calendar import written_day

_TEMPLATE = "print/register.html"
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
_WIDTHS = (29, 22, 58, 26, 38, 21, 14, 21, 12, 26)  # together the 267 mm between the margins
_CENTRED = frozenset({6})
TITLE = "SỔ ĐĂNG KÝ VĂN BẢN ĐI"


@dataclass(frozen=True, kw_only=True)
class RegisterForm:
    """The legal form of a register: its title, its columns in Vietnamese, and their widths, 267 mm together."""

    title: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    centred: frozenset[int] = frozenset()


class SetLine(Protocol):
    """A line as it is set: the words of its columns, and which of them are struck through."""

    @property
    def cells(self) -> tuple[str, ...]:
        """Give the words of the columns."""

    @property
    def struck(self) -> frozenset[int]:
        """Give the columns struck through."""


OUTGOING = RegisterForm(title=TITLE, columns=COLUMNS, widths=_WIDTHS, centred=_CENTRED)
_NOTE = 9  # the column that says why a line is struck through, and is not
_MM = 72 / 25.4
_FOOT = 25.35  # points: the line of the page number, in the margin of 14 mm


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
    def cells(self) -> tuple[str, ...]:
        """Give the words of the ten columns."""
        days = [f"{day:%d/%m/%Y}" if day else "" for day in (self.day, self.sent_on)]
        copies = "" if self.copies is None else str(self.copies)
        before = (self.code, days[0], self.title, self.signer, self.recipients, self.keeper)
        return (*before, copies, days[1], self.received, self.note)

    @property
    def struck(self) -> frozenset[int]:
        """Give the columns struck through: all of a void line but the note."""
        return frozenset(range(_NOTE)) if self.void else frozenset()


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


def compose_frame(
    cover: RegisterCover,
    *,
    form: RegisterForm = OUTGOING,
    said: str = "",
    empty: bool = False,
    characters: str = "",
    closing: RegisterClosing | None = None,
) -> ComposedRegister:
    """Lay out what surrounds the lines: the cover, a page with the heads of the columns, the closing page.

    ``said`` names the filters of a register that is not whole and stands at the foot of every page. The place
    ``lines`` is where the lines begin. With ``closing``, a page of ``characters`` stands before the last one, so that
    the face is embedded with all that the lines show.
    """
    context = {
        "cover": cover,
        "columns": form.columns,
        "said": said,
        "empty": empty,
        "characters": characters,
        "closing": closing,
    }
    html = render_to_string(_TEMPLATE, context)
    sheets = [_CSS.read_text("utf-8"), _widths(form)]
    if closing:
        sheets.append(f"@page closing {{ @bottom-right {{ content: 'Trang {closing.pages}' }} }}")
    return ComposedRegister(html, tuple(sheets))


def plan_of_lines(top: float, form: RegisterForm = OUTGOING) -> RuledPlan:
    """Say how the lines are set below the table of heads, which ends at ``top`` points from the lower edge.

    Half of each rule lies outside of the table, so the rule under the heads is 0.25 points higher.
    """
    return RuledPlan(
        left=20 * _MM + 0.25,
        top=top + 0.25,
        bottom=14 * _MM,
        columns=tuple(width * _MM for width in form.widths),
        centred=form.centred,
        pad=(1.2 * _MM, 1 * _MM),
        label="Trang {}",
        right=287 * _MM,
        foot=_FOOT,
    )


def _widths(form: RegisterForm) -> str:
    return "\n".join(f".c{place} {{ width: {width}mm }}" for place, width in enumerate(form.widths, 1))
