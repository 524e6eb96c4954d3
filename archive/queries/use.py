"""Reading requests, loans and kept searches."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db.models import QuerySet

from archive import policies
from archive.enums import RequestState
from archive.models import CatalogueUnit, Loan, ReadingRequest, SavedSearch
from archive.queries.catalogue import units_visible_to
from lib.calendar import local_day
from organisation.models import Organisation, Person
from organisation.models.actor import Actor
from organisation.queries import holders_of, may_in_any_post, posts_of

READING: Final = "reading"  # the kind of what is told and noted of a request to read


def requests_visible_to(actor: Actor, at: datetime) -> QuerySet[ReadingRequest]:
    """Give the requests to read ``actor`` sees: all for the archivist and who decides, else the own ones."""
    found = ReadingRequest.objects.filter(organisation=actor.organisation)
    if not may_in_any_post(actor, at, policies.may_see_every_request):
        found = found.filter(person=actor.person)
    return found.select_related("person", "unit", "decided_by__person").order_by("-id")


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


def may_be_read_until(unit: CatalogueUnit, person: Person | None, at: datetime) -> date | None:
    """Give the day until which ``person`` may read ``unit`` as it was allowed, None without a permission that holds."""
    held = ReadingRequest.objects.filter(
        unit=unit, person=person, state=RequestState.GRANTED, until__gte=local_day(at)
    )
    return held.order_by("-until").values_list("until", flat=True).first()


def permitted_by(unit: CatalogueUnit) -> str:
    """Give who allowed the latest request to read ``unit`` that still holds, as the book of loans names people."""
    held = ReadingRequest.objects.filter(unit=unit, state=RequestState.GRANTED).select_related(
        "decided_by__person"
    )
    request = held.order_by("-decided_at").first()
    return str(request.decided_by) if request is not None and request.decided_by is not None else ""


def deciders_of(organisation: Organisation, at: datetime) -> list[str]:
    """Give who may allow reading and lending today, as the book of loans names people."""
    by_duty = [holders_of(organisation, duty, local_day(at)) for duty in policies.DECIDE]
    return list(dict.fromkeys(str(post) for posts in by_duty for post in posts))


def unit_name_of(person: Person, at: datetime) -> str:
    """Give the unit a person works in today, as the book names it."""
    post = posts_of(person, local_day(at)).first()
    return post.unit.name if post is not None else ""


def searches_of(actor: Actor) -> QuerySet[SavedSearch]:
    """Give the searches ``actor`` keeps, by name."""
    return SavedSearch.objects.filter(person=actor.person).order_by("name")
