"""The printed books of incoming letters in their legal columns (Decree 30/2020, App. IV), in Vietnamese (design D20).

The register (10 columns) and the book that follows the handling (7) are the Decree's. It has the transfer of paper
signed for in the register; offices that keep a book of its own for it have the five columns of the older guideline.
"""

from __future__ import annotations

from dataclasses import dataclass

from dispatch.layout.registers import RegisterForm

INCOMING = RegisterForm(
    title="SỔ ĐĂNG KÝ VĂN BẢN ĐẾN",
    columns=(
        "Ngày đến",
        "Số đến",
        "Tác giả",
        "Số, ký hiệu văn bản",
        "Ngày tháng văn bản",
        "Tên loại và trích yếu nội dung văn bản",
        "Đơn vị hoặc người nhận",
        "Ngày chuyển",
        "Ký nhận",
        "Ghi chú",
    ),
    widths=(21, 14, 34, 28, 21, 57, 30, 21, 22, 19),
    centred=frozenset({1}),
)
TRACKING = RegisterForm(
    title="SỔ THEO DÕI GIẢI QUYẾT VĂN BẢN ĐẾN",
    columns=(
        "Số đến",
        "Tên loại, số và ký hiệu, ngày tháng và tác giả văn bản",
        "Đơn vị hoặc người nhận",
        "Thời hạn giải quyết",
        "Tiến độ giải quyết",
        "Số, ký hiệu văn bản trả lời",
        "Ghi chú",
    ),
    widths=(16, 86, 42, 24, 42, 32, 25),
    centred=frozenset({0}),
)
TRANSFER = RegisterForm(
    title="SỔ CHUYỂN GIAO VĂN BẢN ĐẾN",
    columns=("Ngày chuyển", "Số đến", "Đơn vị hoặc người nhận", "Ký nhận", "Ghi chú"),
    widths=(30, 24, 98, 55, 60),
    centred=frozenset({1}),
)
REGISTER_NOTE = 9  # columns that say why a line is struck through, and are not
TRACKING_NOTE = 6


@dataclass(frozen=True)
class BookLine:
    """One line of a book: the words of its columns; ``void`` strikes through all but the column ``note``."""

    cells: tuple[str, ...]
    void: bool = False
    note: int = REGISTER_NOTE
    letter: int | None = None

    @property
    def struck(self) -> frozenset[int]:
        """Give the columns struck through."""
        return frozenset(range(len(self.cells))) - {self.note} if self.void else frozenset()
