"""Take numbers from a series: one row lock, one insert, a unique constraint as judge (design D18).

Everything here is part of an act in ``numbering``, which writes the event. The series row is locked last.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from dispatch import errors, policies
from dispatch.enums import AllocationState
from dispatch.models import NumberAllocation, NumberSeries, OutgoingLetter
from dispatch.models.kinds import reference_code
from lib.calendar import local_day
from lib.database import locked
from organisation.models import Post
from organisation.models.actor import Actor
from organisation.queries import add_working_days

ARRIVAL = "Đến"  # the symbol an arrival number bears in the stamp and the book
SUFFIXES = "abcd"  # what the figure font of the reserved field can draw


@dataclass(frozen=True, kw_only=True)
class SuffixException:
    """The exception for a letter dated behind the register: number 12a, with the reason."""

    number: int
    suffix: str
    reason: str


def take_next(
    *, letter: OutgoingLetter, series: NumberSeries, day: date, by: Actor, at: datetime
) -> NumberAllocation:
    """Give ``letter`` the next number of ``series`` dated ``day``; refuses a closed or frozen series, a day behind."""
    series = open_on(series, day)
    _refuse_day_behind(series, day)
    allocation = _insert(_line(series, series.next_number, day, by, at), letter)
    _count_on(series)
    return allocation


def take_for_copy(
    *, series: NumberSeries, day: date, symbol: str, by: Actor, at: datetime
) -> NumberAllocation:
    """Give the next number of the series of certified copies; refuses as ``take_next`` does."""
    series = open_on(series, day)
    _refuse_day_behind(series, day)
    line = _line(series, series.next_number, day, by, at)
    line.symbol = symbol
    line.reference_code = reference_code(profile=line.profile_code, number=line.number, symbol=symbol)
    try:
        with transaction.atomic():
            line.save(force_insert=True)
    except IntegrityError as error:
        raise errors.NumberAlreadyTaken(number=line.reference_code) from error
    _count_on(series)
    return line


def take_suffixed(
    *,
    letter: OutgoingLetter,
    series: NumberSeries,
    day: date,
    exception: SuffixException,
    by: Actor,
    at: datetime,
) -> NumberAllocation:
    """Give ``letter`` a number with a letter behind it. Refuses a number not in the register, a taken suffix, and

    a day that does not lie between the day of that number and the day of the next one.
    """
    if exception.suffix not in SUFFIXES or len(exception.suffix) != 1:
        raise errors.SuffixIsWrong
    series = open_on(series, day)
    lines = series.allocations.filter(suffix="")
    base = lines.filter(number=exception.number).first()
    if base is None:
        raise errors.NoSuchNumber(number=exception.number)
    following = lines.filter(number__gt=exception.number).order_by("number").first()
    if day < base.legal_day or (following is not None and day > following.legal_day):
        raise _behind(base, day)
    line = _line(series, exception.number, day, by, at)
    line.suffix, line.exception_reason = exception.suffix, exception.reason
    return _insert(line, letter)


def take_reserved(
    letter: OutgoingLetter, series: NumberSeries, day: date, reserved: NumberAllocation
) -> NumberAllocation:
    """Give ``letter`` a number that was reserved; refuses one of another series or day, or one no longer standing.

    Refuses a frozen series too: after a restore the number may have been used in the time that was lost.
    """
    open_on(series, day)
    reserved = locked(NumberAllocation, reserved.pk)
    if reserved.state != AllocationState.RESERVED:
        raise errors.ReservationIsOver(number=reserved.number)
    if reserved.series_id != series.pk or reserved.legal_day != day:
        raise errors.ReservationIsForAnother(number=reserved.number)
    reserved.state = AllocationState.ALLOCATED
    return _insert(reserved, letter)


def reserve_next(
    *,
    series: NumberSeries,
    day: date,
    purpose: str,
    expires_at: datetime,
    whom: Post | None = None,
    by: Actor,
    at: datetime,
) -> NumberAllocation:
    """Keep the next number of ``series`` for a later letter of ``whom``."""
    series = open_on(series, day)
    _refuse_day_behind(series, day)
    line = _line(series, series.next_number, day, by, at)
    line.state, line.reserved_for, line.reserved_by = AllocationState.RESERVED, purpose, by.acting_post
    line.expires_at, line.reserved_to = expires_at, whom
    line.save(force_insert=True)
    _count_on(series)
    return line


def take_arrival(*, series: NumberSeries, kind: str, day: date, by: Actor, at: datetime) -> NumberAllocation:
    """Give the next arrival number of ``series`` on ``day`` in the saving transaction; refuses as ``open_on`` does."""
    series = open_on(series, day)
    _refuse_day_behind(series, day)
    line = _line(series, series.next_number, day, by, at)
    line.kind, line.symbol, line.reference_code = kind, ARRIVAL, str(series.next_number)
    line.save(force_insert=True)
    _count_on(series)
    return line


def note_form(line: NumberAllocation, form_key: str) -> NumberAllocation:
    """Note on a fresh line which form asked for it; refuses a form that got its number already (sent twice)."""
    if not form_key:
        return line
    line.form_key = form_key
    try:
        with transaction.atomic():
            line.save(update_fields=["form_key"])
    except IntegrityError as error:
        raise errors.FormIsAnswered from error
    return line


def refuse_answered_form(by: Actor, form_key: str) -> None:
    """Refuse a form that got its number already, before anything else is asked of it."""
    if form_key and NumberAllocation.objects.filter(organisation=by.organisation, form_key=form_key).exists():
        raise errors.FormIsAnswered


def void_line(allocation: NumberAllocation, reason: str, *, at: datetime) -> None:
    """Make a locked number void: line and reason stay, the number is never given again."""
    allocation.state, allocation.void_reason, allocation.voided_at = AllocationState.VOID, reason[:500], at
    allocation.save(update_fields=["state", "void_reason", "voided_at"])


def open_on(series: NumberSeries, day: date) -> NumberSeries:
    """Give the locked series; refuses one that is closed, stands still, or gives no number dated ``day``."""
    series = locked(NumberSeries.objects.select_related("closing"), series.pk)
    policies.is_open_book(series).enforce()
    if series.frozen_at is not None:
        raise errors.SeriesIsFrozen(name=series.name)
    outside = day < series.opened_on or (series.closed_on is not None and day > series.closed_on)
    if outside or (series.year is not None and day.year != series.year):
        raise errors.SeriesIsClosed(name=series.name, day=_written(day))
    return series


def refuse_impossible_day(letter: OutgoingLetter, day: date, at: datetime) -> None:
    """Refuse a letter dated ahead, or before its signature."""
    if day > local_day(at):
        raise errors.LegalDayIsInFuture(day=_written(day))
    signed = local_day(letter.signed_at or at)
    if day < signed:
        raise errors.LegalDayIsBeforeSignature(signed=_written(signed), day=_written(day))


def refuse_late_day(letter: OutgoingLetter, day: date, at: datetime) -> None:
    """Refuse an earlier day once the working day after the signature is over (Decree 30/2020 Art. 15).

    A letter signed on 31 December may be numbered on the next working day of January under December's day and in
    December's book; after that it takes the number and the day on which it is numbered.
    """
    today, signed = local_day(at), local_day(letter.signed_at or at)
    if day >= today:
        return
    latest = add_working_days(letter.organisation, signed, 1)
    if today > latest:
        raise errors.NumberedTooLate(signed=_written(signed), latest=_written(latest))


def _line(series: NumberSeries, number: int, day: date, by: Actor, at: datetime) -> NumberAllocation:
    return NumberAllocation(
        organisation=series.organisation,
        series=series,
        direction=series.direction,
        number=number,
        profile_code=series.profile_code,
        legal_day=day,
        legal_year=day.year,
        state=AllocationState.ALLOCATED,
        allocated_at=at,
        allocated_by_key=by.person.pk if by.person else None,
    )


def _insert(line: NumberAllocation, letter: OutgoingLetter) -> NumberAllocation:
    """Save the line for ``letter``; what the judge (a unique constraint) forbids is refused."""
    line.letter, line.kind, line.symbol = letter, letter.kind, letter.symbol
    line.reference_code = reference_code(
        profile=line.profile_code, number=line.number, suffix=line.suffix, symbol=letter.symbol
    )
    try:
        with transaction.atomic():
            line.save()
    except IntegrityError as error:
        raise errors.NumberAlreadyTaken(number=line.reference_code) from error
    return line


def _count_on(series: NumberSeries) -> None:
    series.next_number += 1
    series.save(update_fields=["next_number"])


def _refuse_day_behind(series: NumberSeries, day: date) -> None:
    given = series.allocations.filter(state=AllocationState.ALLOCATED, suffix="")
    last = given.order_by("-legal_day", "-number").first()
    if last is not None and last.legal_day > day:
        raise _behind(last, day)


def _behind(last: NumberAllocation, day: date) -> errors.LegalDayIsBehindRegister:
    return errors.LegalDayIsBehindRegister(
        last=str(last), last_day=_written(last.legal_day), day=_written(day)
    )


def _written(day: date) -> str:
    return day.strftime("%d/%m/%Y")
