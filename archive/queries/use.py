"""Reading requests, loans and kept searches."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Exists, Q, QuerySet

from archive import policies
from archive.enums import CopyState, RequestState
from archive.models import CatalogueUnit, HoldingCopy, Loan, ReadingRequest, SavedSearch
from archive.queries.catalogue import units_visible_to
from lib.calendar import local_day
from organisation.enums import Duty
from organisation.models import Person
from organisation.models.actor import Actor
from organisation.queries import holders_of, posts_of

READING: Final = "reading"  # the kind of what is told and noted of a request to read


def requests_visible_to(actor: Actor) -> QuerySet[ReadingRequest]:
    """Give the requests to read ``actor`` sees: all for the archivist and who decides, else the own ones."""
    found = ReadingRequest.objects.filter(organisation=actor.organisation)
    if not policies.may_catalogue(actor) and not policies.may_decide_any(actor):
        found = found.filter(person=actor.person)
    return found.select_related("person", "unit", "decided_by__person").order_by("-id")


def readings_waiting_for(actor: Actor, at: datetime) -> QuerySet[ReadingRequest]:
    """Give the requests to read that wait for ``actor``: the archivist names what is meant, a leader decides.

    In an office without an archivist the leader does both.
    """
    asked = ReadingRequest.objects.filter(organisation=actor.organisation, state=RequestState.ASKED)
    waits = Q(pk__in=[])
    if policies.may_catalogue(actor):
        waits |= Q(unit__isnull=True)
    if policies.may_decide_any(actor):
        archivists = holders_of(actor.organisation, Duty.ARCHIVIST, local_day(at)).order_by()
        waits |= Q(unit__isnull=False) | Q(~Exists(archivists))
    return asked.filter(waits)


def copies_waiting_for(actor: Actor) -> QuerySet[HoldingCopy]:
    """Give the certified copies that wait for ``actor``: a leader allows, the registry signs what is made."""
    waits = Q(pk__in=[])
    if policies.may_decide_any(actor):
        waits |= Q(state=CopyState.ASKED)
    if actor.has_duty(Duty.REGISTRY_CLERK):
        waits |= Q(state=CopyState.ALLOWED) & (Q(file__isnull=False) | ~Q(trouble=""))
    return HoldingCopy.objects.filter(waits, organisation=actor.organisation)


def count_waiting(actor: Actor, at: datetime) -> int:
    """Count what was asked of the archive and waits for ``actor``; asks the database only for whom it can."""
    if not (policies.may_decide_any(actor) or actor.has_duty(Duty.ARCHIVIST, Duty.REGISTRY_CLERK)):
        return 0
    readings, copies = readings_waiting_for(actor, at), copies_waiting_for(actor)
    return readings.values("pk").union(copies.values("pk"), all=True).count()


def loans_visible_to(actor: Actor, at: datetime) -> QuerySet[Loan]:
    """Give the book of loans, the newest first: of what ``actor`` sees, all of it for the archivist."""
    found = Loan.objects.filter(organisation=actor.organisation)
    if not policies.may_catalogue(actor):
        found = found.filter(unit__in=units_visible_to(actor, at), borrower=actor.person)
    return found.select_related("unit", "borrower", "lent_by").order_by("-lent_on", "-id")


def borrowed_by(person: Person) -> QuerySet[Loan]:
    """Give the paper ``person`` has borrowed and not brought back, the longest out first."""
    out = Loan.objects.filter(organisation=person.organisation, borrower=person, returned_on__isnull=True)
    return out.select_related("unit").order_by("lent_on", "id")


def years_of_loans(actor: Actor) -> list[int]:
    """Give the years in which paper was lent, the newest first: each is a book of its own."""
    days = Loan.objects.filter(organisation=actor.organisation).order_by().dates("lent_on", "year", "DESC")
    return [day.year for day in days]


def loan_out(unit: CatalogueUnit) -> Loan | None:
    """Give the loan by which the original is out now, or None."""
    return Loan.objects.filter(unit=unit, returned_on__isnull=True).select_related("borrower").first()


def unit_name_of(person: Person, at: datetime) -> str:
    """Give the unit a person works in today, as the book names it."""
    post = posts_of(person, local_day(at)).first()
    return post.unit.name if post is not None else ""


def searches_of(actor: Actor) -> QuerySet[SavedSearch]:
    """Give the searches ``actor`` keeps, by name."""
    return SavedSearch.objects.filter(person=actor.person).order_by("name")
