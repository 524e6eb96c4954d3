"""Begin an outgoing letter: the draft and its procedure, together."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dispatch.enums import Secrecy
from dispatch.models import OutgoingLetter
from dispatch.operations import drafting
from organisation.models import Unit
from organisation.models.actor import Actor
from workflow.outgoing_letter.flow import OutgoingLetterProcedure
from workflow.passage import Passage


@transaction.atomic
def start(
    *, kind: str, unit: Unit, by: Actor, at: datetime, secrecy: Secrecy = Secrecy.NONE
) -> OutgoingLetter:
    """Begin a letter of ``kind`` for ``unit`` and put its draft into the drafter's inbox; give the letter.

    Refuses whatever ``dispatch.operations.drafting.create_draft`` refuses, a secret letter first of all.
    """
    letter = drafting.create_draft(kind=kind, unit=unit, by=by, at=at, secrecy=secrecy)
    OutgoingLetterProcedure.start.run(passage=Passage(at=at, by=by, letter=letter))
    return letter
