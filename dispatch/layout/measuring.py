"""Measures the words of a page before it is set: broken names, lengths of rules, places filled later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from dispatch.layout.forms import Form
from dispatch.layout.lines import Heading, balanced, widest
from dispatch.layout.page import LetterPage
from dispatch.layout.profiles import FormatProfile
from dispatch.layout.styling import SINGLE_LINE, text_width
from dispatch.models.kinds import JOINT_NAMES, kind_of
from files.rendering.fonts import BOLD, ITALIC, REGULAR, FontSet
from lib.calendar import written_day

_WIDEST_DAY = date(2020, 12, 20)
_GAP = 1.0  # millimetres between the two columns of the head


def heading_of(page: LetterPage, profile: FormatProfile, form: Form, fonts: FontSet) -> Heading:
    """Give the measured head of ``page``: its names and its abstract in lines, the lengths of its rules."""
    room = profile["left_column"] - 3

    def upright(text: str) -> float:
        return fonts.text_width(text, face=REGULAR, size=profile["superior_size"])

    def bold(text: str) -> float:
        return fonts.text_width(text, face=BOLD, size=profile["issuer_size"])

    def abstract(text: str) -> float:
        return fonts.text_width(text, face=BOLD, size=profile["abstract_size"])

    issuer = _names(page, room, bold)
    said = (
        balanced(_abstract(page, form), profile["abstract_room"], abstract) if form.abstract_printed else ()
    )
    over_rule = said or (kind_of(page.kind).name.upper(),)
    under_heading = profile.motto or profile.national_name
    heading_size = profile["motto_size" if profile.motto else "national_name_size"]
    return Heading(
        superior=balanced(page.superior, room, upright),
        issuer=issuer,
        issuer_rule=widest(issuer, bold) * _share(profile, "issuer_rule_share"),
        motto_rule=fonts.text_width(under_heading, face=BOLD, size=heading_size),
        kinh_gui=fonts.text_width("Kính gửi", face=REGULAR, size=profile["addressee_size"]),
        abstract=said,
        abstract_rule=widest(over_rule, abstract) * _share(profile, "abstract_rule_share"),
    )


def _names(page: LetterPage, room: float, width: Callable[[str], float]) -> tuple[str, ...]:
    """Give the issuer in lines; two issuers that do not fit one line begin a line each."""
    whole = balanced(page.issuer, room, width)
    first, joint, second = page.issuer.partition(JOINT_NAMES)
    if len(whole) == 1 or not joint or page.second is None or not page.second.joint:
        return whole
    return *balanced(first + joint.rstrip(), room, width), *balanced(second, room, width)


def fitted(profile: FormatProfile, fonts: FontSet) -> FormatProfile:
    """Give ``profile`` with a left column that leaves the heading at the right its room, however large it is set."""
    heading = fonts.text_width(profile.national_name, face=BOLD, size=profile["national_name_size"])
    room = text_width(profile) - heading - _GAP
    return profile.adjusted(left_column=room) if profile["left_column"] > room else profile


def recipients_of(page: LetterPage, profile: FormatProfile, fonts: FontSet) -> tuple[list[str], list[str]]:
    """Give the lines of Nơi nhận: those that stand beside the signature, and those that go on below it.

    Beside it stand as many as fill its height; fewer would leave a gap, more could not be broken over pages.
    """

    def width(text: str) -> float:
        return fonts.text_width(text, face=REGULAR, size=profile["recipients_size"])

    words = profile.words
    entries = [f"{recipient}{words.list_mark}" for recipient in page.recipients]
    entries.append(f"{words.keep}{page.keep_line}.")
    bold_lines = len(page.authority_lines) + 2
    height = profile["signature_space"] + bold_lines * line_height(profile["authority_size"])
    filled = line_height(profile["recipients_title_size"])
    for index, entry in enumerate(entries):
        if filled >= height:
            return entries[:index], entries[index:]
        filled += len(balanced(f"- {entry}", profile["left_column"] - 2, width)) * line_height(
            profile["recipients_size"]
        )
    return entries, []


def lengths_of(page: LetterPage, profile: FormatProfile, fonts: FontSet) -> dict[str, float]:
    """Give the lengths that depend on words: the places filled at numbering, and the foot of page 1."""
    figures, size = "0" * max(2, page.number_digits), profile["part_note_size"]
    longest = written_day(_WIDEST_DAY)
    return {
        "number-width": fonts.text_width(figures, face=REGULAR, size=profile["number_size"]) + 0.3,
        "day-width": fonts.text_width(longest, face=ITALIC, size=profile["date_size"]) + 0.5,
        "part-number-width": fonts.text_width(figures, face=ITALIC, size=size) + 0.3,
        "part-day-width": fonts.text_width(longest, face=ITALIC, size=size) + 0.5,
        "contact-height": _contact_height(page, profile, fonts),
    }


def line_height(size: float) -> float:
    """Give the height in millimetres of a single line set at ``size`` points."""
    return size * SINGLE_LINE * 25.4 / 72


def _abstract(page: LetterPage, form: Form) -> str:
    """Give the abstract below the kind, with a capital; a decision's begins "Về việc" (template 1.2)."""
    subject = page.subject
    if form.about and not subject.lower().startswith(("về ", "v/v ")):
        subject = f"{form.about}{subject}"
    return subject[:1].upper() + subject[1:]


def _share(profile: FormatProfile, name: str) -> float:
    return profile[name] if name in profile.measures else 0.0


def _contact_height(page: LetterPage, profile: FormatProfile, fonts: FontSet) -> float:
    def width(text: str) -> float:
        return fonts.text_width(text, face=REGULAR, size=profile["contact_size"])

    lines = balanced(page.contact_line, text_width(profile) - 2, width)
    return 2 + len(lines) * line_height(profile["contact_size"]) if lines else 0.0
