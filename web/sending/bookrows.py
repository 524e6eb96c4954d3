"""The lines of the books of sending: the same words on the screen and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch import queries
from lib.calendar import local_day

if TYPE_CHECKING:
    from datetime import date

    from dispatch.models import DeliveryEntry, KeptCopyUse


def written(value: date | None) -> str:
    """Write a day as books do."""
    return f"{value:%d/%m/%Y}" if value else ""


def postal(entry: DeliveryEntry, number: int) -> tuple[str, ...]:
    """Give the six columns of the postal book; the postmark is set on paper."""
    attempt = entry.attempt
    letter = attempt.delivery.letter
    where = f"{attempt.name}\n{attempt.address}".strip()
    return (written(local_day(entry.at)), letter.reference_code, where, str(attempt.envelopes), "", "")


def by_hand(entry: DeliveryEntry, number: int) -> tuple[str, ...]:
    """Give the columns of the transfer receipt; what was acknowledged already is printed, else signed on paper."""
    attempt = entry.attempt
    letter, receipt = attempt.delivery.letter, queries.receipt_of(attempt.delivery)
    code = f"{letter.reference_code}, {written(letter.legal_day)}"
    return (str(number), code, letter.subject, attempt.name, str(attempt.copies), receipt)


def copy(use: KeptCopyUse) -> tuple[str, ...]:
    """Give the nine columns of the book of the use of kept copies."""
    letter = use.letter
    return (
        written(use.lent_on),
        ", ".join(part for part in (use.user_name, use.user_unit) if part),
        f"{letter.reference_code}, {written(letter.legal_day)}",
        f"{letter.kind_data.name} {letter.subject}",
        use.dossier_code,
        "",
        written(use.returned_on),
        use.permitted_by.person.full_name,
        use.note,
    )
