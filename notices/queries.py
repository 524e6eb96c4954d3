"""Reading notices."""

from __future__ import annotations

from django.db.models import QuerySet

from notices.models import Notice
from organisation.models import Person


def unseen_of(person: Person) -> QuerySet[Notice]:
    """Give what ``person`` was told and has not seen, newest first."""
    return Notice.objects.filter(
        person=person, organisation=person.organisation_id, seen_at__isnull=True
    ).order_by("-id")


def notices_of(person: Person) -> QuerySet[Notice]:
    """Give everything ``person`` was ever told, newest first."""
    return Notice.objects.filter(person=person, organisation=person.organisation_id).order_by("-id")
