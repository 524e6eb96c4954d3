"""The profiles of Party letters: 05-HD/VPTW of 2026 and, for older letters, 36-HD/VPTW of 2018.

Their annexes could not be read; the values are those several independent sources give (domain 4.3), so all are
marked M and an office may set them otherwise. There is no Quốc hiệu and no TUQ in the Party.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from dispatch.layout.profiles import FormatProfile, Measure, Words
from dispatch.models.kinds import PARTY


def _measures(source: str) -> Mapping[str, Measure]:
    def value(value: float, low: float, high: float, unit: str = "pt", said: str = "") -> Measure:
        return Measure(value, low, high, unit, said or f"{source}, as restated", "M")

    def practice(size: float, low: float, high: float, unit: str, why: str) -> Measure:
        return value(size, low, high, unit, f"practice: {why}")

    return MappingProxyType(
        {
            "page_width": value(210, 210, 210, "mm"),
            "page_height": value(297, 297, 297, "mm"),
            "margin_top": value(20, 20, 20, "mm"),
            "margin_bottom": value(20, 20, 20, "mm"),
            "margin_left": value(30, 30, 30, "mm"),
            "margin_right": value(15, 15, 15, "mm"),
            "page_number_size": value(14, 14, 14),
            "page_number_top": value(10, 10, 10, "mm"),
            "national_name_size": value(15, 15, 15),
            "superior_size": value(14, 14, 14),
            "issuer_size": value(14, 14, 14),
            "number_size": value(14, 14, 14),
            "date_size": value(14, 14, 14),
            "kind_size": value(16, 15, 16),
            "abstract_size": value(14, 14, 15),
            "abstract_room": practice(135, 110, 150, "mm", "longest line of an abstract"),
            "subject_size": value(12, 12, 12),
            "subject_gap": practice(6, 3, 12, "pt", "between number and abstract"),
            "addressee_size": practice(14, 14, 15, "pt", "as the text"),
            "body_size": value(14, 14, 15),
            "body_indent": value(10, 10, 12.7, "mm"),
            "paragraph_gap": value(6, 6, 24),
            "line_exactly": value(19, 18, 22),
            "authority_size": value(14, 14, 14),
            "signer_name_size": value(14, 14, 14),
            "recipients_title_size": value(14, 14, 14),
            "recipients_size": value(12, 12, 12),
            "stamp_height": practice(8, 7, 10, "mm", "as the State's"),
            "stamp_size": value(14, 14, 14),
            "appendix_size": practice(14, 14, 16, "pt", "as the State's"),
            "part_title_size": practice(14, 14, 16, "pt", "as the kind of a letter"),
            "part_note_size": practice(14, 13, 14, "pt", "as the State's"),
            "drafter_size": practice(11, 10, 12, "pt", "as the State's"),
            "contact_size": practice(11, 10, 12, "pt", "as the State's"),
            "seal_overlap_share": value(1 / 3, 0.3, 0.37, "of the signature picture"),
            "seal_diameter": practice(36, 32, 42, "mm", "real size; the seal's own record wins"),
            "signature_width": practice(50, 30, 60, "mm", "picture of a handwritten signature"),
            "signature_height": practice(25, 15, 30, "mm", "picture of a handwritten signature"),
            "signature_space": practice(30, 25, 40, "mm", "height left between title and name"),
            "left_column": practice(
                82, 70, 90, "mm", "issuer, number; the rest is for the heading and the date"
            ),
            "qr_size": practice(13, 12, 20, "mm", "office setting; stands in the bottom margin of page 1"),
        }
    )


PARTY_2026 = FormatProfile(
    code=PARTY,
    version="05hd-2026",
    measures=_measures("05-HD/VPTW (2026)"),
    national_name="ĐẢNG CỘNG SẢN VIỆT NAM",
    motto="",
    urgency_stamps=MappingProxyType(
        {"express": ("HỎA TỐC", 30.0), "very_urgent": ("THƯỢNG KHẨN", 40.0), "urgent": ("KHẨN", 20.0)}
    ),
    words=Words(
        number="Số ",
        joint="-",
        about="Về việc ",
        keep="Lưu ",
        end_mark=".",
        list_mark=";",
        address="Kính gửi",
        present="Kính trình",
    ),
    since=date(2026, 5, 27),
)
PARTY_2018 = replace(
    PARTY_2026,
    version="36hd-2018",
    measures=_measures("36-HD/VPTW (2018)"),
    words=replace(PARTY_2026.words, list_mark=",", present="Kính gửi"),
    since=date(2018, 4, 3),
)
