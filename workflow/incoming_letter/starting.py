"""Register an arrival and put it on its way, together."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dispatch.models import IncomingLetter
from dispatch.operations import arriving, directing
from dispatch.operations.arriving import Registration
from organisation.models.actor import Actor
from workflow.incoming_letter.door import tending


@transaction.atomic
def register(*, letter: IncomingLetter, entry: Registration, by: Actor, at: datetime) -> IncomingLetter:
    """Enter the arrival in the book and ask the chief of office, or the leader, what becomes of it; give the letter.

    Refuses whatever ``dispatch.operations.arriving.register`` refuses; then nothing is on its way either.
    """
    registered = arriving.register(letter=letter, entry=entry, by=by, at=at)
    begin(letter=registered, by=by, at=at)
    return registered


def begin(*, letter: IncomingLetter, by: Actor, at: datetime) -> None:
    """Begin the handling of a letter just registered; again it changes nothing."""
    with tending(letter, by=by, at=at):
        directing.begin(letter=letter, by=by, at=at)
