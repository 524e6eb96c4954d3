"""Tell people of what was asked of the archive: whoever acts next, and in the end whoever asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from archive import policies, queries
from archive.models import HoldingCopy, ReadingRequest
from audit.models import Subject
from lib.calendar import local_day
from notices.operations import notifying
from organisation import queries as office
from organisation.enums import Duty
from organisation.models import Organisation, Person


def tell(
    thing: ReadingRequest | HoldingCopy, act: str, people: Iterable[Person], at: datetime, **facts: str
) -> None:
    """Tell ``people`` what happened to a request to read or a certified copy: ``asked``, ``allowed``, ``refused`` …"""
    name = queries.READING if isinstance(thing, ReadingRequest) else queries.HOLDING_COPY
    subject = Subject(name, str(thing.pk))
    notifying.tell(people=people, kind=f"{name}.{act}", subject=subject, facts=facts, at=at)


def deciders(organisation: Organisation, at: datetime) -> list[Person]:
    """Give who is told that a decision is waited for: the chief of office, else the head, else the deputies."""
    by_turn = (holders(organisation, duty, at) for duty in policies.DECIDE)
    return next((people for people in by_turn if people), [])


def holders(organisation: Organisation, duty: Duty, at: datetime) -> list[Person]:
    """Give the people who have a duty that day."""
    return [post.person for post in office.holders_of(organisation, duty, local_day(at))]
