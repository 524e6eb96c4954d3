"""Tell the sender what became of a letter here: one job a status, written with the act, taken in once.

The job is the outbox: it carries values only. It runs in nobody's organisation and touches the sender's rows alone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from dispatch import queries
from dispatch.enums import ArrivalSource, DeliveryStatus, IncomingStatus, SaidBy
from dispatch.models import Delivery, IncomingLetter
from dispatch.operations import delivery_news
from dispatch.operations.delivery_news import News
from jobs.enums import Queue
from jobs.models import Job
from jobs.operations import queueing
from jobs.operations.leasing import finishing
from lib.calendar import local_day
from lib.database import locked
from organisation import queries as office
from organisation.models.actor import Actor

Clock = Callable[[], datetime]
REPORT: Final = "dispatch.report_arrival"
SAID: Final = {
    IncomingStatus.REGISTERED: DeliveryStatus.REGISTERED,
    IncomingStatus.REFUSED: DeliveryStatus.REFUSED,
    IncomingStatus.VOIDED: DeliveryStatus.REFUSED,  # struck out of the book and returned
    IncomingStatus.COMPLETED: DeliveryStatus.COMPLETED,
    # another copy of a letter: it is in the book under the number of the first
    IncomingStatus.LINKED: DeliveryStatus.REGISTERED,
}


def ask(*, letter: IncomingLetter, by: Actor, at: datetime) -> None:
    """Queue the news of the present status of ``letter`` to whoever sent it inside the installation."""
    status = IncomingStatus(letter.status)
    if letter.source != ArrivalSource.INSTALLATION or status not in SAID:
        return
    linked = status == IncomingStatus.LINKED
    line = letter.same_as.allocation if linked and letter.same_as else letter.allocation
    if linked and line is None:
        return
    queueing.enqueue(
        REPORT,
        key=f"{letter.pk}:{status.value}",
        organisation_key=letter.organisation_id,
        payload={
            "to": letter.origin_organisation,
            "delivery": letter.origin_delivery,
            "attempt": letter.origin_attempt,
            "status": SAID[status].value,
            "at": at.isoformat(),
            "who": office.period_on(letter.organisation, local_day(at)).name,
            "note": letter.refusal_reason
            or letter.completion_note
            or (line.void_reason if status == IncomingStatus.VOIDED and line else ""),
            "code": f"{line.reference_code}/{line.legal_year}" if line else "",
        },
        queue=Queue.INTERACTIVE,
        at=at,
    )


def run(job: Job, *, clock: Clock = timezone.now) -> None:
    """Do the job: let the sender's delivery take in the news, once.

    News from an organisation that the letter was not sent to is a bug, never silently believed: it raises
    Delivery.DoesNotExist.
    """
    told = job.payload
    sender = office.organisation_by_code(told["to"])
    delivery = queries.delivery_of(sender, told["delivery"])
    if not delivery.tries.filter(number=told["attempt"], inner=job.organisation_key).exists():
        raise Delivery.DoesNotExist
    news = News(
        status=DeliveryStatus(told["status"]),
        said_by=SaidBy.RECEIVER,
        at=datetime.fromisoformat(told["at"]),
        who=told["who"],
        note=told["note"],
        code=told["code"],
    )
    at = clock()
    with transaction.atomic():
        locked(type(delivery.letter), delivery.letter_id)
        by = Actor.system(sender, job.kind)
        delivery_news.note(delivery=delivery, attempt=told["attempt"], news=news, by=by, at=at)
        with finishing(job, at=at):
            pass
