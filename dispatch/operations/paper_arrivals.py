"""A letter that came on paper is registered without a scan, or gets its scan later (Decree 30/2020 Art. 22)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from dispatch import policies
from dispatch.enums import ArrivalSource, Secrecy
from dispatch.models import IncomingLetter
from dispatch.operations import allocating, arriving, describing, handled_rows, reading_arrivals, taking_in
from dispatch.operations.arriving import Registration
from dispatch.operations.describing import ArrivalFacts
from dispatch.operations.receiving import KIND
from files.enums import FileRole
from files.operations import storing
from files.operations.storing import Deposit
from lib.database import locked
from organisation.models.actor import Actor


@transaction.atomic
def register(
    *,
    secrecy: Secrecy | None,
    facts: ArrivalFacts,
    entry: Registration,
    form_key: str = "",
    by: Actor,
    at: datetime,
) -> IncomingLetter:
    """Enter a letter that lies on the desk as paper; give it. Nothing stays of what is refused.

    Refuses what ``taking_in.refuse_secret``, ``describing.describe`` and ``arriving.register`` refuse, and a
    ``form_key`` that got its number already.
    """
    policies.may_bring_in(by).enforce()
    taking_in.refuse_secret(secrecy)
    allocating.refuse_answered_form(by, form_key)
    letter = IncomingLetter(
        organisation=by.organisation, source=ArrivalSource.PAPER, arrived_at=at, updated_at=at
    )
    describing.write(letter, facts)
    letter.save()
    recording.record(
        "incoming.arrived",
        subject=Subject(KIND, str(letter.pk)),
        by=by,
        at=at,
        facts={"source": ArrivalSource.PAPER.value},
        detail={"reference_code": letter.reference_code, "subject": letter.subject, "sender": letter.sender},
    )
    done = arriving.register(letter=letter, entry=entry, by=by, at=at)
    assert done.allocation is not None  # noqa: S101 -- a registered letter has one, by constraint
    allocating.note_form(done.allocation, form_key)
    return done


@transaction.atomic
def add_scan(*, letter: IncomingLetter, scan: Deposit, by: Actor, at: datetime) -> IncomingLetter:
    """Lay the scan beside a letter registered on paper; it is read and found like any other. Refuses a second one."""
    row = locked(IncomingLetter, letter.pk)
    if row.organisation_id == by.organisation.pk:
        row.organisation = by.organisation
    policies.may_scan_arrival(by, row).enforce()
    row.file = storing.keep(by=by, at=at, deposited=scan, role=FileRole.ORIGINAL)
    row.page_count, row.updated_at = row.file.page_count or row.page_count, at
    row.save(update_fields=["file", "page_count", "updated_at"])
    recording.record(
        "incoming.scanned",
        subject=Subject(KIND, str(row.pk)),
        by=by,
        at=at,
        facts={"file": row.file.pk, "sha256": row.file.sha256},
        detail={"name": row.file.name},
    )
    handled_rows.project(row, at=at)
    reading_arrivals.ask(letter=row, by=by, at=at)
    return row
