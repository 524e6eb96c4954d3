"""Answer the recall of a letter this office received; of one that is cancelled nobody is asked any more."""

from __future__ import annotations

from datetime import datetime

from dispatch import queries
from dispatch.enums import RecallAnswer
from dispatch.models import IncomingRecall
from dispatch.operations import directing, recall_answering
from organisation.models.actor import Actor
from workflow.enums import Outcome
from workflow.incoming_letter import telling
from workflow.incoming_letter.door import tending


def answer(
    *, recall: IncomingRecall, agreed: bool, reason: str = "", by: Actor, at: datetime
) -> IncomingRecall:
    """Cancel the received letter as its sender asks, or refuse with a reason; whoever worked on it is told.

    Refuses as ``recall_answering.answer`` does.
    """
    with tending(recall.letter, by=by, at=at, outcome=Outcome.FROZEN) as step:
        before = queries.open_assignments_of(step.letter)
        answered = recall_answering.answer(recall=recall, agreed=agreed, reason=reason, by=by, at=at)
        if answered.state == RecallAnswer.AGREED:
            directing.end_without_result(letter=step.letter, reason=recall.reason, by=by, at=at)
            telling.directed(step, before, reason=recall.reason)
    return answered
