"""Register an arrival and put it on its way, together."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dispatch.enums import Secrecy
from dispatch.models import IncomingLetter
from dispatch.operations import arriving, directing, paper_arrivals
from dispatch.operations.arriving import Registration
from dispatch.operations.describing import ArrivalFacts
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


@transaction.atomic
def register_paper(
    *,
    secrecy: Secrecy | None,
    facts: ArrivalFacts,
    entry: Registration,
    form_key: str = "",
    by: Actor,
    at: datetime,
) -> IncomingLetter:
    """Enter a letter that came on paper, without any file, and put it on its way. Refuses likewise."""
    letter = paper_arrivals.register(
        secrecy=secrecy, facts=facts, entry=entry, form_key=form_key, by=by, at=at
    )
    begin(letter=letter, by=by, at=at)
    return letter


def begin(*, letter: IncomingLetter, by: Actor, at: datetime) -> None:
    """Begin the handling of a letter just registered; again it changes nothing."""
    with tending(letter, by=by, at=at):
        directing.begin(letter=letter, by=by, at=at)
