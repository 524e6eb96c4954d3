"""Tell people of what was asked of the archive: whoever acts next, and in the end whoever asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from archive import queries
from archive.models import HoldingCopy, ReadingRequest
from audit.models import Subject
from lib.calendar import local_day
from notices.operations import notifying
from organisation import queries as office
from organisation.enums import Duty
from organisation.models import Organisation, Person

_DECIDE: Final = (Duty.CHIEF_OF_OFFICE, Duty.HEAD, Duty.DEPUTY_HEAD)


def tell_of_reading(
    request: ReadingRequest, act: str, people: Iterable[Person], at: datetime, **facts: str
) -> None:
    """Tell ``people`` what happened to a request to read: ``asked``, ``allowed``, ``refused``."""
    subject = Subject("reading", str(request.pk))
    notifying.tell(people=people, kind=f"reading.{act}", subject=subject, facts=facts, at=at)


def tell_of_copy(copy: HoldingCopy, act: str, people: Iterable[Person], at: datetime, **facts: str) -> None:
    """Tell ``people`` what happened to a certified copy: ``asked``, ``allowed``, ``ready``, ``certified`` …"""
    subject = Subject(queries.HOLDING_COPY, str(copy.pk))
    notifying.tell(people=people, kind=f"holding_copy.{act}", subject=subject, facts=facts, at=at)


def deciders(organisation: Organisation, at: datetime) -> list[Person]:
    """Give who is told that a decision is waited for: the chief of office, else the head, else the deputies."""
    by_turn = (holders(organisation, duty, at) for duty in _DECIDE)
    return next((people for people in by_turn if people), [])


def holders(organisation: Organisation, duty: Duty, at: datetime) -> list[Person]:
    """Give the people who have a duty that day."""
    return [post.person for post in office.holders_of(organisation, duty, local_day(at))]
