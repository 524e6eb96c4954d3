"""The printed catalogue: list of dossiers in the State's seven columns or the Party's, finding aid of a fonds.

What surrounds the rows is a page for the general layout, the rows themselves are set directly (files/rendering/ruled).
The legal forms are Vietnamese whatever language their reader works in (design D20).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from django.template.loader import render_to_string

from files.rendering import RenderedPdf, render_pdf
from files.rendering.ruled import RuledPages, RuledPlan, bound

_SHEETS: Final = Path(__file__).resolve().parents[2] / "static" / "css" / "print"
_MM: Final = 72 / 25.4
_TELL: Final = 500


@dataclass(frozen=True)
class BookForm:
    """One form of the list: its title, its columns, their widths in millimetres (267 together), the centred ones.

    ``counted`` is what the last page says after the number of rows; ``signed`` whether somebody signs there.
    """

    title: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    centred: frozenset[int]
    counted: str = "hồ sơ (đơn vị bảo quản)"
    signed: bool = True


STATE: Final = BookForm(
    "MỤC LỤC HỒ SƠ",
    (
        "Số TT", "Số, ký hiệu hồ sơ", "Tiêu đề hồ sơ", "Thời gian tài liệu", "Thời hạn lưu trữ", "Số tờ/ Số trang",
        "Ghi chú",
    ),
    (14, 38, 105, 38, 24, 20, 28),
    frozenset({0, 4, 5}),
)  # fmt: skip
PARTY: Final = BookForm(
    "MỤC LỤC HỒ SƠ",
    (
        "Cặp, hộp số", "ĐVBQ số", "Tiêu đề hồ sơ", "Ngày tháng bắt đầu và kết thúc", "Số trang", "Thời hạn bảo quản",
        "Ghi chú",
    ),
    (20, 24, 113, 40, 18, 24, 28),
    frozenset({0, 4, 5}),
)  # fmt: skip
AID: Final = BookForm("CÔNG CỤ TRA CỨU PHÔNG LƯU TRỮ", STATE.columns, STATE.widths, STATE.centred)
FOUND_IN_SEARCH: Final = BookForm(
    "KẾT QUẢ TÌM KIẾM TRONG MỤC LỤC",
    ("Số TT", "Cấp mô tả", "Số, ký hiệu", "Tiêu đề", "Năm cuối", "Nội dung"),
    (14, 26, 36, 101, 18, 72),
    frozenset({0, 4}),
    counted="kết quả",
    signed=False,
)
FORMS: Final = {"list": STATE, "party": PARTY, "aid": AID}


@dataclass(frozen=True, kw_only=True)
class Cover:
    """What the cover says; ``description`` are the paragraphs of a finding aid before its list."""

    superior: str
    organisation: str
    part: str
    code: str
    span: str
    party: bool = False
    said: str = ""
    description: Sequence[tuple[str, Sequence[str]]] = field(default_factory=tuple)


@dataclass(frozen=True)
class Book:
    """Makes one printed list; ``at`` is when it was printed."""

    form: BookForm
    cover: Cover
    at: datetime
    fonts: Path | None

    def made(self, rows: Iterable[Sequence[str]], tell: Callable[[int], None]) -> tuple[bytes, int]:
        """Give the book as a PDF and how many dossiers it lists; a row whose first cell is empty is a heading."""
        heads = self._rendered()
        place = heads.slots["lines"]
        pages = RuledPages(self._plan(place.box[3]), self.fonts)
        count = 0
        for row in rows:
            pages.add(tuple(row))
            count += bool(row[0])
            if count % _TELL == 0:
                tell(count)
        pages.end()
        frame = self._rendered(characters=" ".join(sorted(pages.characters)), count=count, empty=count == 0)
        return bound(frame.pdf, pages.pages, heads=place.page, tail=1, fonts=self.fonts), count

    def _plan(self, top: float) -> RuledPlan:
        return RuledPlan(
            left=20 * _MM + 0.25, top=top + 0.25, bottom=14 * _MM,
            columns=tuple(width * _MM for width in self.form.widths), centred=self.form.centred,
            pad=(1.2 * _MM, 1 * _MM), label="Trang {}", right=287 * _MM, foot=25.35,
        )  # fmt: skip

    def _rendered(
        self, *, characters: str = "", count: int | None = None, empty: bool = False
    ) -> RenderedPdf:
        context = {
            "form": self.form, "cover": self.cover, "characters": characters, "count": count, "empty": empty,
            "day": self.at,
        }  # fmt: skip
        html = render_to_string("print/catalogue.html", context)
        widths = "\n".join(
            f".c{place} {{ width: {width}mm }}" for place, width in enumerate(self.form.widths, 1)
        )
        sheets = tuple((_SHEETS / name).read_text("utf-8") for name in ("register.css", "catalogue.css"))
        return render_pdf(
            html, stylesheets=(*sheets, widths), at=self.at, licensed_fonts=self.fonts, tagged=False
        )
