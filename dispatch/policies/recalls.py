"""May this person answer a recall, or note what a receiver says?"""

from __future__ import annotations

from dispatch import errors
from dispatch.enums import RecallAnswer
from dispatch.models import IncomingLetter, IncomingRecall, RecallRequest
from dispatch.policies import who
from lib.refusal import Verdict, permit, permit_if, refuse
from organisation.models.actor import Actor


def may_answer_recall(actor: Actor, recall: IncomingRecall) -> Verdict:
    """The registry of the receiver cancels the letter, or refuses with a reason (Decree 30/2020 Art. 18.4)."""
    return _waits(recall.state) and who.is_registry(actor, recall.organisation_id)


def may_note_answer(actor: Actor, request: RecallRequest) -> Verdict:
    """The registry of the sender notes what a receiver without a system of this installation says."""
    itself = permit_if(not request.electronic, otherwise=errors.ReceiverAnswersItself(name=request.name))
    return _waits(request.state) and itself and who.is_registry(actor, request.organisation_id)


def is_not_recalled(letter: IncomingLetter) -> Verdict:
    """Permit unless the sender of an incoming letter recalls it, or did so and it was cancelled."""
    found = letter.recalls.filter(state__in=[RecallAnswer.ASKED, RecallAnswer.AGREED]).first()
    if found is None:
        return permit()
    asked = found.state == RecallAnswer.ASKED
    return refuse(errors.SenderRecallsIt if asked else errors.CancelledAtRecall)


def _waits(state: str) -> Verdict:
    waits = state == RecallAnswer.ASKED
    return permit_if(waits, otherwise=errors.RecallIsAnswered(state=RecallAnswer(state).label))
