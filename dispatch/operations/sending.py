"""Send an issued letter: an act of its own, one delivery a recipient, none waiting for another."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from dispatch import errors, lifecycle, policies, queries
from dispatch.carrier import mail
from dispatch.enums import DeliveryStatus, SaidBy, SendingChannel
from dispatch.models import Delivery, DeliveryAttempt, LetterRecipient, LetterSending, OutgoingLetter
from dispatch.operations import closing, delivery_news, locking, recipients
from jobs import queries as jobs
from jobs.enums import JobState, Queue
from jobs.models import Job
from jobs.operations import queueing
from lib.database import locked
from organisation.models.actor import Actor

DELIVER = "dispatch.deliver"
_BY_MACHINE = frozenset({SendingChannel.INNER, SendingChannel.MAIL})


@transaction.atomic
def send(
    *, letter: OutgoingLetter, recipients_chosen: Collection[int] | None = None, by: Actor, at: datetime
) -> list[Delivery]:
    """Send the letter to everybody it was not sent to yet, or to those with the keys chosen; give the deliveries.

    Pressed twice, nobody is sent to twice. Inside the installation and by mail the work is a job of its own for each;
    what goes by post or hand has left with this act. Refuses whoever is not the registry, a letter not issued, a
    recipient of whom it is not said how the letter goes there, and a letter with nobody left.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_send(by, letter).enforce()
    rows = [
        row
        for row in queries.unsent_recipients_of(letter)
        if recipients_chosen is None or row.pk in recipients_chosen
    ]
    if not rows:
        raise errors.NothingToSend
    for row in rows:
        policies.may_send_to(row, mail_is_set_up=mail.is_set_up()).enforce()
    deliveries = [_begin(letter, row, by=by, at=at) for row in rows]
    recipients.close_if_done(letter, at=at)
    return deliveries


@transaction.atomic
def send_again(*, delivery: Delivery, by: Actor, at: datetime) -> Delivery:
    """Send once more what failed, was refused or got lost, as its recipient now stands; the history stays.

    A job that died keeps its attempt and is taken up again. Refuses what is on its way or has arrived.
    """
    letter = locking.locked_letter(delivery.letter, by)
    delivery = locked(Delivery, delivery.pk)
    row = delivery.recipient
    dead = _dead_job(delivery)
    if dead is not None:
        policies.may_send(by, letter).enforce()
        queueing.retry_dead(dead, at=at)
        _note(letter, "retried", delivery, by=by, at=at)
        return delivery
    policies.may_send_again(by, letter, delivery, row).enforce()
    policies.may_send_to(row, mail_is_set_up=mail.is_set_up()).enforce()
    lifecycle.begin_again(delivery)
    delivery.reason, delivery.acknowledged_on, delivery.acknowledged_by = "", None, ""
    delivery.arrival_code, delivery.updated_at = "", at
    delivery.save()
    _start(letter, delivery, row, by=by, at=at)
    return locked(Delivery, delivery.pk)


@transaction.atomic
def close(*, letter: OutgoingLetter, reason: str, by: Actor, at: datetime) -> LetterSending:
    """Say that nobody else gets the letter; refuses without a reason others can understand, and a second time."""
    letter = locking.locked_letter(letter, by)
    policies.may_close_sending(by, letter).enforce()
    row, _created = LetterSending.objects.get_or_create(
        letter=letter, defaults={"organisation": letter.organisation, "begun_at": at}
    )
    if row.closed_at is not None:
        raise errors.SendingIsClosed
    row.closed_at, row.closed_reason = at, closing.reason_given(reason)[:500]
    row.save(update_fields=["closed_at", "closed_reason"])
    recording.record(
        "letter.sending_closed",
        subject=Subject(closing.KIND, str(letter.pk)),
        by=by,
        at=at,
        detail={"reason": row.closed_reason},
    )
    return row


def _begin(letter: OutgoingLetter, row: LetterRecipient, *, by: Actor, at: datetime) -> Delivery:
    delivery = Delivery.objects.create(
        organisation=letter.organisation, letter=letter, recipient=row, updated_at=at
    )
    _start(letter, delivery, row, by=by, at=at)
    return Delivery.objects.get(pk=delivery.pk)


def _start(
    letter: OutgoingLetter, delivery: Delivery, row: LetterRecipient, *, by: Actor, at: datetime
) -> None:
    """Write the attempt as things are now; then let a job carry it, or note that it has left."""
    attempt = DeliveryAttempt.objects.create(
        organisation=letter.organisation,
        delivery=delivery,
        number=delivery.attempts,
        channel=row.channel,
        name=row.name,
        inner=row.inner,
        email=row.email,
        address=row.address,
        copies=row.copies,
        envelopes=row.envelopes,
        file=letter.issued_file,
        asked_at=at,
    )
    _note(letter, "queued", delivery, by=by, at=at)
    said = delivery_news.News(status=DeliveryStatus.QUEUED, said_by=SaidBy.CLERK, at=at)
    delivery_news.write_entry(attempt, said, moved=True, who=delivery_news.name_of(by), noted_at=at)
    if row.channel in _BY_MACHINE:
        _queue(delivery, attempt, at)
        return
    left = delivery_news.News(status=DeliveryStatus.SENT, said_by=SaidBy.CLERK, at=at)
    delivery_news.note(delivery=delivery, attempt=attempt.number, news=left, by=by, at=at)


def _queue(delivery: Delivery, attempt: DeliveryAttempt, at: datetime) -> None:
    queueing.enqueue(
        DELIVER,
        key=job_key(delivery, attempt.number),
        organisation_key=delivery.organisation_id,
        payload={"attempt": attempt.pk},
        queue=Queue.INTERACTIVE if attempt.channel == SendingChannel.INNER else Queue.BATCH,
        at=at,
    )


def mail_is_set_up() -> bool:
    """Say whether the installation can send mail at all."""
    return mail.is_set_up()


def job_key(delivery: Delivery, attempt: int) -> str:
    """Give the key of the job that carries one attempt."""
    return f"{delivery.pk}:{attempt}"


def _dead_job(delivery: Delivery) -> Job | None:
    if delivery.status != DeliveryStatus.QUEUED:
        return None
    job = jobs.find(DELIVER, job_key(delivery, delivery.attempts))
    return job if job is not None and job.state == JobState.DEAD else None


def _note(letter: OutgoingLetter, name: str, delivery: Delivery, *, by: Actor, at: datetime) -> None:
    row = delivery.recipient
    recording.record(
        f"delivery.{name}",
        subject=Subject(closing.KIND, str(letter.pk)),
        by=by,
        at=at,
        facts={
            "delivery": delivery.pk,
            "attempt": delivery.attempts,
            "channel": row.channel,
            "inner": row.inner_id,
        },
        detail={"name": row.name, "email": row.email, "address": row.address},
    )
