"""Lend a paper original and take it in again: the book of nine columns (Decree 30/2020, App. IV)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from archive import errors, policies
from archive.enums import Medium
from archive.models import CatalogueUnit, Loan
from archive.operations.cataloguing import held
from audit.models import Subject
from audit.operations import recording
from lib.calendar import local_day
from lib.database import locked
from lib.text import single_line
from organisation.models import Person
from organisation.models.actor import Actor


@transaction.atomic
def lend(
    *,
    unit: CatalogueUnit,
    borrower: Person,
    borrower_unit: str,
    permitted_by: str,
    due_on: date,
    note: str,
    by: Actor,
    at: datetime,
) -> Loan:
    """Lend the paper of ``unit``; the archivist does. Refuses what is out, has no paper, and a day that is over."""
    unit = held(unit)
    policies.may_change_unit(by, unit).enforce()
    if unit.medium == Medium.ELECTRONIC:
        raise errors.HasNoPaper
    out = Loan.objects.filter(unit=unit, returned_on__isnull=True).select_related("borrower").first()
    if out is not None:
        raise errors.IsLentOut(name=out.borrower.full_name, day=f"{out.due_on:%d/%m/%Y}")
    today = local_day(at)
    if due_on < today:
        raise errors.DayIsOver
    loan = Loan.objects.create(
        organisation=by.organisation, unit=unit, borrower=borrower, borrower_unit=single_line(borrower_unit)[:300],
        permitted_by=single_line(permitted_by)[:200], lent_by=by.acting_post, lent_on=today, due_on=due_on,
        note=single_line(note)[:500],
    )  # fmt: skip
    _note("catalogue.lent", loan, by=by, at=at)
    return loan


@transaction.atomic
def take_in(*, loan: Loan, by: Actor, at: datetime) -> Loan:
    """Take a lent original in again."""
    loan = locked(Loan, loan.pk)
    policies.may_change_unit(by, CatalogueUnit.objects.get(pk=loan.unit_id)).enforce()
    if loan.returned_on is not None:
        raise errors.IsBackAlready
    loan.returned_on = local_day(at)
    loan.save(update_fields=["returned_on"])
    _note("catalogue.came_back", loan, by=by, at=at)
    return loan


def _note(name: str, loan: Loan, *, by: Actor, at: datetime) -> None:
    facts = {"loan": loan.pk, "borrower": loan.borrower_id, "due_on": loan.due_on.isoformat()}
    subject = Subject("catalogue", str(loan.unit_id))
    recording.record(name, subject=subject, by=by, at=at, facts=facts)
