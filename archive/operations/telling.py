"""Tell whoever asked something of the archive what became of it; whoever acts next has it in the inbox."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from archive import queries
from archive.models import HoldingCopy, ReadingRequest
from audit.models import Subject
from notices.operations import notifying
from organisation.models import Person


def tell(
    thing: ReadingRequest | HoldingCopy, act: str, people: Iterable[Person], at: datetime, **facts: str
) -> None:
    """Tell ``people`` what happened to a request to read or a certified copy: ``allowed``, ``refused`` …"""
    name = queries.READING if isinstance(thing, ReadingRequest) else queries.HOLDING_COPY
    subject = Subject(name, str(thing.pk))
    notifying.tell(people=people, kind=f"{name}.{act}", subject=subject, facts=facts, at=at)
