"""Answer the recall of a letter this office received: cancel it and report, or refuse with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dispatch import errors, policies
from dispatch.enums import RecallAnswer
from dispatch.models import IncomingLetter, IncomingRecall, OutgoingLetter, RecallRequest
from dispatch.operations import closing, recall_asking
from lib.calendar import local_day
from lib.database import locked
from organisation import queries as office
from organisation.models.actor import Actor


@transaction.atomic
def answer(
    *, recall: IncomingRecall, agreed: bool, reason: str = "", by: Actor, at: datetime
) -> IncomingRecall:
    """Cancel the received letter as its sender asks, or refuse with a reason; the sender is told with it.

    A cancelled letter stays readable and can no longer be registered, refused or completed; one whose recall is
    refused stands where it stood before. Refuses others than the registry, and a recall answered or stopped.
    """
    request = RecallRequest.objects.select_related("recall").get(pk=recall.origin_request)
    locked(OutgoingLetter, request.recall.letter_id)  # the sender's first, as whoever touches both sides
    request = locked(RecallRequest, request.pk)
    letter = locked(IncomingLetter, recall.letter_id)
    recall = locked(IncomingRecall, recall.pk)
    policies.may_answer_recall(by, recall).enforce()
    if request.state != RecallAnswer.ASKED:
        raise errors.RecallIsAnswered(state=RecallAnswer(request.state).label)
    recall.state = RecallAnswer.AGREED if agreed else RecallAnswer.REFUSED
    recall.answer_reason = "" if agreed else closing.reason_given(reason)[:1000]
    recall.answered_at, recall.answered_by = at, by.post
    recall.save(update_fields=["state", "answer_reason", "answered_at", "answered_by"])
    name = RecallAnswer(recall.state).value
    recall_asking.note_incoming(recall=recall, name=name, by=by, at=at, reason=recall.answer_reason)
    letter.updated_at = at
    letter.save(update_fields=["updated_at"])
    recall_asking.take_in(
        request=request,
        agreed=agreed,
        note=recall.answer_reason,
        said_by=office.period_on(recall.organisation, local_day(at)).name,
        by=Actor.system(request.organisation, recall_asking.ASK),
        at=at,
    )
    return recall
