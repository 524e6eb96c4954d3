"""Tell people something, in the transaction of the act they are told about.

No event is written: the act has its own, and a notice only points at it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from audit.models import Subject
from notices.models import Notice
from organisation.models import Person


@transaction.atomic
def tell(
    *,
    people: Iterable[Person],
    kind: str,
    subject: Subject,
    facts: Mapping[str, str | int | bool | None],
    at: datetime,
) -> list[Notice]:
    """Tell each of ``people`` once of ``kind`` about ``subject``; not the inactive; give the notices.

    All people have to be of one organisation, else ValueError: a notice never crosses (design D16).
    """
    told = {person.pk: person for person in people if person.is_active}
    if len({person.organisation_id for person in told.values()}) > 1:
        raise ValueError("a notice does not cross organisations")
    notices = [
        Notice(
            organisation_id=person.organisation_id,
            person=person,
            kind=kind,
            subject_kind=subject.kind,
            subject_key=subject.key,
            facts=dict(facts),
            created_at=at,
        )
        for person in told.values()
    ]
    return Notice.objects.bulk_create(notices)


@transaction.atomic
def mark_seen(*, person: Person, at: datetime, subject: Subject | None = None) -> int:
    """Note that ``person`` saw the unseen notices, of one ``subject`` if given; give how many."""
    unseen = Notice.objects.filter(person=person, seen_at__isnull=True)
    if subject is not None:
        unseen = unseen.filter(subject_kind=subject.kind, subject_key=subject.key)
    return unseen.update(seen_at=at)
