"""Separate attachments and the organisation's signature on them."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from django.db.models import QuerySet

from dispatch.models import Attachment, OutgoingLetter
from dispatch.queries.letters import attachments_of
from files.enums import MediaType
from signing import queries as signatures
from signing.enums import RequestState, SigningRole, WaitReason
from signing.models import CLOSED, SigningRequest

ATTACHMENT = "attachment"
UNDER_WAY = {RequestState.AUTHORISED, RequestState.SIGNED, RequestState.TIMESTAMPED}


class Mark(NamedTuple):
    """An attachment and the request for the organisation's signature on it, None where it takes none."""

    attachment: Attachment
    request: SigningRequest | None


def mark_key(attachment: Attachment, letter: OutgoingLetter) -> str:
    """Give the key signing knows an attachment by under one number of its letter: another number, another key."""
    return f"{attachment.pk}/{letter.allocation_id}"


def markable(letter: OutgoingLetter) -> QuerySet[Attachment]:
    """Give the attachments that are PDF files and do not bear the organisation's signature yet."""
    return attachments_of(letter).filter(signed_file__isnull=True, file__blob__media_type=MediaType.PDF)


def markable_hashes(letter_keys: Collection[int]) -> list[str]:
    """Give the hashes of every such attachment of several letters, for the PIN that is to sign them."""
    rows = Attachment.objects.filter(
        letter__in=letter_keys,
        removed_at__isnull=True,
        signed_file__isnull=True,
        file__blob__media_type=MediaType.PDF,
    )
    return list(rows.order_by("letter", "position").values_list("file__blob__sha256", flat=True))


def marks_of(letter: OutgoingLetter) -> list[Mark]:
    """Give every attachment with the latest request for a signature on it."""
    return [Mark(one, request_on(one, letter)) for one in attachments_of(letter)]


def request_on(attachment: Attachment, letter: OutgoingLetter) -> SigningRequest | None:
    """Give the latest request for the organisation's signature on an attachment under the letter's number."""
    key = mark_key(attachment, letter)
    return signatures.request_for(letter.organisation, ATTACHMENT, key, SigningRole.TEXT)


def takes_none(request: SigningRequest | None) -> bool:
    """Say whether it was tried and the file cannot carry a signature."""
    return request is not None and request.state in CLOSED and request.reason == WaitReason.CANNOT_CARRY


def marks_missing(letter: OutgoingLetter) -> list[Mark]:
    """Give the attachments whose signature waits for a PIN: lost, failed or never asked for."""
    found = [Mark(one, request_on(one, letter)) for one in markable(letter)]
    return [
        one
        for one in found
        if not takes_none(one.request) and (one.request is None or one.request.state not in UNDER_WAY)
    ]


def marks_under_way(letter: OutgoingLetter) -> bool:
    """Say whether a signature on an attachment is being made."""
    requests = [request_on(one, letter) for one in markable(letter)]
    return any(one is not None and one.state in {*UNDER_WAY, RequestState.COMPLETED} for one in requests)
