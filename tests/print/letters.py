"""The letters every layout test lays out. Offices, people and places are invented."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache

import segno

from dispatch.layout.composing import compose
from dispatch.layout.page import LetterPage
from dispatch.layout.party import PARTY_2018, PARTY_2026
from dispatch.layout.profiles import STATE_2020
from files.rendering import RenderedPdf, render_pdf

VERSIONS = {profile.version: profile for profile in (STATE_2020, PARTY_2018, PARTY_2026)}
AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)

_OPENING = (
    "<p>Thực hiện Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công "
    "tác văn thư, Sở Nội vụ "
    "đề nghị các cơ quan, đơn vị rà soát, báo cáo tình hình gửi, nhận văn bản điện tử có ký "
    "số trong năm 2026 với "
    "những nội dung sau đây:</p>"
)
_POINTS = (
    "<ol><li>Số lượng văn bản đi, văn bản đến đã được ký số theo từng tháng.</li>"
    "<li>Những khó khăn, vướng mắc và kiến nghị:<ol class='points'><li>Về hạ tầng kỹ "
    "thuật;</li><li>Về chữ ký số;</li>"
    "<li>Về nhân lực;</li><li>Về kinh phí;</li><li>Nội dung khác.</li></ol></li></ol>"
)
_ENDING = (
    "<p>Báo cáo gửi về Sở Nội vụ (qua Văn phòng) trước ngày 15 tháng 12 năm 2026 để tổng "
    "hợp, báo cáo Ủy ban nhân dân "
    "tỉnh.</p>"
)
_ARTICLE = (
    "<h4>Điều {n}. Trách nhiệm của các cơ quan, đơn vị</h4><p class='clause'>1. Các cơ quan, "
    "đơn vị bố trí người làm văn "
    "thư, cấp phát chứng thư số và tổ chức gửi, nhận văn bản điện tử theo đúng quy định, đúng thời hạn.</p>"
    "<p class='point'>a) Văn bản đến được đăng ký và chuyển giao trong ngày;</p>"
)
_TABLE = (
    "<table><thead><tr><th>STT</th><th>Cơ quan, đơn vị</th><th>Số lượng</th></tr></thead><tbody>"
    + "".join(
        f"<tr><td class='center'>{n}</td><td>Đơn vị thứ {n}</td><td class='right'>{n * 7}</td></tr>"
        for n in range(1, 15)
    )
    + "</tbody></table>"
)


def letter(**changes: object) -> LetterPage:
    """Give a plain one-page letter, with ``changes``."""
    content: dict[str, object] = {
        "superior": "ỦY BAN NHÂN DÂN TỈNH HƯNG SƠN",
        "issuer": "SỞ NỘI VỤ",
        "symbol": "SNV-VP",
        "place": "Hưng Sơn",
        "expected_on": date(2026, 11, 24),
        "subject": "rà soát việc gửi, nhận văn bản điện tử có ký số trên địa bàn tỉnh",
        "addressees": ("Ủy ban nhân dân các xã, phường",),
        "body_html": _OPENING + _POINTS + _ENDING,
        "recipients": ("Như trên", "Ủy ban nhân dân tỉnh (để b/c)", "Giám đốc, các Phó Giám đốc"),
        "keep_line": "VT, VP",
        "authority_lines": ("KT. GIÁM ĐỐC",),
        "title": "PHÓ GIÁM ĐỐC",
        "signer_name": "Nguyễn Thị Ánh Nguyệt",
    }
    return LetterPage(**(content | changes))  # type: ignore[arg-type]


GOLDEN: dict[str, LetterPage] = {
    "one_page": letter(
        urgency="express",
        circulation="LƯU HÀNH NỘI BỘ",
        drafter_code="NVM",
        copies=25,
        contact_line="Số 1 đường Hùng Vương, phường Hưng Sơn; điện thoại: 0200 000 000; thư điện tử: "
        "snv@hungson.example",
        qr_svg=segno.make("https://vanthu.hungson.example/go/letter/AbC123xyz0", error="m").svg_inline(),
    ),
    "several_pages": letter(
        legal_bases=(
            "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025",
            "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư",
        ),
        body_html="<h2>Phần I<br><span class='title'>Quy định chung</span></h2>"
        + "".join(_ARTICLE.format(n=n) for n in range(1, 11))
        + _TABLE
        + "<p>Trân trọng.</p>",
    ),
    "long_issuer": letter(
        superior="ỦY BAN NHÂN DÂN THÀNH PHỐ TRỰC THUỘC TRUNG ƯƠNG HƯNG SƠN",
        issuer="TRUNG TÂM XÚC TIẾN ĐẦU TƯ,\nTHƯƠNG MẠI VÀ DU LỊCH KHU VỰC ĐỒNG BẰNG VÀ VEN BIỂN",
    ),
    "forty_recipients": letter(recipients=tuple(f"Ủy ban nhân dân xã thứ {n}" for n in range(1, 41))),
    "many_addressees": letter(addressees=tuple(f"Ủy ban nhân dân xã thứ {n}" for n in range(1, 41))),
}


@lru_cache(maxsize=256)
def laid_out(page: LetterPage, version: str = STATE_2020.version) -> RenderedPdf:
    """Compose and render ``page`` in the profile ``version``, once per test run."""
    composed = compose(page, VERSIONS[version])
    return render_pdf(composed.html, stylesheets=composed.stylesheets, at=AT)
