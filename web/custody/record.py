"""The transfer record on the screen: its two copies, who has signed, who signs next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from archive import policies, queries
from archive.enums import TransferState
from archive.operations import transfer_records
from signing.enums import RequestState, SigningRole
from signing.queries import certificate_to_use
from ui.screens import screen
from web.custody.finding import transfer_of
from web.letters.pinpage import sign_with_pin
from web.letters.serving import serve

if TYPE_CHECKING:
    from django.http import HttpResponse

    from archive.models import Transfer, TransferCopy
    from files.models import StoredFile
    from lib.refusal import Verdict
    from ui.request import OfficeRequest

WORKING = (RequestState.AUTHORISED, RequestState.SIGNED, RequestState.TIMESTAMPED)


@dataclass(frozen=True)
class Hand:
    """One of the two who sign: who, a word and a mark for how far it is."""

    name: str
    word: str
    status: str


@dataclass(frozen=True)
class Shown:
    """The record as the page of its transfer shows it."""

    copies: tuple[tuple[int, str], ...]
    hands: tuple[Hand, ...]
    working: bool
    may_sign: Verdict
    has_key: bool


def record_of(request: OfficeRequest, transfer: Transfer) -> Shown | None:
    """Give the record of a transfer that was taken over, else None."""
    if transfer.state != TransferState.ACCEPTED or transfer.receiver is None:
        return None
    copies = queries.copies_of_record(transfer)
    links = tuple(
        (copy.number, reverse("custody:record", args=[transfer.pk, copy.number])) for copy in copies
    )
    given = bool(copies) and all(copy.given_file_id for copy in copies)
    taken = bool(copies) and all(copy.signed_file_id for copy in copies)
    making = _being_made(copies, SigningRole.LEADER), _being_made(copies, SigningRole.SECOND)
    hands = (
        _hand(transfer.giver.person.full_name, done=given, making=making[0]),
        _hand(transfer.receiver.person.full_name, done=taken, making=making[1]),
    )
    role = SigningRole.SECOND if given else SigningRole.LEADER
    return Shown(
        copies=links,
        hands=hands,
        working=not copies or (making[0] and not given) or (making[1] and not taken),
        may_sign=policies.may_sign_record(request.actor, transfer, copies),
        has_key=certificate_to_use(request.actor, role, request.at) is not None,
    )


@sensitive_post_parameters("pin")
@screen(methods=("GET", "POST"))
def sign(request: OfficeRequest, pk: int) -> HttpResponse:
    """Sign both copies of the record with one PIN."""
    transfer = transfer_of(request, pk)
    copies = queries.copies_of_record(transfer)
    policies.may_sign_record(request.actor, transfer, copies).enforce()
    return sign_with_pin(
        request,
        "custody/sign.html",
        {"transfer": transfer},
        role=SigningRole.LEADER,
        act=lambda pin: transfer_records.sign(transfer=transfer, pin=pin, by=request.actor, at=request.at),
        said=_("Both copies are being signed."),
        onward=("custody:detail", pk),
    )


@screen()
def record(request: OfficeRequest, pk: int, number: int) -> HttpResponse:
    """Send the furthest file of one copy."""
    transfer = transfer_of(request, pk)
    copy = next((one for one in queries.copies_of_record(transfer) if one.number == number), None)
    if copy is None:
        raise Http404
    return serve(request, _furthest(copy), name=f"bien-ban-giao-nhan-{transfer.pk}-{number}.pdf")


def _furthest(copy: TransferCopy) -> StoredFile:
    return copy.signed_file or copy.given_file or copy.file


def _being_made(copies: list[TransferCopy], role: SigningRole) -> bool:
    requests = [queries.signature_on(copy, role) for copy in copies]
    return any(one is not None and one.state in WORKING for one in requests)


def _hand(name: str, *, done: bool, making: bool) -> Hand:
    if done:
        return Hand(name, _("Signed"), "valid")
    return Hand(name, _("Being signed") if making else _("Has not signed yet"), "doubtful")
