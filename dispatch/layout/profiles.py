"""Format profiles: every measure of the layout as data, with its legal range, its article and how sure we
are.

Marks are those of the domain paper: H read in the regulation itself, M and O learnt from practice. A value
marked H may only move inside its range; the others are the office's settings (design D27).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

_APP = "Decree 30/2020, App. I, Part I, "


@dataclass(frozen=True)
class Measure:
    """One number of the layout: its value, the range the regulation leaves, the unit, the source, the
    mark."""

    value: float
    low: float
    high: float
    unit: str
    source: str
    mark: str = "H"


class MeasureOutsideRangeError(ValueError):
    """A measure read in the regulation was set outside the range the regulation leaves."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words and signs in which the regimes differ (domain traps 2, 3): all of them stand on the page."""

    number: str  # before the number
    joint: str  # between number and symbol
    about: str  # before the abstract of a công văn
    keep: str  # before the office's own copy in "Nơi nhận:"
    end_mark: str  # nothing follows behind it
    list_mark: str  # after an entry that is not the last
    address: str  # before addressees
    present: str  # the same in a tờ trình


@dataclass(frozen=True)
class FormatProfile:
    """The measures and fixed words of one regulation in one version; ``code`` and ``version`` go with each
    letter. ``since`` is the day from which letters follow it."""

    code: str
    version: str
    measures: Mapping[str, Measure]
    national_name: str
    motto: str
    urgency_stamps: Mapping[str, tuple[str, float]]
    words: Words
    since: date

    def __getitem__(self, name: str) -> float:
        """Give the value of the measure ``name``; an unknown name is a KeyError."""
        return self.measures[name].value

    def adjusted(self, **values: float) -> FormatProfile:
        """Give the profile with other values; raises MeasureOutsideRangeError where a rule marked H forbids
        it."""
        changed = dict(self.measures)
        for name, value in values.items():
            rule = changed[name]
            if rule.mark == "H" and not rule.low <= value <= rule.high:
                raise MeasureOutsideRangeError(
                    f"{name}: {value} {rule.unit} is not {rule.low} to {rule.high} ({rule.source})"
                )
            changed[name] = replace(rule, value=value)
        return replace(self, measures=MappingProxyType(changed))


def _pt(value: float, low: float, high: float, source: str, mark: str = "H") -> Measure:
    return Measure(value, low, high, "pt", _APP + source, mark)


def _mm(value: float, low: float, high: float, source: str, mark: str = "H") -> Measure:
    return Measure(value, low, high, "mm", _APP + source, mark)


def _practice(value: float, low: float, high: float, unit: str, why: str) -> Measure:
    return Measure(value, low, high, unit, f"practice: {why}", "M")


_STATE_2020_MEASURES = {
    "page_width": _mm(210, 210, 210, "I.1"),
    "page_height": _mm(297, 297, 297, "I.1"),
    "margin_top": _mm(20, 20, 25, "I.3"),
    "margin_bottom": _mm(20, 20, 25, "I.3"),
    "margin_left": _mm(30, 30, 35, "I.3"),
    "margin_right": _mm(15, 15, 20, "I.3"),
    "page_number_size": _pt(13, 13, 14, "I.7"),
    "national_name_size": _pt(12, 12, 13, "II.1.a"),
    "motto_size": _pt(13, 13, 14, "II.1.b"),
    "issuer_size": _pt(12, 12, 13, "II.2.b"),
    "superior_size": _pt(12, 12, 13, "II.2.b"),
    "issuer_rule_share": Measure(0.42, 1 / 3, 1 / 2, "of the line", _APP + "II.2.b"),
    "number_size": _pt(13, 13, 13, "II.3.c"),
    "date_size": _pt(13, 13, 14, "II.4.c"),
    "subject_size": _pt(12, 12, 13, "II.5.b"),
    "subject_gap": _pt(6, 6, 6, "II.5.b"),
    "kind_size": _pt(14, 13, 14, "II.5.b"),
    "abstract_size": _pt(14, 13, 14, "II.5.b"),
    "abstract_rule_share": Measure(0.42, 1 / 3, 1 / 2, "of the line", _APP + "II.5.b"),
    "abstract_room": _practice(135, 110, 150, "mm", "longest line of an abstract"),
    "addressee_size": _pt(14, 13, 14, "II.9.d"),
    "body_size": _pt(14, 13, 14, "II.6.e"),
    "body_indent": _mm(12.7, 10, 12.7, "II.6.e (1 cm or 1.27 cm)"),
    "paragraph_gap": _pt(6, 6, 24, "II.6.e (at least 6 pt)"),
    "line_spacing": Measure(1.1, 1, 1.5, "single lines", _APP + "II.6.e"),
    "authority_size": _pt(14, 13, 14, "II.7.đ"),
    "signer_name_size": _pt(14, 13, 14, "II.7.đ"),
    "recipients_title_size": _pt(12, 12, 12, "II.9.d"),
    "recipients_size": _pt(11, 11, 11, "II.9.d"),
    "stamp_height": _mm(8, 8, 8, "III.2.b"),
    "stamp_size": _pt(13, 13, 14, "III.2.b, III.2.c"),
    "appendix_size": _pt(14, 14, 14, "III.1.b"),
    "part_title_size": _pt(14, 13, 14, "III.1.b"),
    "part_note_size": _pt(14, 13, 14, "III.1.b"),
    "drafter_size": _pt(11, 11, 11, "III.3"),
    "contact_size": _pt(11, 11, 12, "III.4"),
    "seal_overlap_share": Measure(1 / 3, 0.3, 0.37, "of the signature picture", _APP + "II.8.a (about 1/3)"),
    "seal_diameter": _practice(
        36, 32, 42, "mm", "real size of a department's seal; the seal's own record wins"
    ),
    "signature_width": _practice(50, 30, 60, "mm", "picture of a handwritten signature"),
    "signature_height": _practice(25, 15, 30, "mm", "picture of a handwritten signature"),
    "signature_space": _practice(30, 25, 40, "mm", "height left between title and name"),
    "left_column": _practice(
        75, 65, 80, "mm", "boxes 2, 3, 5b, 9b; the rest of the width is for boxes 1, 4, 7"
    ),
    "qr_size": _practice(13, 12, 20, "mm", "office setting; stands in the bottom margin of page 1"),
}

STATE_2020 = FormatProfile(
    code="state",
    version="nd30-2020",
    measures=MappingProxyType(_STATE_2020_MEASURES),
    national_name="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    motto="Độc lập - Tự do - Hạnh phúc",
    # Width in mm of the stamp of each degree of urgency, App. I, Part I, III.2.b.
    urgency_stamps=MappingProxyType(
        {"express": ("HỎA TỐC", 30.0), "very_urgent": ("THƯỢNG KHẨN", 40.0), "urgent": ("KHẨN", 20.0)}
    ),
    words=Words(
        number="Số: ",
        joint="/",
        about="V/v ",
        keep="Lưu: ",
        end_mark="./.",
        list_mark=";",
        address="Kính gửi",
        present="Kính gửi",
    ),
    since=date(2020, 3, 5),
)
