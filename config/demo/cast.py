"""Who works in the demo office. Every name is invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from organisation.enums import Authority, Duty


@dataclass(frozen=True)
class Member:
    """One person of the demo: how they sign in, what they are called, what they are there for."""

    username: str
    full_name: str
    unit: str
    title: str
    duties: tuple[Duty, ...]
    protocol_order: int
    story: str = ""
    authority: Authority | None = None
    authority_lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Office:
    """One organisation of the demo."""

    code: str
    periods: tuple[tuple[str, dict[str, str]], ...]
    units: tuple[tuple[str, str], ...]
    members: tuple[Member, ...]


_SNV = {
    "symbol": "SNV",
    "superior": "ỦY BAN NHÂN DÂN TỈNH HƯNG SƠN",
    "place": "Hưng Sơn",
    "exchange_code": "H99.07",
    "written_name": "Sở Nội vụ",
    "format_profile": "state",
    "head_title": "GIÁM ĐỐC",
    "contact_line": "Số 12 đường Bạch Đằng, phường Hưng Sơn, tỉnh Hưng Sơn. Điện thoại: 0000.000.000",
}
_BTG = {
    "symbol": "BTGDVTU",
    "superior": "TỈNH ỦY HƯNG SƠN",
    "place": "Hưng Sơn",
    "exchange_code": "A99.03",
    "written_name": "Ban Tuyên giáo và Dân vận Tỉnh ủy",
    "format_profile": "party",
    "head_title": "TRƯỞNG BAN",
}

STATE = Office(
    code="SNV",
    periods=(
        (
            "2015-01-01",
            {**_SNV, "name": "SỞ NỘI VỤ", "superior": "ỦY BAN NHÂN DÂN TỈNH SƠN BÌNH", "place": "Sơn Bình"},
        ),
        ("2025-07-01", {**_SNV, "name": "SỞ NỘI VỤ"}),
    ),
    units=(
        ("Lãnh đạo Sở", "LĐ"),
        ("Văn phòng", "VP"),
        ("Phòng Cải cách hành chính", "CCHC"),
        ("Phòng Tổ chức, biên chế", "TCBC"),
        ("Phòng Văn thư, lưu trữ", "VTLT"),
    ),
    members=(
        Member(
            "binh",
            "Vũ Hải Bình",
            "LĐ",
            "Giám đốc",
            (Duty.HEAD,),
            10,
            "head; signs",
            Authority.HEAD,
            ("GIÁM ĐỐC",),
        ),
        Member(
            "yen",
            "Đỗ Hoàng Yến",
            "LĐ",
            "Phó Giám đốc",
            (Duty.DEPUTY_HEAD,),
            20,
            "deputy head; signs for the head",
            Authority.FOR_HEAD,
            ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        ),
        Member(
            "son",
            "Lương Thái Sơn",
            "LĐ",
            "Phó Giám đốc",
            (Duty.DEPUTY_HEAD,),
            30,
            "deputy head, away this week",
            Authority.FOR_HEAD,
            ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        ),
        Member(
            "dung",
            "Lê Anh Dũng",
            "VP",
            "Chánh Văn phòng",
            (Duty.CHIEF_OF_OFFICE, Duty.UNIT_HEAD),
            40,
            "chief of office; checks the format",
            Authority.BY_ORDER,
            ("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"),
        ),
        Member(
            "lan",
            "Nguyễn Thị Lan",
            "VP",
            "Văn thư",
            (Duty.REGISTRY_CLERK,),
            410,
            "registry clerk; numbers, seals, issues",
        ),
        Member(
            "tuyet", "Trịnh Ánh Tuyết", "VP", "Văn thư", (Duty.REGISTRY_CLERK,), 420, "second registry clerk"
        ),
        Member(
            "quan", "Hồ Minh Quân", "VP", "Quản trị hệ thống", (Duty.ADMINISTRATOR,), 430, "administrator"
        ),
        Member(
            "hoa",
            "Phạm Thị Hòa",
            "CCHC",
            "Trưởng phòng",
            (Duty.UNIT_HEAD,),
            50,
            "head of a unit; checks the content",
        ),
        Member("minh", "Trần Quang Minh", "CCHC", "Chuyên viên", (Duty.OFFICER,), 510, "officer; drafts"),
        Member("nhung", "Bùi Cẩm Nhung", "CCHC", "Chuyên viên", (Duty.OFFICER,), 520),
        Member("khoa", "Đinh Đăng Khoa", "TCBC", "Trưởng phòng", (Duty.UNIT_HEAD,), 60),
        Member("vy", "Mai Tường Vy", "TCBC", "Chuyên viên", (Duty.OFFICER,), 610),
        Member(
            "thu",
            "Hoàng Thị Thu",
            "VTLT",
            "Trưởng phòng, lưu trữ viên",
            (Duty.ARCHIVIST, Duty.UNIT_HEAD),
            70,
            "archivist",
        ),
        Member("phuc", "Cao Hồng Phúc", "VTLT", "Chuyên viên", (Duty.OFFICER,), 710),
    ),
)
PARTY = Office(
    code="BTGDVTU",
    periods=(("2025-07-01", {**_BTG, "name": "BAN TUYÊN GIÁO VÀ DÂN VẬN"}),),
    units=(("Lãnh đạo Ban", "LĐ"), ("Văn phòng", "VP"), ("Phòng Tuyên truyền, báo chí", "TTBC")),
    members=(
        Member(
            "truong",
            "Ngô Đức Trường",
            "LĐ",
            "Trưởng ban",
            (Duty.HEAD,),
            10,
            "head of the Party commission",
            Authority.HEAD,
            ("TRƯỞNG BAN",),
        ),
        Member(
            "kieu",
            "Trương Mỹ Kiều",
            "LĐ",
            "Phó Trưởng ban",
            (Duty.DEPUTY_HEAD,),
            15,
            "its deputy head; signs for the head",
            Authority.FOR_HEAD,
            ("K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"),
        ),
        Member(
            "hanh",
            "Tạ Bích Hạnh",
            "VP",
            "Chánh Văn phòng",
            (Duty.CHIEF_OF_OFFICE, Duty.UNIT_HEAD, Duty.ADMINISTRATOR),
            20,
            "its chief of office and administrator",
            Authority.BY_ORDER,
            ("T/L TRƯỞNG BAN", "CHÁNH VĂN PHÒNG"),
        ),
        Member(
            "tung", "Phan Thanh Tùng", "TTBC", "Trưởng phòng", (Duty.UNIT_HEAD,), 30, "head of its section"
        ),
        Member("ngan", "Võ Kim Ngân", "TTBC", "Chuyên viên", (Duty.OFFICER,), 120, "its officer; drafts"),
        Member("loan", "Đoàn Thúy Loan", "VP", "Văn thư", (Duty.REGISTRY_CLERK,), 110, "its registry clerk"),
    ),
)
OFFICES = (STATE, PARTY)
SIGN_RECORDS = ("minh", "thu")  # an officer who hands dossiers over, and the archivist who takes them
TERM = date(2025, 10, 1)  # the day after the congress: Party books count on from it

HOLIDAYS = (
    ("2026-01-01", "off", "Tết Dương lịch"),
    *((f"2026-02-{day}", "off", "Tết Nguyên đán") for day in (16, 17, 18, 19, 20)),
    ("2026-04-27", "off", "Giỗ Tổ Hùng Vương (nghỉ bù)"),
    ("2026-04-30", "off", "Ngày Chiến thắng"),
    ("2026-05-01", "off", "Ngày Quốc tế Lao động"),
    ("2026-08-31", "off", "Nghỉ hoán đổi dịp Quốc khánh"),
    ("2026-08-22", "working", "Làm bù cho ngày 31/8"),
    ("2026-09-01", "off", "Quốc khánh"),
    ("2026-09-02", "off", "Quốc khánh"),
    ("2027-01-01", "off", "Tết Dương lịch"),
)
