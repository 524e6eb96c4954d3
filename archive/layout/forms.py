"""The tables of Decree 30/2020, App. V, with their legal columns: in Vietnamese, whatever their reader works in (D20).

Rows come decided, as texts in the order of the columns.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.template.loader import render_to_string

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_CSS: Final = Path(__file__).resolve().parents[2] / "static" / "css" / "print" / "archive.css"


@dataclass(frozen=True)
class TableForm:
    """One legal table: its title, its columns with their widths in millimetres, and how the sheet lies."""

    title: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    landscape: bool = False
    centred: frozenset[int] = frozenset()


FILE_PLAN: Final = TableForm(
    "DANH MỤC HỒ SƠ",
    ("Số và ký hiệu hồ sơ", "Đề mục và tiêu đề hồ sơ", "Thời hạn bảo quản", "Người lập hồ sơ", "Ghi chú"),
    (28, 72, 22, 30, 18),
)
DOCUMENTS: Final = TableForm(
    "MỤC LỤC VĂN BẢN, TÀI LIỆU TRONG HỒ SƠ",
    (
        "Số TT",
        "Số, ký hiệu văn bản",
        "Ngày tháng năm văn bản",
        "Tên loại và trích yếu nội dung văn bản",
        "Tác giả văn bản",
        "Tờ số/ Trang số",
        "Ghi chú",
    ),
    (11, 27, 23, 50, 26, 17, 16),
    centred=frozenset({0, 2, 5}),
)
HANDED_OVER: Final = TableForm(
    "MỤC LỤC HỒ SƠ, TÀI LIỆU NỘP LƯU",
    (
        "Số TT",
        "Số, ký hiệu hồ sơ",
        "Tiêu đề hồ sơ",
        "Thời gian tài liệu",
        "Thời hạn bảo quản",
        "Số tờ/ Số trang",
        "Ghi chú",
    ),
    (11, 28, 55, 26, 20, 14, 16),
    centred=frozenset({0, 4, 5}),
)


LOANS: Final = TableForm(
    "SỔ MƯỢN HỒ SƠ, TÀI LIỆU",
    (
        "Ngày tháng",
        "Họ và tên, đơn vị người mượn",
        "Số, ký hiệu hồ sơ",
        "Tiêu đề hồ sơ",
        "Hạn trả",
        "Ký nhận",
        "Ngày trả",
        "Người cho phép",
        "Ghi chú",
    ),
    (22, 42, 24, 62, 22, 18, 22, 25, 20),
    landscape=True,
    centred=frozenset({0, 4, 6}),
)


@dataclass(frozen=True, kw_only=True)
class Head:
    """Who prints: names of the day, in the State's or the Party's form."""

    superior: str
    organisation: str
    place: str
    party: bool = False
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table to print: its form, rows (a row of one text is a heading), words above and below."""

    form: TableForm
    rows: Sequence[Sequence[str]]
    subtitle: Sequence[str] = ()
    closing: Sequence[str] = ()
    empty: str = "Không có dòng nào."


@dataclass(frozen=True, kw_only=True)
class Party:
    """One side of a transfer record."""

    unit: str
    name: str
    title: str


@dataclass(frozen=True, kw_only=True)
class RecordPage:
    """The transfer record (biên bản giao nhận hồ sơ, tài liệu): two sides, what is handed over, in which copy."""

    day: str
    basis: Sequence[str]
    giver: Party
    receiver: Party
    body: str
    period: str
    paper: Sequence[tuple[str, str]]
    electronic: Sequence[tuple[str, str]]
    condition: str
    copy: int


@dataclass(frozen=True)
class Composed:
    """What ``files.rendering.render_pdf`` takes."""

    html: str
    stylesheets: tuple[str, ...] = field(default_factory=tuple)


def compose_table(head: Head, table: Table, *, day: date | None = None) -> Composed:
    """Lay out one table under the head of the office; ``day`` is when it was printed."""
    html = render_to_string(
        "print/archive_table.html", {"head": head, "table": table, "form": table.form, "day": day}
    )
    return Composed(html, (*_sheets(table.form), _sheet_of(table.form)))


def compose_record(head: Head, record: RecordPage, table: Table) -> Composed:
    """Lay out a transfer record with the list of what is handed over behind it.

    The places ``leader`` and ``second`` are where giver and receiver sign.
    """
    context = {"head": head, "record": record, "table": table, "form": table.form}
    return Composed(render_to_string("print/transfer_record.html", context), _sheets(table.form))


def _sheets(form: TableForm) -> tuple[str, ...]:
    widths = "\n".join(f".w{place} {{ width: {width}mm }}" for place, width in enumerate(form.widths, 1))
    centred = "".join(f".ledger td:nth-child({place + 1}) {{ text-align: center }}" for place in form.centred)
    return (_CSS.read_text("utf-8"), widths, centred)


def _sheet_of(form: TableForm) -> str:
    return "@page { size: 297mm 210mm }" if form.landscape else ""
