"""Ask who has a recalled letter to cancel it or send it back, and take in what they say: the sender's side.

A question inside the installation is laid into the receiver's rows in the same transaction, as values, with an event
on each side (design D16). Whoever touches both sides locks the sender's letter first.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from dispatch import policies, queries
from dispatch.enums import RecallAnswer
from dispatch.models import IncomingRecall, OutgoingLetter, Recall, RecallRequest
from dispatch.operations import closing, locking
from dispatch.operations.receiving import KIND as INCOMING
from lib.calendar import local_day
from lib.database import locked
from lib.text import single_line
from notices.operations import notifying
from organisation import queries as office
from organisation.enums import Duty
from organisation.models import Organisation
from organisation.models.actor import Actor

ASK = "dispatch.ask_recall"


def ask(*, recall: Recall, by: Actor, at: datetime) -> list[RecallRequest]:
    """Ask every receiver who has the letter, or may have it; give the questions. Part of recalling, letter locked."""
    requests = []
    for delivery, attempt in queries.deliveries_to_ask(recall.letter):
        request = RecallRequest.objects.create(
            organisation=recall.organisation,
            recall=recall,
            delivery=delivery,
            name=attempt.name,
            electronic=attempt.inner is not None,
            asked_at=at,
        )
        _record(request, "asked", by=by, at=at)
        if attempt.inner is not None:
            _lay_before(attempt.inner, request, f"delivery:{delivery.pk}:{attempt.number}", at=at)
        requests.append(request)
    return requests


def ask_no_more(*, recall: Recall, by: Actor, at: datetime) -> None:
    """Take the questions back that wait for an answer, on both sides. Part of stopping, letter locked."""
    for request in queries.recall_requests_of(recall).filter(state=RecallAnswer.ASKED):
        request.state = RecallAnswer.STOPPED
        request.save(update_fields=["state"])
        _record(request, "stopped", by=by, at=at)
        theirs = IncomingRecall.objects.select_for_update().filter(origin_request=request.pk).first()
        if theirs is not None and theirs.state == RecallAnswer.ASKED:
            theirs.state = RecallAnswer.STOPPED
            theirs.save(update_fields=["state"])
            note_incoming(recall=theirs, name="stopped", by=Actor.system(theirs.organisation, ASK), at=at)


@transaction.atomic
def note_answer(
    *, request: RecallRequest, agreed: bool, note: str = "", by: Actor, at: datetime
) -> RecallRequest:
    """Note as registry that a receiver cancelled the letter or sent the paper back, or refused, with the reason.

    Refuses receivers of this installation, who answer themselves, and a question that is answered.
    """
    locking.locked_letter(request.recall.letter, by)
    request = locked(RecallRequest, request.pk)
    policies.may_note_answer(by, request).enforce()
    note = single_line(note)[:1000] if agreed else closing.reason_given(note)[:1000]
    who = by.person.full_name if by.person else ""
    return take_in(request=request, agreed=agreed, note=note, said_by=who, by=by, at=at)


def take_in(
    *, request: RecallRequest, agreed: bool, note: str, said_by: str, by: Actor, at: datetime
) -> RecallRequest:
    """Write an answer into the locked question; the registry and who drafted the letter are told."""
    request.state = RecallAnswer.AGREED if agreed else RecallAnswer.REFUSED
    request.answered_at, request.said_by, request.note = at, said_by[:300], note
    request.save(update_fields=["state", "answered_at", "said_by", "note"])
    name = RecallAnswer(request.state).value
    _record(request, name, by=by, at=at)
    letter = request.recall.letter
    clerks = office.holders_of(letter.organisation, Duty.REGISTRY_CLERK, local_day(at))
    own = by.person.pk if by.person else None
    people = [*(post.person for post in clerks), letter.drafter]
    notifying.tell(
        people=[person for person in people if person.pk != own],
        kind=f"recall.{name}",
        subject=Subject(closing.KIND, str(letter.pk)),
        facts={"name": request.name, "reason": note[:300], "code": letter.reference_code},
        at=at,
    )
    return request


def note_incoming(*, recall: IncomingRecall, name: str, by: Actor, at: datetime, reason: str = "") -> None:
    """Write the event of a recall on the receiver's side."""
    recording.record(
        f"incoming.recall_{name}",
        subject=Subject(INCOMING, str(recall.letter_id)),
        by=by,
        at=at,
        facts={"recall": recall.pk, "from": recall.origin_organisation},
        detail={"sender": recall.sender, "reason": reason},
    )


def _lay_before(receiver: Organisation, request: RecallRequest, origin_key: str, *, at: datetime) -> None:
    """Lay the question before the receiver, as values, beside the letter it has."""
    letter = queries.incoming_by_origin(receiver, origin_key)
    if letter is None:
        return
    recalled: OutgoingLetter = request.recall.letter
    theirs = IncomingRecall.objects.create(
        organisation=receiver,
        letter=letter,
        origin_organisation=recalled.organisation.code,
        origin_request=request.pk,
        sender=str(recalled.printed.get("issuer", ""))[:300],
        reason=request.recall.reason,
        asked_at=at,
    )
    note_incoming(recall=theirs, name="asked", by=Actor.system(receiver, ASK), at=at, reason=theirs.reason)


def _record(request: RecallRequest, name: str, *, by: Actor, at: datetime) -> None:
    recording.record(
        f"recall.{name}",
        subject=Subject(closing.KIND, str(request.recall.letter_id)),
        by=by,
        at=at,
        facts={"recall": request.recall_id, "request": request.pk, "delivery": request.delivery_id},
        detail={"name": request.name, "who": request.said_by, "reason": request.note},
    )
