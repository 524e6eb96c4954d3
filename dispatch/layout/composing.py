"""Joins a letter and a format profile to HTML and style sheets, ready for ``files.rendering.render_pdf``."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from dispatch.layout.body import clean_body, with_end_mark
from dispatch.layout.lines import Heading, balanced, widest
from dispatch.layout.page import LetterPage
from dispatch.layout.profiles import FormatProfile
from dispatch.layout.styling import SINGLE_LINE, stylesheet, text_width
from dispatch.models.kinds import written
from files.rendering.fonts import BOLD, ITALIC, REGULAR, FontSet, letter_fonts
from lib.calendar import written_day

_TEMPLATE = "print/official_letter.html"
_CSS = Path(__file__).resolve().parents[2] / "static" / "css" / "print" / "official_letter.css"
_DAY_SPACES = "\u00a0" * 4  # as wide as two figures: a space is a quarter of an em, a figure half
_WIDEST_DAY = date(2020, 12, 20)


@dataclass(frozen=True)
class ComposedLetter:
    """What ``render_pdf`` takes: the page, and the texts of the style sheets that carry the measures."""

    html: str
    stylesheets: tuple[str, ...]


def compose(page: LetterPage, profile: FormatProfile, *, fonts: FontSet | None = None) -> ComposedLetter:
    """Lay out ``page`` as ``profile`` prescribes; the same page always gives the same text.

    ``fonts`` measures the words (names are balanced over lines, rules are as long as the regulation says);
    Liberation Serif by default, whose widths are those of Times New Roman. Refuses nothing: an unknown
    degree of urgency is a KeyError.
    """
    fonts = fonts or letter_fonts()
    heading = _heading(page, profile, fonts)
    beside, below = _recipients(page, profile, fonts)
    context = _context(page, profile) | {
        "heading": heading,
        "recipients_beside": beside,
        "recipients_below": below,
    }
    html = render_to_string(_TEMPLATE, context)
    lengths = _measured_lengths(page, profile, fonts)
    return ComposedLetter(html, (stylesheet(page, profile, heading, lengths), _CSS.read_text("utf-8")))


def _context(page: LetterPage, profile: FormatProfile) -> dict[str, object]:
    stamp = profile.urgency_stamps[page.urgency][0] if page.urgency else ""
    body = with_end_mark(clean_body(page.body_html))
    return {
        "page": page,
        "profile": profile,
        "number": None if page.number is None else written(page.number),
        "day": None if page.issued_on is None else written_day(page.issued_on),
        "day_hint": _day_hint(page.expected_on),
        "stamp": stamp,
        "body": mark_safe(body),  # noqa: S308 -- clean_body has just let through the allowed markup only
        "qr": base64.b64encode(page.qr_svg.encode()).decode() if page.qr_svg else "",
    }


def _day_hint(expected_on: date) -> str:
    """Give the month and year to be expected, with room for the day in front, until the clerk fills the
    whole."""
    return _DAY_SPACES + written_day(expected_on.replace(day=10)).removeprefix("10")


def _heading(page: LetterPage, profile: FormatProfile, fonts: FontSet) -> Heading:
    room = profile["left_column"] - 3
    superior = balanced(
        page.superior, room, lambda s: fonts.text_width(s, face=REGULAR, size=profile["superior_size"])
    )

    def bold(text: str) -> float:
        return fonts.text_width(text, face=BOLD, size=profile["issuer_size"])

    issuer = balanced(page.issuer, room, bold)
    return Heading(
        superior=superior,
        issuer=issuer,
        issuer_rule=widest(issuer, bold) * profile["issuer_rule_share"],
        motto_rule=fonts.text_width(profile.motto, face=BOLD, size=profile["motto_size"]),
        kinh_gui=fonts.text_width("Kính gửi", face=REGULAR, size=profile["addressee_size"]),
    )


def _recipients(page: LetterPage, profile: FormatProfile, fonts: FontSet) -> tuple[list[str], list[str]]:
    """Give the lines of Nơi nhận: those that stand beside the signature, and those that go on below it.

    Beside it stand as many as fill its height; fewer would leave a gap, more could not be broken over pages.
    """

    def width(text: str) -> float:
        return fonts.text_width(text, face=REGULAR, size=profile["recipients_size"])

    entries = [f"{recipient};" for recipient in page.recipients] + [f"Lưu: {page.keep_line}."]
    bold_lines = len(page.authority_lines) + 2
    height = profile["signature_space"] + bold_lines * _line_height(profile["authority_size"])
    filled = _line_height(profile["recipients_title_size"])
    for index, entry in enumerate(entries):
        if filled >= height:
            return entries[:index], entries[index:]
        filled += len(balanced(f"- {entry}", profile["left_column"] - 2, width)) * _line_height(
            profile["recipients_size"]
        )
    return entries, []


def _line_height(size: float) -> float:
    return size * SINGLE_LINE * 25.4 / 72


def _measured_lengths(page: LetterPage, profile: FormatProfile, fonts: FontSet) -> dict[str, float]:
    """Give the lengths that depend on words: the places filled at numbering, and the foot of page 1."""
    digits = max(2, page.number_digits)
    return {
        "number-width": fonts.text_width("0" * digits, face=REGULAR, size=profile["number_size"]) + 0.3,
        "day-width": fonts.text_width(written_day(_WIDEST_DAY), face=ITALIC, size=profile["date_size"]) + 0.5,
        "contact-height": _contact_height(page, profile, fonts),
    }


def _contact_height(page: LetterPage, profile: FormatProfile, fonts: FontSet) -> float:
    def width(text: str) -> float:
        return fonts.text_width(text, face=REGULAR, size=profile["contact_size"])

    lines = balanced(page.contact_line, text_width(profile) - 2, width)
    return 2 + len(lines) * _line_height(profile["contact_size"]) if lines else 0.0
