"""Writing down who read what: once for each person, file and hour; scrolling is not a hundred events."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from audit.queries import history_of
from web.letters.history import READING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from audit.models import Event
    from dispatch.models import OutgoingLetter
    from files.models import StoredFile
    from organisation.models.actor import Actor

OPENED = "letter.opened"
SEEN = "letter.viewed"
AGAIN_AFTER = timedelta(hours=1)


def opened_lately(events: Iterable[Event], *, by: Actor, at: datetime) -> bool:
    """Say whether this person opened the letter within the hour and it has not moved since."""
    person = by.person.pk if by.person else None
    for event in reversed(list(events)):
        if event.name not in READING:
            return False
        if event.name == OPENED and event.trail.get("person") == person:
            return event.at > at - AGAIN_AFTER
    return False


@transaction.atomic
def note_view(letter: OutgoingLetter, file: StoredFile, *, by: Actor, at: datetime) -> None:
    """Record that this person opened ``file`` of ``letter``, unless the log says so within the last hour."""
    person = by.person.pk if by.person else None
    lately = history_of(letter.organisation_id, "letter", letter.pk).filter(
        name=SEEN, at__gt=at - AGAIN_AFTER, trail__person=person, facts__file=file.pk
    )
    if lately.exists():
        return
    recording.record(
        SEEN,
        subject=Subject("letter", str(letter.pk)),
        by=by,
        at=at,
        facts={"file": file.pk, "sha256": file.sha256},
        detail={"name": file.name},
    )
