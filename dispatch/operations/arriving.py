"""What the registry does with an arrival: register it, return it, say that it is done, strike it out of the book.

Each act is told to the sender by a job of its own, once, whenever the sender's side can take it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from dispatch import errors, lifecycle, policies, queries
from dispatch.enums import ArrivalSource, IncomingStatus
from dispatch.models import IncomingLetter, NumberAllocation
from dispatch.operations import acknowledging, allocating, closing, handled_rows, linking, reporting, series
from dispatch.operations.receiving import KIND
from lib.calendar import local_day
from lib.database import locked
from lib.text import single_line
from organisation.models import Unit
from organisation.models.actor import Actor


@dataclass(frozen=True, kw_only=True)
class Registration:
    """What the registry writes down. ``same_as`` is the registered letter this one was compared with and is again.

    ``sheets`` and ``copies`` count the paper, if ``paper_received``; pages are counted by the system, and
    ``page_count`` is asked only where there is no file to count.
    """

    arrival_day: date | None = None
    unit: Unit | None = None
    field_of_work: str = ""
    paper_received: bool = False
    sheets: int | None = None
    copies: int = 1
    page_count: int | None = None
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
    if not _earliest(letter) <= day <= local_day(at):
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
    letter.field_of_work = _remark(entry.field_of_work)[:100]
    letter.paper_received = entry.paper_received or letter.source == ArrivalSource.PAPER
    letter.sheets, letter.copies = entry.sheets if letter.paper_received else None, entry.copies
    if letter.file is None:
        letter.page_count = entry.page_count
    letter.same_as = entry.same_as
    facts = {"allocation": letter.allocation.pk, "number": letter.allocation.number, "day": day.isoformat()}
    facts |= {"same_as": entry.same_as.pk if entry.same_as else None}
    done = _close(letter, "registered", by=by, at=at, facts=facts)
    for copy in queries.copies_of_arrival(done):
        reporting.ask(letter=copy, by=by, at=at)
    return done


@transaction.atomic
def refuse(*, letter: IncomingLetter, reason: str, by: Actor, at: datetime) -> IncomingLetter:
    """Return the arrival to its sender with a reason (Art. 21); it gets no number, the row and its bytes stay.

    Further copies of it lie in the tray again.
    """
    letter, copies = linking.locked_with_copies(letter, by)
    policies.may_refuse_arrival(by, letter).enforce()
    reason = closing.reason_given(reason)[:1000]
    lifecycle.settle(letter, IncomingStatus.REFUSED)
    linking.lay_back(copies=copies, by=by, at=at)
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


@transaction.atomic
def strike_out(
    *, letter: IncomingLetter, reason: str, returned: bool = False, by: Actor, at: datetime
) -> IncomingLetter:
    """Strike a letter registered by mistake out of the book: its line and number stay, with the reason.

    ``returned``: it goes back to its sender, who is told. Refuses what is done already, what somebody has begun to
    answer, and a line of a closed book. The number is never given again (Art. 15, 22). Further copies that were linked
    to it lie in the tray again.
    """
    letter, copies = linking.locked_with_copies(letter, by)
    policies.may_strike_out(by, letter).enforce()
    assert letter.allocation_id is not None  # noqa: S101 -- a registered letter has one, by constraint
    line = locked(NumberAllocation.objects.select_related("series"), letter.allocation_id)
    policies.is_open_book(line.series).enforce()
    reason = closing.reason_given(reason)[:500]
    lifecycle.settle(letter, IncomingStatus.VOIDED)
    linking.lay_back(copies=copies, by=by, at=at)
    allocating.void_line(line, reason, at=at)
    letter.allocation, letter.updated_at = line, at
    letter.save()
    facts = {"allocation": line.pk, "number": line.number, "returned": returned, "status": str(letter.status)}
    detail = {"reference_code": letter.reference_code, "subject": letter.subject, "reason": reason}
    subject = Subject(KIND, str(letter.pk))
    recording.record("incoming.voided", subject=subject, by=by, at=at, facts=facts, detail=detail)
    handled_rows.unproject(letter, at=at)
    if returned:
        reporting.ask(letter=letter, by=by, at=at)
        acknowledging.ask(letter=letter, by=by, at=at)
    return letter


def _earliest(letter: IncomingLetter) -> date:
    """Give the first day an arrival may bear: when its file came in, or for paper the day of the letter itself."""
    came = local_day(letter.arrived_at)
    return (letter.dated_on or date.min) if letter.source == ArrivalSource.PAPER else came


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
    acknowledging.ask(letter=letter, by=by, at=at)
    return letter
