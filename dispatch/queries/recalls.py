"""Reading the receivers' part of recalls, on both sides."""

from __future__ import annotations

from django.db.models import QuerySet

from dispatch.enums import DeliveryStatus, RecallAnswer, SendingChannel
from dispatch.models import (
    Delivery,
    DeliveryAttempt,
    IncomingLetter,
    IncomingRecall,
    OutgoingLetter,
    Recall,
    RecallRequest,
)
from organisation.models import Organisation

_MAY_HAVE_IT = (
    DeliveryStatus.SENT,
    DeliveryStatus.RECEIVED,
    DeliveryStatus.REGISTERED,
    DeliveryStatus.COMPLETED,
)


def deliveries_to_ask(letter: OutgoingLetter) -> list[tuple[Delivery, DeliveryAttempt]]:
    """Give the deliveries whose receivers have the letter, or may have it by a mail on its way, with their attempt."""
    rows = letter.deliveries.select_related("recipient").order_by("id")
    found = []
    for delivery in rows.filter(status__in=(*_MAY_HAVE_IT, DeliveryStatus.QUEUED)):
        attempt = delivery.tries.select_related("inner").get(number=delivery.attempts)
        if delivery.status in _MAY_HAVE_IT or attempt.channel == SendingChannel.MAIL:
            found.append((delivery, attempt))
    return found


def recall_requests_of(recall: Recall) -> QuerySet[RecallRequest]:
    """Give what each receiver was asked and said, in the order they were asked."""
    return recall.requests.select_related("delivery").order_by("id")


def recall_request_by_key(organisation: Organisation, pk: int) -> RecallRequest:
    """Give one question of the office; raises DoesNotExist."""
    rows = RecallRequest.objects.filter(organisation=organisation)
    return rows.select_related("recall__letter", "delivery").get(pk=pk)


def incoming_recalls_of(organisation: Organisation, *states: RecallAnswer) -> QuerySet[IncomingRecall]:
    """Give what senders recall from the office, at ``states`` or all, the newest first."""
    rows = IncomingRecall.objects.filter(organisation=organisation)
    rows = rows.filter(state__in=states) if states else rows
    return rows.select_related("letter", "answered_by__person").order_by("-asked_at", "-id")


def incoming_recall_by_key(organisation: Organisation, pk: int) -> IncomingRecall:
    """Give one of them; raises DoesNotExist."""
    return incoming_recalls_of(organisation).get(pk=pk)


def recall_of_incoming(letter: IncomingLetter) -> IncomingRecall | None:
    """Give the latest recall of an incoming letter by its sender, or None."""
    return letter.recalls.select_related("answered_by__person").order_by("-id").first()
