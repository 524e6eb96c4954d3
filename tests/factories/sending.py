"""Issued letters with real bytes, recipients of every channel, and the jobs that carry them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from dispatch.enums import Direction, SendingChannel
from dispatch.enums import LetterStatus as S
from dispatch.models import Delivery, LetterRecipient, OutgoingLetter
from dispatch.operations import delivering, issuing, recipients, reporting, sending, series, signing_off
from dispatch.operations.recipients import Destination
from files.enums import FileRole
from files.operations import storing
from jobs import ports
from jobs.operations import working
from organisation.models import Organisation
from organisation.models.actor import Actor
from signing.enums import RequestState, SigningRole
from signing.models import SigningRequest
from tests.cast import Cast
from tests.factories.dispatch import NOON, accepted, fresh, letter_at
from tests.files.pieces import pdf
from tests.keepsake import once_from_here

QUEUES = ["interactive", "batch"]


def issued(cast: Cast, *, at: datetime = NOON) -> OutgoingLetter:
    """Give an issued letter whose file lies in the store; it is issued once."""
    return once_from_here(("issued", at), lambda: _issued(cast, at))


def _issued(cast: Cast, at: datetime) -> OutgoingLetter:
    letter = letter_at(cast, S.NUMBERED, at=at)
    request = signing_off.request_of(letter, SigningRole.SEAL)
    assert request is not None
    file = storing.store(by=cast.system(), at=at, content=pdf(2), name="cong-van.pdf", role=FileRole.ISSUED)
    SigningRequest.objects.filter(pk=request.pk).update(
        state=RequestState.COMPLETED, result=file, completed_at=at, working=None
    )
    accepted(file)
    issuing.sealed(letter=letter, file=file, by=cast.system(), at=at)
    return fresh(letter)


def to(name: str, channel: SendingChannel | None = SendingChannel.HAND, **more: object) -> Destination:
    """Give a destination."""
    return Destination(name=name, channel=channel, **more)  # type: ignore[arg-type]


def inside(office: Organisation, name: str = "Sở Tài chính") -> Destination:
    """Give a destination inside the installation."""
    return to(name, SendingChannel.INNER, inner=office)


def with_recipients(cast: Cast, *destinations: Destination, at: datetime = NOON) -> OutgoingLetter:
    """Give an issued letter with recipients."""
    letter = issued(cast, at=at)
    recipients.choose(letter=letter, destinations=destinations, by=cast.actor("lan"), at=at)
    return letter


def sent(cast: Cast, *destinations: Destination, at: datetime = NOON) -> list[Delivery]:
    """Give the deliveries of a letter just sent, its jobs not done yet."""
    letter = with_recipients(cast, *destinations, at=at)
    return sending.send(letter=letter, by=cast.actor("lan"), at=at)


def work(at: datetime = NOON, *, kinds: Iterable[str] = (sending.DELIVER, reporting.REPORT)) -> None:
    """Let a worker do everything that is due."""
    before = dict(ports._handlers)
    ports.join({sending.DELIVER: lambda job: delivering.run(job, clock=lambda: at),
                reporting.REPORT: lambda job: reporting.run(job, clock=lambda: at)})  # fmt: skip
    try:
        while working.run_one(QUEUES, clock=lambda: at, kinds=list(kinds)):
            pass
    finally:
        ports.join(before)


def book_of_arrivals(clerk: Actor, *, at: datetime = NOON) -> None:
    """Open the book of incoming letters of the clerk's office."""
    new = series.NewSeries(
        code="van-ban-den",
        name="Văn bản đến",
        year=2026,
        direction=Direction.INCOMING,
        opened_on=date(2026, 1, 1),
    )
    series.open_series(new=new, by=clerk, at=at)


def row(letter: OutgoingLetter, name: str) -> LetterRecipient:
    """Give the recipient of this name."""
    return LetterRecipient.objects.get(letter=letter, name=name, removed_at__isnull=True)
