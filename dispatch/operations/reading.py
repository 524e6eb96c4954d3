"""Note who opened a letter and read its files: views belong into the log, and end the right to take back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from audit.queries import history_of
from dispatch import lifecycle, policies
from dispatch.enums import LetterStatus
from dispatch.models import OutgoingLetter
from dispatch.operations import closing, locking
from dispatch.queries.reading import VIEWED
from files.models import StoredFile
from organisation.models.actor import Actor

OPENED = "letter.opened"
_TOUCHED_BY_READING = (*lifecycle.STOPS, LetterStatus.APPROVAL)
AGAIN_AFTER = timedelta(hours=1)  # scrolling through a file is not a hundred events


@transaction.atomic
def note_opened(*, letter: OutgoingLetter, by: Actor, at: datetime) -> OutgoingLetter:
    """Record that ``by`` opened the letter; one on its way counts as touched.

    Not so when its drafter looks, or whoever sent it on.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_read(by, letter, at).enforce()
    drafter = by.person is not None and by.person.pk == letter.drafter_id
    brought = by.acting_post is not None and by.acting_post.pk == letter.moved_by_id
    if letter.status in _TOUCHED_BY_READING and letter.opened_at is None and not drafter and not brought:
        letter.opened_at = at
        letter.save(update_fields=["opened_at"])
    facts = {"status": str(letter.status), "version": letter.version_number}
    recording.record(OPENED, subject=Subject(closing.KIND, str(letter.pk)), by=by, at=at, facts=facts)
    return letter


@transaction.atomic
def note_viewed(*, letter: OutgoingLetter, file: StoredFile, by: Actor, at: datetime) -> None:
    """Record that ``by`` opened ``file`` of the letter, unless the log says so within the last hour."""
    policies.may_read(by, letter, at).enforce()
    person = by.person.pk if by.person else None
    lately = history_of(letter.organisation_id, closing.KIND, letter.pk).filter(
        name=VIEWED, at__gt=at - AGAIN_AFTER, trail__person=person, facts__file=file.pk
    )
    if lately.exists():
        return
    recording.record(
        VIEWED,
        subject=Subject(closing.KIND, str(letter.pk)),
        by=by,
        at=at,
        facts={"file": file.pk, "sha256": file.sha256},
        detail={"name": file.name},
    )
