"""One letter of every kind, State and Party, as an office would write it. Offices, people and places are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dispatch.layout.page import Beside, LetterPage, PagePart
from dispatch.layout.party import PARTY_2018, PARTY_2026
from dispatch.layout.profiles import STATE_2020, FormatProfile
from dispatch.models.kinds import PARTY, STATE, UNKNOWN, kinds_of, symbol_of
from tests.print.letters import letter

_BASES = (
    "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư",
    "Theo đề nghị của Chánh Văn phòng Sở",
)
_DECIDED = (
    "<p class='clause'><strong>Điều 1.</strong> Thành lập Tổ công tác gồm 07 thành viên.</p>"
    "<p class='clause'><strong>Điều 2.</strong> Quyết định này có hiệu lực kể từ ngày ký.</p>"
    "<p class='clause'><strong>Điều 3.</strong> Chánh Văn phòng và Trưởng các phòng chịu trách nhiệm thi hành Quyết "
    "định này.</p>"
)
_ARTICLES = (
    "<h4>Điều 1. Phạm vi</h4><p>Văn bản này áp dụng cho các phòng, đơn vị thuộc Sở.</p>"
    "<h4>Điều 2. Hiệu lực</h4><p>Quyết định này có hiệu lực kể từ ngày ký.</p>"
    "<h4>Điều 3. Trách nhiệm</h4><p>Chánh Văn phòng và Trưởng các phòng chịu trách nhiệm thi hành Quyết định này.</p>"
)
_CHAPTER = "<h2>Chương I<br><span class='title'>Quy định chung</span></h2>" + _ARTICLES
_REPORT = (
    "<p>Trong quý IV năm 2026, Sở Nội vụ đã tổ chức gửi, nhận văn bản điện tử có ký số giữa các cơ quan, đơn vị.</p>"
    "<ol><li>Kết quả thực hiện: 1.250 văn bản đi, 2.310 văn bản đến.</li><li>Khó khăn, vướng mắc: không có.</li></ol>"
)
_TABLE = (
    "<table><thead><tr><th>STT</th><th>Đơn vị</th><th>Số lượng</th></tr></thead><tbody>"
    + "".join(
        f"<tr><td class='center'>{n}</td><td>Đơn vị thứ {n}</td><td class='right'>{n * 7}</td></tr>"
        for n in range(1, 45)
    )
    + "</tbody></table>"
)
REGULATION = PagePart(
    title="Văn thư, lưu trữ của Sở Nội vụ", body_html=_CHAPTER, promulgated=True, kind="quy_che"
)
APPENDICES = (
    PagePart(title="Số lượng văn bản theo đơn vị", body_html=_TABLE),
    PagePart(title="Những người tham gia", body_html="<p>Ông Lê Văn An, chuyên viên.</p>"),
)
_OTHER = (
    ("other_address", "Số 5 đường Trần Phú, phường Hưng Sơn"),
    ("other_party", "Công ty Công nghệ Hưng Sơn"),
    ("other_signer", "Trần Văn Bảo"),
    ("other_title", "Giám đốc"),
)
_OWN: dict[str, dict[str, object]] = {
    "cong_van": {},
    "thu_cong": {"addressees": ("Ông Lê Văn An, Chủ tịch Ủy ban nhân dân phường Hưng Sơn",)},
    "nghi_quyet": {
        "subject": "về chương trình công tác năm 2027",
        "legal_bases": _BASES,
        "body_html": _ARTICLES,
    },
    "quyet_dinh": {
        "subject": "thành lập Tổ công tác chuyển đổi số của Sở Nội vụ",
        "legal_bases": _BASES,
        "body_html": _DECIDED,
        "recipients": ("Như Điều 3", "Ủy ban nhân dân tỉnh (để b/c)"),
        "authority_lines": (),
        "title": "GIÁM ĐỐC",
    },
    "to_trinh": {"addressees": ("Ủy ban nhân dân tỉnh Hưng Sơn",)},
    "bao_cao": {"addressees": ("Ủy ban nhân dân tỉnh Hưng Sơn",), "body_html": _REPORT, "parts": APPENDICES},
    "cong_dien": {
        "subject": "Về việc chủ động ứng phó với mưa lớn",
        "addressees": ("Chủ tịch Ủy ban nhân dân các xã, phường", "Thủ trưởng các đơn vị trực thuộc"),
        "urgency": "express",
    },
    "giay_moi": {
        "subject": "Họp triển khai nhiệm vụ năm 2027",
        "body_html": "<p>Đề nghị các đại biểu mang theo máy tính; tài liệu được gửi trên Hệ thống</p>",
        "particulars": (
            ("chair", "Ông Vũ Hải Bình, Giám đốc Sở"),
            ("invited", "Lãnh đạo các phòng thuộc Sở\nĐại diện Văn phòng Ủy ban nhân dân tỉnh"),
            ("occasion", "Hội nghị triển khai nhiệm vụ năm 2027"),
            ("place", "Phòng họp số 1, Sở Nội vụ"),
            ("time", "08 giờ 00, ngày 15 tháng 12 năm 2026"),
        ),
    },
    "giay_gioi_thieu": {
        "subject": "Giới thiệu ông Trần Quang Minh",
        "body_html": "",
        "particulars": (
            ("matter", "Khảo sát việc ký số văn bản điện tử"),
            ("person", "Trần Quang Minh"),
            ("position", "Chuyên viên Phòng Cải cách hành chính"),
            ("sent_to", "Sở Khoa học và Công nghệ"),
            ("valid_until", "31 tháng 12 năm 2026"),
        ),
    },
    "giay_nghi_phep": {
        "subject": "Nghỉ phép của bà Bùi Cẩm Nhung",
        "body_html": "",
        "recipients": ("Bà Bùi Cẩm Nhung", "Phòng Cải cách hành chính"),
        "particulars": (
            ("asked_on", "20 tháng 11 năm 2026"),
            ("counted", "nghỉ phép hằng năm 2026"),
            ("duration", "05 ngày"),
            ("person", "Bùi Cẩm Nhung"),
            ("place", "xã Sơn Bình, tỉnh Hưng Sơn"),
            ("position", "Chuyên viên"),
            ("since", "07 tháng 12 năm 2026"),
            ("until", "11 tháng 12 năm 2026"),
        ),
    },
    "bien_ban": {
        "subject": "Họp giao ban tháng 11 năm 2026",
        "body_html": _REPORT,
        "authority_lines": (),
        "title": "GIÁM ĐỐC",
        "signer_name": "Vũ Hải Bình",
        "particulars": (
            ("attended", "Lãnh đạo Sở\nTrưởng các phòng, đơn vị"),
            ("began", "08 giờ 00, ngày 24 tháng 11 năm 2026"),
            ("ended", "11 giờ 30 cùng ngày"),
            ("place", "Phòng họp số 1, Sở Nội vụ"),
            ("secretary", "Lê Anh Dũng"),
        ),
    },
    "hop_dong": {
        "subject": "Bảo trì hệ thống quản lý văn bản",
        "legal_bases": _BASES,
        "body_html": _ARTICLES,
        "particulars": _OTHER,
    },
    "ban_ghi_nho": {"subject": "Phối hợp đào tạo kỹ năng số", "body_html": _REPORT, "particulars": _OTHER},
    "ban_thoa_thuan": {"subject": "Chia sẻ dữ liệu số", "body_html": _REPORT, "particulars": _OTHER},
}
_PARTY_WORDS: dict[str, object] = {
    "superior": "TỈNH ỦY HƯNG SƠN",
    "issuer": "BAN TUYÊN GIÁO VÀ DÂN VẬN",
    "issuer_name": "Ban Tuyên giáo và Dân vận Tỉnh ủy",
    "issuing_authority": "TRƯỞNG BAN TUYÊN GIÁO VÀ DÂN VẬN",
    "keep_line": "Văn phòng Ban",
    "authority_lines": ("K/T TRƯỞNG BAN",),
    "title": "PHÓ TRƯỞNG BAN",
    "recipients": ("Như trên", "Thường trực Tỉnh ủy (để báo cáo)", "Lãnh đạo Ban"),
}


def page_of(profile: str, kind: str, **changes: object) -> LetterPage:
    """Give a letter of ``kind`` in the regime ``profile``, with ``changes``."""
    state: dict[str, object] = {
        "issuer_name": "Sở Nội vụ",
        "issuing_authority": "GIÁM ĐỐC SỞ NỘI VỤ",
        "addressees": (),
        "subject": "tổ chức thực hiện công tác văn thư năm 2027",
        "recipients": ("Ủy ban nhân dân tỉnh (để b/c)", "Các phòng, đơn vị thuộc Sở"),
    }
    plain = {} if kind == "cong_van" else state
    words = _PARTY_WORDS if profile == PARTY else {}
    symbol = symbol_of(
        profile=profile,
        kind=kind,
        issuer="BTGDVTU" if profile == PARTY else "SNV",
        unit="VP",
        own={"giay_moi": "GM", "giay_gioi_thieu": "GGT"},
    )
    own = {"symbol": symbol} | plain | _OWN.get(kind, {}) | words | changes
    return letter(kind=kind, **own)


def _party_kinds() -> list[str]:
    return [kind.code for kind in kinds_of(PARTY) if kind.party != UNKNOWN]


LAYOUTS: dict[str, tuple[LetterPage, FormatProfile]] = {
    **{f"state-{kind.code}": (page_of(STATE, kind.code), STATE_2020) for kind in kinds_of(STATE)},
    "state-quyet_dinh-promulgating": (
        page_of(
            STATE,
            "quyet_dinh",
            subject="ban hành Quy chế văn thư, lưu trữ của Sở Nội vụ",
            parts=(REGULATION, *APPENDICES),
        ),
        STATE_2020,
    ),
    "state-bien_ban-second": (
        page_of(STATE, "bien_ban", second=Beside(signer_name="Lê Anh Dũng")),
        STATE_2020,
    ),
    "state-ke_hoach-joint": (
        page_of(
            STATE,
            "ke_hoach",
            subject="phối hợp kiểm tra việc gửi, nhận văn bản điện tử năm 2027",
            issuer="SỞ NỘI VỤ - SỞ TÀI CHÍNH",
            symbol="KH-SNV-STC",
            second=Beside(
                signer_name="Lê Thu Trang",
                title="PHÓ GIÁM ĐỐC",
                authority_lines=("KT. GIÁM ĐỐC",),
                joint=True,
            ),
        ),
        STATE_2020,
    ),
    **{f"party-{kind}": (page_of(PARTY, kind), PARTY_2026) for kind in _party_kinds()},
    "party-huong_dan-joint": (
        page_of(
            PARTY,
            "huong_dan",
            issuer="BAN TUYÊN GIÁO VÀ DÂN VẬN - BAN TỔ CHỨC",
            symbol="HD/BTGDVTU-BTCTU",
            second=Beside(
                signer_name="Lê Thu Trang",
                title="PHÓ TRƯỞNG BAN",
                authority_lines=("K/T TRƯỞNG BAN",),
                joint=True,
            ),
        ),
        PARTY_2026,
    ),
    "party-giay_moi": (page_of(PARTY, "giay_moi"), PARTY_2026),
    "party-cong_van-urgent": (
        page_of(
            PARTY, "cong_van", urgency="express", addressees=("Ban Tổ chức Tỉnh ủy", "Văn phòng Tỉnh ủy")
        ),
        PARTY_2026,
    ),
    "party-quyet_dinh-promulgating": (page_of(PARTY, "quyet_dinh", parts=(REGULATION,)), PARTY_2026),
    "party2018-to_trinh": (page_of(PARTY, "to_trinh", expected_on=date(2025, 12, 1)), PARTY_2018),
    "party2018-cong_van": (
        page_of(PARTY, "cong_van", number=5, issued_on=date(2025, 12, 5), expected_on=date(2025, 12, 1)),
        PARTY_2018,
    ),
}
NUMBERED = {
    name: (replace(page, number=5, issued_on=date(2026, 12, 5)), profile)
    for name, (page, profile) in LAYOUTS.items()
}
