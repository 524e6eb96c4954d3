"""What the handling of a letter does to the letter itself: it is locked, and it is completed. Part of the acts."""

from __future__ import annotations

from datetime import datetime

from dispatch import lifecycle
from dispatch.enums import IncomingStatus
from dispatch.models import IncomingLetter
from dispatch.operations import reporting
from lib.database import locked
from organisation.models.actor import Actor


def locked_letter(letter: IncomingLetter, by: Actor) -> IncomingLetter:
    """Give the letter freshly read and locked."""
    row = locked(IncomingLetter, letter.pk)
    if row.organisation_id == by.organisation.pk:
        row.organisation = by.organisation
    return row


def complete(*, letter: IncomingLetter, note: str, by: Actor, at: datetime) -> None:
    """Say of the locked ``letter`` that it has been dealt with; an inner sender hears of it."""
    lifecycle.settle(letter, IncomingStatus.COMPLETED)
    letter.completion_note, letter.completed_at = note[:1000], at
    letter.updated_at = at
    letter.save()
    reporting.ask(letter=letter, by=by, at=at)
