"""From a number to its line in the ten columns: the same words on the screen, on paper and in the spreadsheet."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from dispatch import queries
from dispatch.enums import AllocationState, LetterStatus, Medium, RelationKind
from dispatch.layout.registers import RegisterLine
from dispatch.models.kinds import KINDS, written
from lib.calendar import local_day
from lib.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dispatch.models import NumberAllocation, OutgoingLetter

_AS_ABOVE: Final = "nhu tren"
_NOT_SENT: Final = queries.SentFacts()


def lines_of(numbers: Iterable[NumberAllocation]) -> list[RegisterLine]:
    """Give the lines of ``numbers`` (read by ``Asked.lines``), with what became of each letter at its recipients."""
    some = list(numbers)
    sent = queries.sent_facts(number.letter_id for number in some if number.letter_id)
    return [line_of(number, sent.get(number.letter_id or 0, _NOT_SENT)) for number in some]


def line_of(number: NumberAllocation, sent: queries.SentFacts) -> RegisterLine:
    """Give the line of ``number``; notes are in the language of the moment.

    Issued is not sent: the day a letter left and its receipts come from its sending, and are empty until then.
    """
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
    return RegisterLine(
        title=title_of(letter),
        signer=str(letter.printed.get("signer", "")),
        recipients=recipients_of(number, sent),
        keeper=getattr(number, "keep_line", "") or letter.unit.name,
        copies=letter.copies or sent.copies or None,
        sent_on=None if void else sent.sent_on,
        received="" if void else "; ".join(sent.receipts),
        **common,
    )


def title_of(letter: OutgoingLetter) -> str:
    """Give kind and subject as the column asks: “Công văn về việc …”, “Kế hoạch …”."""
    kind = KINDS[letter.kind]
    return (
        f"{kind.name} {letter.subject}" if kind.name_is_printed else f"{kind.name} về việc {letter.subject}"
    )


def recipients_of(number: NumberAllocation, sent: queries.SentFacts) -> str:
    """Give whom the letter goes to: those printed on it, then those added for its sending.

    “Như trên” says nothing once the addressees are named.
    """
    named = [*(getattr(number, "addressees", None) or [])]
    named += [
        name for name in (getattr(number, "recipients", None) or []) if fold(name).rstrip(".;, ") != _AS_ABOVE
    ]
    printed = {queries.folded_name(str(name)) for name in named}
    named += [name for name in sent.recipients if queries.folded_name(name) not in printed]
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
    if getattr(number, "joint_with", None):
        said.append(_("Jointly with %(name)s") % {"name": number.joint_with})  # type: ignore[attr-defined]
    letter = number.letter
    if letter is not None and letter.medium == Medium.PAPER:
        said.append(_("On paper") if letter.issued_file_id else _("On paper, no scan yet"))
    if (
        number.state == AllocationState.ALLOCATED
        and letter is not None
        and letter.status == LetterStatus.NUMBERED
    ):
        said.append(_("Awaiting seal"))
    said += _became(number)
    return ". ".join(part.rstrip(".") for part in said)


def what_became(said: Iterable[tuple[str, str, date]], recalled_on: date | None) -> list[str]:
    """Give what later letters (kind of relation, code, day) say of an issued one, and whether it was recalled."""
    sentences = {
        RelationKind.CORRECTS.value: _("Corrected by %(code)s of %(day)s"),
        RelationKind.REPLACES.value: _("Replaced by %(code)s of %(day)s"),
    }
    became = [
        sentences[kind] % {"code": code, "day": f"{day:%d/%m/%Y}"}
        for kind, code, day in said
        if kind in sentences
    ]
    if recalled_on is not None:
        became.append(_("Recalled on %(day)s") % {"day": f"{recalled_on:%d/%m/%Y}"})
    return became


def _became(number: NumberAllocation) -> list[str]:
    """Give the same from what ``queries.with_standing`` brought along."""
    rows = getattr(number, "became", None) or []
    said = [(one["kind"], one["code"], date.fromisoformat(one["day"])) for one in rows]
    recalled_at = getattr(number, "recalled_at", None)
    return what_became(said, local_day(recalled_at) if recalled_at else None)
