"""From a number to its line in the ten columns: the same words on the screen, on paper and in the spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from dispatch.enums import AllocationState, LetterStatus
from dispatch.layout.registers import RegisterLine
from dispatch.models.kinds import KINDS, written
from lib.calendar import local_day
from lib.text import fold

if TYPE_CHECKING:
    from dispatch.models import NumberAllocation, OutgoingLetter

_AS_ABOVE: Final = "nhu tren"


def line_of(number: NumberAllocation) -> RegisterLine:
    """Give the line of ``number`` (read by ``Asked.lines``); notes are in the language of the moment."""
    letter = number.letter
    void = number.state == AllocationState.VOID
    common: dict[str, Any] = {
        "code": number.reference_code or written(number.number, number.suffix),
        "day": number.legal_day,
        "note": note_of(number),
        "void": void,
    }
    if letter is None:
        return RegisterLine(title=number.reserved_for, **common)
    issued = letter.issued_at if not void else None
    return RegisterLine(
        title=title_of(letter),
        signer=str(letter.printed.get("signer", "")),
        recipients=recipients_of(number),
        keeper=getattr(number, "keep_line", "") or letter.unit.name,
        copies=letter.copies,
        sent_on=local_day(issued) if issued else None,
        **common,
    )


def title_of(letter: OutgoingLetter) -> str:
    """Give kind and subject as the column asks: “Công văn về việc …”, “Kế hoạch …”."""
    kind = KINDS[letter.kind]
    return (
        f"{kind.name} {letter.subject}" if kind.name_is_printed else f"{kind.name} về việc {letter.subject}"
    )


def recipients_of(number: NumberAllocation) -> str:
    """Give whom the letter went to; “Như trên” says nothing once the addressees are named."""
    named = [*(getattr(number, "addressees", None) or [])]
    named += [
        name for name in (getattr(number, "recipients", None) or []) if fold(name).rstrip(".;, ") != _AS_ABOVE
    ]
    return "; ".join(str(name).rstrip(".; ") for name in named)


def note_of(number: NumberAllocation) -> str:
    """Give what is out of the ordinary about a line: void and why, reserved and until when, a letter behind."""
    said = []
    if number.state == AllocationState.VOID:
        said.append(_("Void: %(reason)s") % {"reason": number.void_reason})
    if number.state == AllocationState.RESERVED and number.expires_at:
        said.append(_("Reserved until %(day)s") % {"day": f"{local_day(number.expires_at):%d/%m/%Y}"})
    if number.suffix:
        said.append(_("Number with a letter: %(reason)s") % {"reason": number.exception_reason})
    letter = number.letter
    if (
        number.state == AllocationState.ALLOCATED
        and letter is not None
        and letter.status == LetterStatus.NUMBERED
    ):
        said.append(_("Awaiting seal"))
    return ". ".join(part.rstrip(".") for part in said)
