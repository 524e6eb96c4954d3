"""An arrival that seems to bear a mark of secrecy is held until the registry says why the mark is none (design D19)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from dispatch import policies
from dispatch.models import IncomingLetter
from dispatch.operations import closing, reading_arrivals
from dispatch.operations.receiving import KIND
from lib.database import locked
from organisation.models.actor import Actor


@transaction.atomic
def let_go(*, letter: IncomingLetter, reason: str, by: Actor, at: datetime) -> IncomingLetter:
    """Say that the mark on a held arrival is none of secrecy, and why; it is read then like any other. Give it."""
    row = locked(IncomingLetter, letter.pk)
    if row.organisation_id == by.organisation.pk:
        row.organisation = by.organisation
    policies.may_let_go(by, row).enforce()
    row.not_secret_because, row.updated_at = closing.reason_given(reason)[:1000], at
    row.save(update_fields=["not_secret_because", "updated_at"])
    recording.record(
        "incoming.not_secret",
        subject=Subject(KIND, str(row.pk)),
        by=by,
        at=at,
        detail={"reason": row.not_secret_because, "mark": row.held_mark},
    )
    reading_arrivals.ask_again(letter=row, key=f"incoming:{row.pk}:let_go", by=by, at=at)
    return row
