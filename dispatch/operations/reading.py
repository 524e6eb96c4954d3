"""Note that somebody has opened a letter: views belong into the log, and end the right to take back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from dispatch import policies
from dispatch.enums import LetterStatus
from dispatch.models import OutgoingLetter
from dispatch.operations import closing, locking
from organisation.models.actor import Actor


@transaction.atomic
def note_opened(*, letter: OutgoingLetter, by: Actor, at: datetime) -> OutgoingLetter:
    """Record that ``by`` opened the letter; a submitted one counts as touched unless it is the drafter who looks."""
    letter = locking.locked_letter(letter, by)
    policies.may_read(by, letter, at).enforce()
    drafter = by.person is not None and by.person.pk == letter.drafter_id
    if letter.status == LetterStatus.CONTENT_CHECK and letter.opened_at is None and not drafter:
        letter.opened_at = at
        letter.save(update_fields=["opened_at"])
    facts = {"status": str(letter.status), "version": letter.version_number}
    recording.record(
        "letter.opened", subject=Subject(closing.KIND, str(letter.pk)), by=by, at=at, facts=facts
    )
    return letter
