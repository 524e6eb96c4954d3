"""What the registry does with an arrival: register it, return it with a reason, say that it is done.

Each act is told to the sender by a job of its own, once, whenever the sender's side can take it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from dispatch import errors, lifecycle, policies, queries
from dispatch.enums import IncomingStatus
from dispatch.models import IncomingLetter
from dispatch.operations import allocating, closing, handled_rows, reporting, series
from dispatch.operations.receiving import KIND
from lib.calendar import local_day
from lib.database import locked
from lib.text import single_line
from organisation.models import Unit
from organisation.models.actor import Actor


@dataclass(frozen=True, kw_only=True)
class Registration:
    """What the registry writes down. ``same_as`` is the registered letter this one was compared with and is again."""

    arrival_day: date | None = None
    unit: Unit | None = None
    note: str = ""
    same_as: IncomingLetter | None = None
    compared: bool = False


@transaction.atomic
def register(*, letter: IncomingLetter, entry: Registration, by: Actor, at: datetime) -> IncomingLetter:
    """Enter the arrival in the book: it gets its number in this transaction (Decree 30/2020 Art. 22).

    Refuses what nobody has read yet, (ArrivalMayBeDouble) what may stand in the book already until the clerk has
    compared both, a day of arrival ahead or before it came, and an office without a book of incoming letters.
    """
    letter = _locked(letter, by)
    policies.may_register_arrival(by, letter).enforce()
    policies.may_open(letter).enforce()
    policies.is_described(letter).enforce()
    day = entry.arrival_day or local_day(at)
    if not local_day(letter.arrived_at) <= day <= local_day(at):
        raise errors.ArrivalDayIsImpossible(day=f"{day:%d/%m/%Y}")
    book = series.series_for_arrival(organisation=letter.organisation, day=day, by=by, at=at)
    # With the book in hand: of two clerks with the same letter the second sees what the first has registered.
    book = allocating.open_on(book, day)
    double = queries.doubles_of(letter).first()
    if double is not None and not entry.compared:
        raise errors.ArrivalMayBeDouble(number=double.allocation)
    lifecycle.settle(letter, IncomingStatus.REGISTERED)
    letter.allocation = allocating.take_arrival(series=book, kind=letter.kind, day=day, by=by, at=at)
    letter.arrival_day, letter.registered_at = day, at
    letter.unit, letter.note = entry.unit, _remark(entry.note)[:500]
    letter.same_as = entry.same_as
    facts = {"allocation": letter.allocation.pk, "number": letter.allocation.number, "day": day.isoformat()}
    facts |= {"same_as": entry.same_as.pk if entry.same_as else None}
    done = _close(letter, "registered", by=by, at=at, facts=facts)
    for copy in queries.copies_of_arrival(done):
        reporting.ask(letter=copy, by=by, at=at)
    return done


@transaction.atomic
def refuse(*, letter: IncomingLetter, reason: str, by: Actor, at: datetime) -> IncomingLetter:
    """Return the arrival to its sender with a reason (Art. 21); it gets no number, the row and its bytes stay."""
    letter = _locked(letter, by)
    policies.may_refuse_arrival(by, letter).enforce()
    reason = closing.reason_given(reason)[:1000]
    lifecycle.settle(letter, IncomingStatus.REFUSED)
    letter.refusal_reason, letter.refused_at = reason, at
    return _close(letter, "refused", by=by, at=at, detail={"reason": reason})


@transaction.atomic
def complete(*, letter: IncomingLetter, note: str = "", by: Actor, at: datetime) -> IncomingLetter:
    """Say that the registered letter has been dealt with; the sender hears of it."""
    letter = _locked(letter, by)
    policies.may_complete_incoming(by, letter).enforce()
    lifecycle.settle(letter, IncomingStatus.COMPLETED)
    letter.completion_note, letter.completed_at = _remark(note)[:1000], at
    handled_rows.end_unhandled(letter, at=at)
    return _close(letter, "completed", by=by, at=at, detail={"note": letter.completion_note})


def _remark(text: str) -> str:
    """Give the words on one line; refuses a mark of secrecy among them."""
    closing.refuse_secrets(text)
    return single_line(text)


def _locked(letter: IncomingLetter, by: Actor) -> IncomingLetter:
    row = locked(IncomingLetter, letter.pk)
    if row.organisation_id == by.organisation.pk:
        row.organisation = by.organisation
    return row


def _close(
    letter: IncomingLetter,
    act: str,
    *,
    by: Actor,
    at: datetime,
    facts: dict[str, object] | None = None,
    detail: dict[str, object] | None = None,
) -> IncomingLetter:
    letter.updated_at = at
    letter.save()
    recording.record(
        f"incoming.{act}",
        subject=Subject(KIND, str(letter.pk)),
        by=by,
        at=at,
        facts={"status": str(letter.status), **(facts or {})},
        detail={"reference_code": letter.reference_code, "subject": letter.subject, **(detail or {})},
    )
    if letter.allocation is not None:
        handled_rows.project(letter, at=at)
    reporting.ask(letter=letter, by=by, at=at)
    return letter
