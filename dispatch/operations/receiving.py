"""A letter arrives from another organisation of this installation: values and bytes are copied, no row is shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from dispatch.enums import ArrivalSource
from dispatch.models import Delivery, IncomingAttachment, IncomingLetter, OutgoingLetter
from dispatch.operations import reading_arrivals
from files.enums import FileRole
from files.operations import storing
from files.operations.storing import Deposit
from lib.text import fold, single_line
from organisation.models.actor import Actor

KIND = "incoming"


class ReceiverIsGone(Exception):
    """The organisation a letter was sent to no longer works here."""


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """What comes with a letter: values of the day it left, and what the sender wants to hear of."""

    source: ArrivalSource
    origin_key: str
    origin_organisation: str
    origin_delivery: int
    origin_attempt: int
    verify_token: str
    issuer: str
    number: str
    symbol: str
    reference_code: str
    dated_on: date | None
    kind: str
    kind_name: str
    subject: str
    signer: str
    signer_title: str
    addressees: str
    urgency: str

    @classmethod
    def of(cls, letter: OutgoingLetter, *, delivery: Delivery, attempt: int) -> Arrival:
        """Give the values of an issued letter as they travel with one attempt."""
        line = letter.allocation
        return cls(
            source=ArrivalSource.INSTALLATION,
            origin_key=f"delivery:{delivery.pk}:{attempt}",
            origin_organisation=letter.organisation.code,
            origin_delivery=delivery.pk,
            origin_attempt=attempt,
            verify_token=letter.verify_token,
            issuer=str(letter.printed.get("issuer", "")),
            number=f"{line.number}{line.suffix}" if line else "",
            symbol=letter.symbol,
            reference_code=letter.reference_code,
            dated_on=letter.legal_day,
            kind=letter.kind,
            kind_name=letter.kind_data.name,
            subject=letter.subject,
            signer=str(letter.printed.get("signer", "")),
            signer_title=str(letter.printed.get("title", "")),
            addressees="\n".join(letter.draft.addressees),
            urgency=letter.urgency,
        )


@transaction.atomic
def receive(
    *, arrival: Arrival, main: Deposit, others: Sequence[Deposit] = (), by: Actor, at: datetime
) -> IncomingLetter:
    """Lay an arriving letter into the intake of the office acted in; give it. The same arrival again is the same row.

    The bytes lie in that office's part of the store already and are never rewritten; their signatures are judged by
    a job of its own.
    """
    standing = IncomingLetter.objects.filter(
        organisation=by.organisation, origin_key=arrival.origin_key
    ).first()
    if standing is not None:
        return standing
    file = storing.keep(by=by, at=at, deposited=main, role=FileRole.ORIGINAL)
    issuer = single_line(arrival.issuer)[:300]
    letter = IncomingLetter.objects.create(
        organisation=by.organisation,
        source=arrival.source,
        origin_key=arrival.origin_key,
        origin_organisation=arrival.origin_organisation,
        origin_delivery=arrival.origin_delivery,
        origin_attempt=arrival.origin_attempt,
        verify_token=arrival.verify_token,
        issuer=issuer,
        issuer_folded=fold(issuer),
        sender=issuer,
        number=arrival.number,
        symbol=arrival.symbol,
        reference_code=arrival.reference_code,
        dated_on=arrival.dated_on,
        kind=arrival.kind,
        kind_name=arrival.kind_name,
        subject=arrival.subject,
        signer=arrival.signer,
        signer_title=arrival.signer_title,
        addressees=arrival.addressees,
        urgency=arrival.urgency,
        page_count=file.page_count,
        file=file,
        arrived_at=at,
        updated_at=at,
    )
    enclose(letter=letter, others=others, by=by, at=at)
    recording.record(
        "incoming.arrived",
        subject=Subject(KIND, str(letter.pk)),
        by=by,
        at=at,
        facts={"source": arrival.source.value, "file": file.pk, "sha256": file.sha256, "files": len(others)},
        detail={"issuer": issuer, "reference_code": letter.reference_code, "subject": letter.subject},
    )
    reading_arrivals.ask(letter=letter, by=by, at=at)
    return letter


def enclose(*, letter: IncomingLetter, others: Sequence[Deposit], by: Actor, at: datetime) -> None:
    """Keep the files that came with ``letter``, in their order."""
    for place, deposited in enumerate(others, 1):
        kept = storing.keep(by=by, at=at, deposited=deposited, role=FileRole.ORIGINAL)
        IncomingAttachment.objects.create(
            organisation=by.organisation, letter=letter, file=kept, position=place
        )
