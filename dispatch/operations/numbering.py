"""Give a letter its number and legal day, reserve numbers, void them. No number is lost, reused or given twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from dispatch import errors, lifecycle, policies, queries
from dispatch.enums import AllocationState, CosigningState, LetterStatus
from dispatch.models import NumberAllocation, NumberSeries, OutgoingLetter
from dispatch.models.kinds import fill_texts, written
from dispatch.models.shapes import shape_of
from dispatch.operations import allocating, closing, joint_asking, locking, marking, series, signing_off
from dispatch.operations.allocating import SuffixException
from lib.calendar import local_day
from lib.database import locked
from lib.text import single_line
from organisation.models import Post
from organisation.models.actor import Actor
from signing.enums import RequestState, SigningRole
from signing.models import CLOSED, SigningRequest
from signing.operations import requesting

_EXPIRED = "Hết thời hạn giữ số, không sử dụng"  # printed in the register, so in Vietnamese


@transaction.atomic
def number_and_request_seal(
    *,
    letter: OutgoingLetter,
    legal_day: date | None = None,
    reservation: NumberAllocation | None = None,
    exception: SuffixException | None = None,
    by: Actor,
    at: datetime,
) -> SigningRequest:
    """The clerk's one act (design D18): number, legal day and the request for the seal stand or fall together.

    ``legal_day`` is today in Viet Nam unless said otherwise; a ``reservation`` brings number and day along; an
    ``exception`` gives 12a behind 12. Repeated, number and day stay and the standing request is given. Refuses a
    letter without the leader's signature, a day ahead, before the signature, behind the register or named later than
    the working day after the signature, and a series that is missing, closed or frozen.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_number(by, letter).enforce()
    if letter.status == LetterStatus.SIGNED:
        day = legal_day or (reservation.legal_day if reservation else local_day(at))
        allocation = _allocate(letter, day, reservation, exception, by=by, at=at)
        _bear(letter, allocation)
        request = _request_seal(letter, allocation, by=by, at=at)
        _close_numbering(letter, allocation, request, by=by, at=at)
        return request
    assert letter.allocation is not None  # noqa: S101 -- a numbered letter has one, by constraint
    return _request_seal(letter, letter.allocation, by=by, at=at)


@transaction.atomic
def reserve(
    *,
    number_series: NumberSeries,
    legal_day: date,
    reason: str,
    expires_at: datetime,
    whom: Post | None = None,
    form_key: str = "",
    by: Actor,
    at: datetime,
) -> NumberAllocation:
    """Keep the next number for a letter of ``whom`` to come, visibly, until ``expires_at``; give its line.

    Refuses whoever is not the registry, a day or an end in the past, a reason nobody understands, a ``form_key`` that
    got its number already.
    """
    policies.may_keep_registers(by).enforce()
    allocating.refuse_answered_form(by, form_key)
    if number_series.organisation_id != by.organisation.pk:
        raise errors.NotTheRegistry
    if expires_at <= at or legal_day < local_day(at):
        raise errors.ReservationIsOver(number=number_series.next_number)
    line = allocating.reserve_next(
        series=number_series,
        day=legal_day,
        purpose=closing.reason_given(single_line(reason))[:300],
        expires_at=expires_at,
        whom=whom,
        by=by,
        at=at,
    )
    allocating.note_form(line, form_key)
    detail = {"reason": line.reserved_for, "whom": whom.person.full_name if whom else ""}
    return _note(line, "reserved", by=by, at=at, facts={"until": expires_at.isoformat()}, detail=detail)


@transaction.atomic
def void_reservation(
    *, allocation: NumberAllocation, reason: str, by: Actor, at: datetime
) -> NumberAllocation:
    """Give a reserved number up: it becomes void with its reason, never free again."""
    allocation = locked(NumberAllocation, allocation.pk)
    policies.may_void_number(by, allocation).enforce()
    if allocation.state != AllocationState.RESERVED:
        raise errors.ReservationIsOver(number=allocation.number)
    allocating.void_line(allocation, closing.reason_given(reason), at=at)
    return _note(allocation, "voided", by=by, at=at, detail={"reason": allocation.void_reason})


@transaction.atomic
def expire_reservation(*, allocation: NumberAllocation, by: Actor, at: datetime) -> NumberAllocation:
    """Make void a reserved number whose time is over; one that is not due, or was used, is left alone."""
    allocation = locked(NumberAllocation, allocation.pk)
    over = allocation.expires_at is not None and allocation.expires_at <= at
    if allocation.state != AllocationState.RESERVED or not over:
        return allocation
    allocating.void_line(allocation, _EXPIRED, at=at)
    return _note(allocation, "voided", by=by, at=at, facts={"expired": True}, detail={"reason": _EXPIRED})


def expire_reservations(*, at: datetime) -> int:
    """Make void every reserved number whose time is over, in every organisation; give how many. For the schedule."""
    due = list(queries.expired_reservations(at))
    for line in due:
        expire_reservation(
            allocation=line, by=Actor.system(line.organisation, "dispatch.expire_reservations"), at=at
        )
    return len(due)


@transaction.atomic
def void(*, allocation: NumberAllocation, reason: str, by: Actor, at: datetime) -> NumberAllocation:
    """Void the number of a letter that was not sealed; the letter waits for another number, the line stays.

    Refuses while the seal is being set, and once the letter is issued.
    """
    if allocation.letter_id is None:
        return void_reservation(allocation=allocation, reason=reason, by=by, at=at)
    letter = locked(OutgoingLetter, allocation.letter_id)
    allocation = locked(NumberAllocation, allocation.pk)
    policies.may_void_number(by, allocation).enforce()
    reason = closing.reason_given(reason)
    request = signing_off.request_of(letter, SigningRole.SEAL)
    partner = joint_asking.locked_joint(letter)
    if request is not None and partner is not None and partner.state == CosigningState.TO_SEAL:
        joint_asking.unseal(partner, at=at)
        requesting.set_aside(by=by, at=at, request=request)
    elif request is not None and request.state not in {RequestState.PREPARED, *CLOSED}:
        raise errors.SealIsUnderWay
    signing_off.let_go_of_request(letter=letter, role=SigningRole.SEAL, by=by, at=at)
    marking.let_go(letter=letter, by=by, at=at)
    allocating.void_line(allocation, reason, at=at)
    lifecycle.advance(letter, LetterStatus.SIGNED)
    letter.allocation, letter.legal_day, letter.reference_code = None, None, ""
    facts = {"allocation": allocation.pk, "number": allocation.number, "suffix": allocation.suffix}
    closing.close(letter=letter, act="number_voided", by=by, at=at, facts=facts, detail={"reason": reason})
    return allocation


def _allocate(
    letter: OutgoingLetter,
    day: date,
    reservation: NumberAllocation | None,
    exception: SuffixException | None,
    *,
    by: Actor,
    at: datetime,
) -> NumberAllocation:
    """Give the letter its line in the register; refuse a number that does not fit its page (nothing is taken then)."""
    allocation = line_for(letter=letter, day=day, reservation=reservation, exception=exception, by=by, at=at)
    places = int(letter.printed["number_digits"])
    shown = written(allocation.number, allocation.suffix)
    if len(shown) > places:
        raise errors.NumberDoesNotFit(places=places, number=shown)
    return allocation


def line_for(
    *,
    letter: OutgoingLetter,
    day: date,
    reservation: NumberAllocation | None,
    exception: SuffixException | None,
    by: Actor,
    at: datetime,
) -> NumberAllocation:
    """Take a line of the register for a saved letter dated ``day``. Part of the acts that give numbers."""
    allocating.refuse_impossible_day(letter, day, at)
    counter = series.series_for_act(organisation=letter.organisation, kind=letter.kind, day=day, by=by, at=at)
    if reservation is not None:
        return allocating.take_reserved(letter, counter, day, reservation)
    if exception is not None:
        closing.reason_given(exception.reason)
        return allocating.take_suffixed(
            letter=letter, series=counter, day=day, exception=exception, by=by, at=at
        )
    allocating.refuse_late_day(letter, day, at)
    return allocating.take_next(letter=letter, series=counter, day=day, by=by, at=at)


def _bear(letter: OutgoingLetter, allocation: NumberAllocation) -> None:
    lifecycle.advance(letter, LetterStatus.NUMBERED)
    letter.allocation, letter.legal_day = allocation, allocation.legal_day
    letter.reference_code = allocation.reference_code


def _request_seal(
    letter: OutgoingLetter, allocation: NumberAllocation, *, by: Actor, at: datetime
) -> SigningRequest:
    """Ask for the seal on the leader's file; a colleague takes over a request that still waits for its PIN."""
    file = letter.signed_file
    assert file is not None  # noqa: S101 -- a signed letter has one, by constraint
    standing = signing_off.request_of(letter, SigningRole.SEAL)
    if standing is not None and standing.state not in CLOSED:
        if standing.state != RequestState.PREPARED or (by.person and standing.person_id == by.person.pk):
            return standing
        requesting.withdraw(by=by, at=at, request=standing)
    return requesting.request_signature(
        by=by,
        at=at,
        file=file,
        role=SigningRole.SEAL,
        origin=signing_off.origin_of(letter),
        expected_sha256=file.sha256,
        prefill=fill_texts(
            number=allocation.number,
            suffix=allocation.suffix,
            day=allocation.legal_day,
            dated=shape_of(letter.kind).dated,
        ),
    )


def _close_numbering(
    letter: OutgoingLetter, allocation: NumberAllocation, request: SigningRequest, *, by: Actor, at: datetime
) -> None:
    facts = {
        "allocation": allocation.pk,
        "series": allocation.series_id,
        "number": allocation.number,
        "suffix": allocation.suffix,
        "day": allocation.legal_day.isoformat(),
        "request": request.pk,
    }
    detail = {"reference_code": allocation.reference_code, "exception": allocation.exception_reason}
    closing.close(letter=letter, act="numbered", by=by, at=at, facts=facts, detail=detail)


def _note(
    line: NumberAllocation,
    name: str,
    *,
    by: Actor,
    at: datetime,
    facts: Mapping[str, object] | None = None,
    detail: Mapping[str, object] | None = None,
) -> NumberAllocation:
    known = {
        "allocation": line.pk,
        "number": line.number,
        "suffix": line.suffix,
        "day": line.legal_day.isoformat(),
    }
    subject = Subject("series", str(line.series_id))
    recording.record(
        f"number.{name}", subject=subject, by=by, at=at, facts={**known, **(facts or {})}, detail=detail
    )
    return line
