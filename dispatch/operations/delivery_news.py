"""Take in what is said of a delivery: the one place where news moves it. Twice is once, and never backwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from dispatch import errors, lifecycle, policies
from dispatch.enums import DeliveryStatus, SaidBy
from dispatch.models import Delivery, DeliveryAttempt, DeliveryEntry, OutgoingLetter
from dispatch.operations import closing, locking
from lib.calendar import local_day
from lib.database import locked
from lib.text import single_line
from notices.operations import notifying
from organisation import queries as office
from organisation.enums import Duty
from organisation.models import Person
from organisation.models.actor import Actor


@dataclass(frozen=True, kw_only=True)
class News:
    """What is said of one attempt, by whom, and when it happened. ``code`` is the number it was registered under."""

    status: DeliveryStatus
    said_by: SaidBy
    at: datetime
    who: str = ""
    note: str = ""
    code: str = ""
    on: date | None = None


@transaction.atomic
def note(*, delivery: Delivery, attempt: int, news: News, by: Actor, at: datetime) -> Delivery:
    """Take in ``news`` of the attempt with this number; give the delivery.

    The same status of the same attempt again changes nothing. News of an attempt that is over, or that would lead
    back, is kept in the history and moves nothing. What fails or is refused is told to the registry and the drafter.
    """
    letter = locked(OutgoingLetter, delivery.letter_id)
    delivery = locked(Delivery, delivery.pk)
    told = delivery.tries.get(number=attempt)
    if told.entries.filter(status=news.status).exists():
        return delivery
    moved = attempt == delivery.attempts and lifecycle.carry_forward(delivery, news.status)
    write_entry(told, news, moved=moved, who=news.who or name_of(by), noted_at=at)
    if moved:
        _take_over(delivery, news, at)
        if news.status in lifecycle.STOPPED:
            _tell(letter, delivery, news, by=by, at=at)
    _record(letter, delivery, attempt, news, moved=moved, by=by, at=at)
    return delivery


@transaction.atomic
def acknowledge(*, delivery: Delivery, on: date, received_by: str, by: Actor, at: datetime) -> Delivery:
    """Note by hand that the letter was received, on which day and by whom (the column "Ký nhận").

    Refuses what the receiver's own system says, what has not left, and a day before it left or ahead.
    """
    letter, delivery = _by_hand(delivery, by)
    policies.may_note_receipt(by, letter, delivery, delivery.recipient).enforce()
    sent = local_day(delivery.sent_at or at)
    if not sent <= on <= local_day(at):
        raise errors.DayIsImpossible(day=f"{on:%d/%m/%Y}")
    news = News(
        status=DeliveryStatus.RECEIVED,
        said_by=SaidBy.CLERK,
        at=at,
        who=name_of(by),
        note=single_line(received_by)[:200],
        on=on,
    )
    return note(delivery=delivery, attempt=delivery.attempts, news=news, by=by, at=at)


@transaction.atomic
def note_failure(*, delivery: Delivery, reason: str, by: Actor, at: datetime) -> Delivery:
    """Note by hand that a mail bounced or an envelope came back, with the reason."""
    letter, delivery = _by_hand(delivery, by)
    policies.may_note_failure(by, letter, delivery, delivery.recipient).enforce()
    why = closing.reason_given(reason)[:1000]
    news = News(status=DeliveryStatus.FAILED, said_by=SaidBy.CLERK, at=at, who=name_of(by), note=why)
    return note(delivery=delivery, attempt=delivery.attempts, news=news, by=by, at=at)


def write_entry(
    attempt: DeliveryAttempt, news: News, *, moved: bool, who: str, noted_at: datetime
) -> DeliveryEntry:
    """Add one line to the history of an attempt. A moment ahead of our clock is taken as now."""
    return DeliveryEntry.objects.create(
        organisation_id=attempt.organisation_id,
        attempt=attempt,
        status=news.status,
        said_by=news.said_by,
        who=who[:300],
        note=news.note[:1000],
        moved=moved,
        at=min(news.at, noted_at),
        noted_at=noted_at,
    )


def name_of(by: Actor) -> str:
    """Give the name of who acts, empty for the system."""
    return by.person.full_name if by.person else ""


def _by_hand(delivery: Delivery, by: Actor) -> tuple[OutgoingLetter, Delivery]:
    letter = locking.locked_letter(delivery.letter, by)
    return letter, locked(Delivery, delivery.pk)


def _take_over(delivery: Delivery, news: News, at: datetime) -> None:
    moment = min(news.at, at)
    if news.status == DeliveryStatus.SENT or (
        delivery.sent_at is None and news.status != DeliveryStatus.FAILED
    ):
        delivery.sent_at = moment
    if news.status == DeliveryStatus.RECEIVED and news.said_by == SaidBy.CLERK:
        delivery.acknowledged_on, delivery.acknowledged_by = news.on or local_day(moment), news.note
    elif news.status in {DeliveryStatus.RECEIVED, DeliveryStatus.REGISTERED}:
        delivery.acknowledged_on = delivery.acknowledged_on or local_day(moment)
    if news.code:
        delivery.arrival_code = news.code[:80]
    delivery.reason = news.note[:1000] if news.status in lifecycle.STOPPED else ""
    delivery.updated_at = at
    delivery.save()


def _tell(letter: OutgoingLetter, delivery: Delivery, news: News, *, by: Actor, at: datetime) -> None:
    """Tell the registry, which can send it again, and the drafter, but not whoever wrote it down."""
    clerks = office.holders_of(letter.organisation, Duty.REGISTRY_CLERK, local_day(at))
    people: list[Person] = [post.person for post in clerks]
    own = by.person.pk if by.person else None
    notifying.tell(
        people=[person for person in [*people, letter.drafter] if person.pk != own],
        kind=f"delivery.{news.status.value}",
        subject=Subject(closing.KIND, str(letter.pk)),
        facts={"name": delivery.recipient.name, "reason": news.note[:300], "code": letter.reference_code},
        at=at,
    )


def _record(
    letter: OutgoingLetter,
    delivery: Delivery,
    attempt: int,
    news: News,
    *,
    moved: bool,
    by: Actor,
    at: datetime,
) -> None:
    recording.record(
        f"delivery.{news.status.value}",
        subject=Subject(closing.KIND, str(letter.pk)),
        by=by,
        at=at,
        facts={
            "delivery": delivery.pk,
            "attempt": attempt,
            "said_by": news.said_by.value,
            "moved": moved,
            "happened": news.at.isoformat(),
        },
        detail={"name": delivery.recipient.name, "who": news.who, "reason": news.note, "number": news.code},
    )
