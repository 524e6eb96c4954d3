"""Tell people something, in the transaction of the act they are told about.

No event is written: the act has its own, and a notice only points at it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction

from audit.models import Subject
from notices import queries
from notices.models import Notice
from organisation.models import Person
from organisation.models.actor import Actor

KEPT = timedelta(days=365)


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
def mark_seen(*, by: Actor, at: datetime, subject: Subject | None = None, up_to: int | None = None) -> int:
    """Note that ``by`` saw what was told and not seen; give how much.

    Of one ``subject`` if given; none newer than the key ``up_to``, so that what came while the page lay open stays.
    """
    unseen = queries.unseen_of(by)
    if subject is not None:
        unseen = unseen.filter(subject_kind=subject.kind, subject_key=subject.key)
    if up_to is not None:
        unseen = unseen.filter(pk__lte=up_to)
    return unseen.update(seen_at=at)


def forget_seen(*, at: datetime) -> int:
    """Delete what was seen more than a year ago; give how many. The acts themselves stay in the log."""
    deleted, _by_model = Notice.objects.filter(seen_at__lt=at - KEPT).delete()
    return deleted
