"""What the rules look up: names as they are written, acts no longer in force, letters of old typefaces.

Only what is certain stands here: a name or an act that is missing is not examined, a wrong one would mislead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# Decree 30/2020, App. II, part IV: names of bodies. Compared without regard to case; capitals throughout are let be.
NAMES = (
    "Ủy ban nhân dân",
    "Hội đồng nhân dân",
    "Ủy ban Mặt trận Tổ quốc",
    "Mặt trận Tổ quốc Việt Nam",
    "Thủ tướng Chính phủ",
    "Văn phòng Chính phủ",
    "Văn phòng Quốc hội",
    "Ủy ban Thường vụ Quốc hội",
    "Tòa án nhân dân",
    "Viện kiểm sát nhân dân",
    "Bộ Nội vụ",
    "Bộ Tài chính",
    "Bộ Tư pháp",
    "Bộ Công an",
    "Bộ Quốc phòng",
    "Bộ Ngoại giao",
    "Sở Nội vụ",
    "Sở Tài chính",
    "Sở Tư pháp",
    "Đảng Cộng sản Việt Nam",
    "Ban Chấp hành Trung ương",
    "Bộ Chính trị",
    "Ban Bí thư",
    "Trung ương Đảng",
    "Việt Nam",
)
# Abbreviations that every reader of official letters knows, or that stand in number lines.
KNOWN_ABBREVIATIONS = frozenset(
    {"UBND", "HĐND", "MTTQ", "UBMTTQ", "VT", "VP", "TW", "TU", "CP", "TP", "HCM", "QH", "VN", "NĐ", "QĐ", "TT", "NQ"}
    | {"CT", "BC", "KH", "TB", "CV", "HD", "QC", "HĐ", "BTV", "BCH", "PDF", "USB", "CNTT", "STT", "ISO"}
)  # fmt: skip
ROMAN = frozenset(
    {"II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XX", "XXI"}
)
# The Vietnamese alphabet of points: no f, j, w, z; đ behind d (Decree 30/2020, App. I, Part I, II.6).
POINTS = "abcdđeghiklmnopqrstuvxy"
STATE_PREFIXES = ("TM.", "Q.", "KT.", "TL.", "TUQ.")
PARTY_PREFIXES = ("T/M", "K/T", "T/L", "Q.")
HONOURS = (
    "GS",
    "PGS",
    "TS",
    "TSKH",
    "ThS",
    "BS",
    "KS",
    "CN",
    "LS",
    "DS",
    "NGND",
    "NGƯT",
    "NSND",
    "NSƯT",
    "TTND",
    "TTƯT",
    "Giáo sư",
    "Phó Giáo sư",
    "Tiến sĩ",
    "Thạc sĩ",
    "Bác sĩ",
    "Kỹ sư",
    "Cử nhân",
    "Luật sư",
    "Anh hùng Lao động",
)
# How high an act stands, by the words a legal basis begins with; a later line should not stand higher.
RANKS = (
    ("Hiến pháp", 0),
    ("Bộ luật", 1),
    ("Luật", 1),
    ("Nghị quyết của Quốc hội", 2),
    ("Pháp lệnh", 2),
    ("Nghị định", 3),
    ("Thông tư", 5),
)


@dataclass(frozen=True)
class Repealed:
    """An act that no longer holds: how it is numbered, the first day without it, what stands in its place."""

    symbol: str
    since: date
    by: str


REPEALED = (
    Repealed("110/2004/NĐ-CP", date(2020, 3, 5), "Nghị định số 30/2020/NĐ-CP"),
    Repealed("09/2010/NĐ-CP", date(2020, 3, 5), "Nghị định số 30/2020/NĐ-CP"),
    Repealed("01/2011/TT-BNV", date(2020, 3, 5), "Nghị định số 30/2020/NĐ-CP"),
    Repealed("09/2011/TT-BNV", date(2023, 2, 15), "Thông tư số 10/2022/TT-BNV"),
    Repealed("13/2011/TT-BNV", date(2023, 2, 15), "Thông tư số 10/2022/TT-BNV"),
    Repealed("01/2011/QH13", date(2025, 7, 1), "Luật Lưu trữ số 33/2024/QH15"),
    Repealed("01/2013/NĐ-CP", date(2025, 7, 21), "Nghị định số 113/2025/NĐ-CP"),
    Repealed("51/2005/QH11", date(2024, 7, 1), "Luật Giao dịch điện tử số 20/2023/QH15"),
    Repealed("29/2018/QH14", date(2026, 3, 1), "Luật Bảo vệ bí mật nhà nước số 117/2025/QH15"),
    Repealed("66-QĐ/TW", date(2026, 1, 9), "Quy định số 399-QĐ/TW"),
    Repealed("36-HD/VPTW", date(2026, 5, 27), "Hướng dẫn số 05-HD/VPTW"),
    Repealed("269-QĐ/TW", date(2025, 10, 22), "Quy định số 379-QĐ/TW"),
    Repealed("217-QĐ/TW", date(2025, 6, 27), "Quy định số 337-QĐ/TW"),
)
