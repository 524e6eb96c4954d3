"""Reading the log: the history of a thing, and what waits for a place in the tree."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from audit.models import Event


def history_of(organisation_key: int, subject_kind: str, subject_key: str | int) -> QuerySet[Event]:
    """Give the events of one thing, oldest first, each with its detail loaded."""
    return Event.objects.filter(
        organisation_key=organisation_key, subject_kind=subject_kind, subject_key=str(subject_key)
    ).select_related("detail")


def unsequenced() -> QuerySet[Event]:
    """Give the events that have no leaf yet, in the order of their keys."""
    return Event.objects.filter(leaf__isnull=True).order_by("id")


def events_between(organisation_key: int, since: datetime, until: datetime) -> QuerySet[Event]:
    """Give the events of one organisation from ``since`` up to, not including, ``until``."""
    return Event.objects.filter(organisation_key=organisation_key, at__gte=since, at__lt=until)
