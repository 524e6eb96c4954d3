"""Carry one attempt into another organisation of this installation, or to the mail server: ``dispatch.deliver``.

Slow work stands outside any transaction; what came of it is written in one, together with the end of the job. Inside
the installation nothing can happen twice. A mail whose worker dies between the server's yes and our note of it is
sent again under the same Message-ID: mail is at-least-once (design D5).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from dispatch import queries
from dispatch.carrier import mail
from dispatch.enums import FROZEN, DeliveryStatus, SaidBy, SendingChannel
from dispatch.models import Delivery, DeliveryAttempt, OutgoingLetter
from dispatch.operations import delivery_news, mail_form, receiving
from dispatch.operations.delivery_news import News
from files import queries as files
from files.errors import FileRefused
from files.models import StoredFile
from files.operations import storing
from files.operations.storing import Deposit
from jobs.errors import LeaseLost, RetryLater
from jobs.models import Job
from jobs.operations.leasing import MAX_ATTEMPTS, finishing
from lib.calendar import local_day, written_day
from lib.database import locked
from organisation import queries as office
from organisation.models.actor import Actor

Clock = Callable[[], datetime]
GIVE_UP = timedelta(hours=24)  # how long an unreachable mail server is tried
_FIRST_WAIT, _LONGEST_WAIT = 30, 1800


def run(job: Job, *, clock: Clock = timezone.now) -> None:
    """Do the job: deliver one attempt, or leave it alone when it is over; an attempt always comes to an end.

    An unreachable server is asked again, less and less often, for a day. What cannot succeed becomes “failed” with
    its reason, and so does what went wrong at the last of the job's tries.
    """
    attempt = queries.attempt_by_key(job.payload["attempt"])
    if not _is_due(attempt.delivery, attempt):
        return
    try:
        _carry(job, attempt, clock)
    except (RetryLater, LeaseLost):
        raise
    except (FileRefused, mail.MailRefused, receiving.ReceiverIsGone) as error:
        _end(job, attempt, [_failed(str(error), clock())], clock())
    except Exception:
        if job.attempts < MAX_ATTEMPTS:
            raise
        with suppress(LeaseLost):
            why = str(_("The system could not deliver it at any try; whoever keeps the machine sees why."))
            _end(job, attempt, [_failed(why, clock())], clock())
        raise


def _carry(job: Job, attempt: DeliveryAttempt, clock: Clock) -> None:
    if attempt.channel == SendingChannel.INNER:
        _deliver_inside(job, attempt, clock)
    else:
        _deliver_by_mail(job, attempt, clock)


def _deliver_inside(job: Job, attempt: DeliveryAttempt, clock: Clock) -> None:
    """Copy values and bytes to the receiver: its intake, our two statuses and the job's end stand or fall together."""
    receiver = attempt.inner
    assert receiver is not None  # noqa: S101 -- an attempt inside has one, by constraint
    if not receiver.is_active:
        raise receiving.ReceiverIsGone(str(_("This organisation no longer works in this installation.")))
    main, *others = [_lay(receiver.pk, name, file) for name, file in mail_form.named_files_of(attempt)]
    at = clock()
    with transaction.atomic():
        letter, delivery = _locked(attempt)
        if _is_due(delivery, attempt) and letter.status in FROZEN:
            _take_in(attempt, [_failed(_frozen(letter), at)], at)
        elif _is_due(delivery, attempt):
            arrival = receiving.Arrival.of(letter, delivery=delivery, attempt=attempt.number)
            by = Actor.system(receiver, job.kind)
            receiving.receive(arrival=arrival, main=main, others=others, by=by, at=at)
            name = office.period_on(receiver, local_day(at)).name
            news = [
                News(status=DeliveryStatus.SENT, said_by=SaidBy.SYSTEM, at=at),
                News(status=DeliveryStatus.RECEIVED, said_by=SaidBy.RECEIVER, at=at, who=name),
            ]
            _take_in(attempt, news, at)
        with finishing(job, at=at):
            pass


def _deliver_by_mail(job: Job, attempt: DeliveryAttempt, clock: Clock) -> None:
    letter = attempt.delivery.letter
    if letter.status in FROZEN:
        raise mail.MailRefused(_frozen(letter))
    try:
        mail.send(_mail(letter, attempt))
    except mail.MailUnreachable as error:
        waited = clock() - attempt.asked_at
        if waited >= GIVE_UP:
            raise mail.MailRefused(str(error)) from error
        seconds = min(max(int(waited.total_seconds()), _FIRST_WAIT), _LONGEST_WAIT)
        raise RetryLater(seconds=seconds, reason=str(error)[:500]) from error
    at = clock()
    _end(job, attempt, [News(status=DeliveryStatus.SENT, said_by=SaidBy.SYSTEM, at=at)], at)


def _mail(letter: OutgoingLetter, attempt: DeliveryAttempt) -> mail.Mail:
    """Write the mail: official, in Vietnamese; with the files, or with the link where the office sends links."""
    day = letter.legal_day
    assert day is not None  # noqa: S101 -- an issued letter has one, by constraint
    issuer = str(letter.printed.get("issuer", ""))
    with translation.override("vi"):
        kind = letter.kind_data.name
        text = mail_form.text_of(letter, attempt, kind=kind, day=written_day(day), issuer=issuer)
        enclosed = mail_form.encloses_file(letter.organisation)
    enclosures = mail_form.named_files_of(attempt) if enclosed else []
    digest = hashlib.sha256(f"{settings.SECRET_KEY}{letter.verify_token}".encode()).hexdigest()[:12]
    return mail.Mail(
        sender=issuer,
        to=attempt.email,
        subject=f"{kind} số {letter.reference_code} ngày {day:%d/%m/%Y}: {letter.subject}"[:250],
        text=text,
        message_id=mail.message_id(f"vt-{attempt.delivery_id}-{attempt.number}-{digest}"),
        enclosures=tuple(
            mail.Enclosure(name, one.media_type, files.content_of(one)) for name, one in enclosures
        ),
    )


def _lay(organisation_key: int, name: str, file: StoredFile) -> Deposit:
    return storing.deposit(organisation_key=organisation_key, content=files.content_of(file), name=name)


def _end(job: Job, attempt: DeliveryAttempt, news: list[News], at: datetime) -> None:
    with transaction.atomic():
        _locked(attempt)
        _take_in(attempt, news, at)
        with finishing(job, at=at):
            pass


def _take_in(attempt: DeliveryAttempt, news: list[News], at: datetime) -> None:
    by = Actor.system(attempt.organisation, "dispatch.deliver")
    for one in news:
        delivery_news.note(delivery=attempt.delivery, attempt=attempt.number, news=one, by=by, at=at)


def _failed(why: str, at: datetime) -> News:
    return News(status=DeliveryStatus.FAILED, said_by=SaidBy.SYSTEM, at=at, note=why[:1000] or "–")


def _frozen(letter: OutgoingLetter) -> str:
    """Say why a letter that was replaced or recalled before it left does not leave any more."""
    return str(_("It was not sent: the letter is at “%(status)s”.")) % {"status": letter.get_status_display()}


def _locked(attempt: DeliveryAttempt) -> tuple[OutgoingLetter, Delivery]:
    letter = locked(OutgoingLetter, attempt.delivery.letter_id)
    return letter, locked(Delivery, attempt.delivery_id)


def _is_due(delivery: Delivery, attempt: DeliveryAttempt) -> bool:
    return delivery.status == DeliveryStatus.QUEUED and delivery.attempts == attempt.number
