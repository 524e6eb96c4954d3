"""The printed books of sending in their legal columns, and the receipt that goes with letters given by hand.

Postal book (6 columns) and book of the use of kept copies (9 columns) of Decree 30/2020, App. IV. The transfer
receipt has no form in the Decree; it bears what both sides sign for. Rows come decided; this file only lays out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.template.loader import render_to_string

from dispatch.layout.registers import ComposedRegister, RegisterCover

_CSS = Path(__file__).resolve().parents[2] / "static" / "css" / "print"


@dataclass(frozen=True)
class BookForm:
    """One legal form: its title and its columns, in Vietnamese (design D20), with their widths in millimetres."""

    title: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]


POSTAL = BookForm(
    "SỔ GỬI VĂN BẢN ĐI BƯU ĐIỆN",
    (
        "Ngày chuyển",
        "Số, ký hiệu văn bản",
        "Nơi nhận văn bản",
        "Số lượng bì",
        "Ký nhận và dấu bưu điện",
        "Ghi chú",
    ),
    (28, 42, 85, 22, 50, 40),
)
COPIES = BookForm(
    "SỔ SỬ DỤNG BẢN LƯU",
    (
        "Ngày tháng",
        "Họ và tên, đơn vị người sử dụng",
        "Số, ký hiệu, ngày tháng văn bản",
        "Tên loại và trích yếu nội dung văn bản",
        "Số, ký hiệu hồ sơ",
        "Ký nhận",
        "Ngày trả",
        "Người cho phép sử dụng",
        "Ghi chú",
    ),
    (22, 40, 36, 57, 22, 20, 22, 28, 20),
)
RECEIPT = BookForm(
    "PHIẾU GIAO NHẬN VĂN BẢN",
    (
        "Số TT",
        "Số, ký hiệu, ngày văn bản",
        "Trích yếu nội dung",
        "Nơi nhận",
        "Số lượng bản",
        "Ngày nhận, người nhận ký tên",
    ),
    (14, 40, 78, 60, 22, 53),
)


def compose_book(
    form: BookForm, rows: Sequence[Sequence[str]], *, cover: RegisterCover, as_receipt: bool = False
) -> ComposedRegister:
    """Lay out the rows of a book behind its cover, or as a receipt with a head and the two signatures below."""
    context = {"form": form, "rows": rows, "cover": cover, "as_receipt": as_receipt}
    html = render_to_string("print/book.html", context)
    widths = " ".join(f".w{n} {{ width: {width}mm }}" for n, width in enumerate(form.widths, 1))
    return ComposedRegister(html, ((_CSS / "register.css").read_text("utf-8"), _RECEIPT_CSS, widths))


_RECEIPT_CSS = """
.receipt-head { margin-bottom: 5mm; }
.receipt-head .office { font-weight: bold; }
.receipt-head h1 { margin-top: 4mm; font-size: 16pt; text-align: center; }
.receipt-head .days { margin-top: 1mm; font-style: italic; text-align: center; }
.hands { width: 100%; margin-top: 8mm; break-inside: avoid; }
.hands td { width: 50%; height: 34mm; text-align: center; vertical-align: top; }
.hands b { display: block; }
"""
