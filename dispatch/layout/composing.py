"""Joins a letter and a format profile to HTML and style sheets, ready for ``files.rendering.render_pdf``."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from dispatch.layout.body import clean_body, with_end_mark
from dispatch.layout.forms import form_of
from dispatch.layout.measuring import fitted, heading_of, lengths_of, recipients_of
from dispatch.layout.page import LetterPage
from dispatch.layout.profiles import FormatProfile
from dispatch.layout.prose import ending, opening
from dispatch.layout.styling import stylesheet
from dispatch.models.kinds import PARTY, kind_of, written
from files.rendering.fonts import FontSet, letter_fonts
from lib.calendar import written_day

_TEMPLATE = "print/letter.html"
_SHEETS = Path(__file__).resolve().parents[2] / "static" / "css" / "print"
_CSS = ("letter.css", "letter_blocks.css")
_DAY_SPACES = "\u00a0" * 4  # as wide as two figures: a space is a quarter of an em, a figure half
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True)
class ComposedLetter:
    """What ``render_pdf`` takes: the page, and the texts of the style sheets that carry the measures."""

    html: str
    stylesheets: tuple[str, ...]


def compose(page: LetterPage, profile: FormatProfile, *, fonts: FontSet | None = None) -> ComposedLetter:
    """Lay out ``page`` as ``profile`` prescribes; the same page always gives the same text.

    ``fonts`` measures the words (names are balanced over lines, rules are as long as the regulation says);
    Liberation Serif by default, whose widths are those of Times New Roman. Refuses nothing: an unknown
    degree of urgency or kind is an error of the caller's.
    """
    fonts = fonts or letter_fonts()
    profile = fitted(profile, fonts)
    heading = heading_of(page, profile, form_of(page.kind), fonts)
    beside, below = recipients_of(page, profile, fonts)
    context = _context(page, profile) | {
        "heading": heading,
        "recipients_beside": beside,
        "recipients_below": below,
    }
    html = render_to_string(_TEMPLATE, context)
    lengths = lengths_of(page, profile, fonts)
    texts = tuple((_SHEETS / name).read_text("utf-8") for name in _CSS)
    return ComposedLetter(html, (stylesheet(page, profile, heading, lengths), *texts))


def _context(page: LetterPage, profile: FormatProfile) -> dict[str, object]:
    stamp = profile.urgency_stamps[page.urgency][0] if page.urgency else ""
    form = form_of(page.kind)
    party = profile.code == PARTY
    body = opening(page) + clean_body(page.body_html) + ending(page)
    return {
        "page": page,
        "profile": profile,
        "words": profile.words,
        "form": form,
        "party": party,
        "kind_name": kind_of(page.kind).name,
        "address": profile.words.present if page.kind == "to_trinh" else profile.words.address,
        "verb": _verb(page, form.verb, party=party),
        "sender": page.says("sender") or page.issuing_authority or page.issuer,
        "number": None if page.number is None else written(page.number),
        "day": None if page.issued_on is None else written_day(page.issued_on),
        "day_hint": _day_hint(page.expected_on),
        "stamp": stamp,
        "body": mark_safe(with_end_mark(body, profile.words.end_mark)),  # noqa: S308 -- clean, our own sentences escaped
        "other_title": page.says("other_title").upper(),
        "other_signer": page.says("secretary") or page.says("other_signer"),
        "parts": list(_parts(page, profile)),
        "qr": base64.b64encode(page.qr_svg.encode()).decode() if page.qr_svg else "",
    }


def _verb(page: LetterPage, verb: str, *, party: bool) -> dict[str, str]:
    """Give the word between bases and articles and who is named where: the Party names the authority beside it."""
    if not verb:
        return {}
    authority = (page.says("authority") or page.issuing_authority or page.issuer).upper()
    return {"above": "", "line": f"{authority} {verb}"} if party else {"above": authority, "line": f"{verb}:"}


def _parts(page: LetterPage, profile: FormatProfile) -> Iterator[dict[str, object]]:
    appendices, several = count(1), sum(not part.promulgated for part in page.parts) > 1
    for number, part in enumerate(page.parts, 2):  # the letter's own places of number and day are the first
        label = f"Phụ lục {_roman(next(appendices))}" if several and not part.promulgated else "Phụ lục"
        body = with_end_mark(clean_body(part.body_html), profile.words.end_mark)
        yield {
            "number": number,
            "label": kind_of(part.kind).name.upper() if part.promulgated else label,
            "title": part.title,
            "promulgated": part.promulgated,
            "note": "Ban hành kèm theo" if part.promulgated else "Kèm theo",
            "body": mark_safe(body),  # noqa: S308 -- clean_body lets through the allowed markup only
        }


def _roman(number: int) -> str:
    for value, letters in _ROMAN:
        if number >= value:
            return letters + _roman(number - value)
    return ""


def _day_hint(expected_on: date) -> str:
    """Give the month and year to be expected, with room for the day in front, until the clerk fills the
    whole."""
    return _DAY_SPACES + written_day(expected_on.replace(day=10)).removeprefix("10")
