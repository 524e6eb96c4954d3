"""Reading the log: the history of a thing, and what waits for a place in the tree."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, Max, QuerySet

from audit.models import Event, Leaf


def history_of(organisation_key: int, subject_kind: str, subject_key: str | int) -> QuerySet[Event]:
    """Give the events of one thing, oldest first, each with its detail loaded."""
    return Event.objects.filter(
        organisation_key=organisation_key, subject_kind=subject_kind, subject_key=str(subject_key)
    ).select_related("detail")


def done_by(
    organisation_key: int, name: str, *, person_key: int, subject_kind: str, subject_keys: Collection[str]
) -> QuerySet[Event]:
    """Give the events ``name`` about any of several things that one person did."""
    return Event.objects.filter(
        organisation_key=organisation_key,
        subject_kind=subject_kind,
        subject_key__in=subject_keys,
        name=name,
        trail__person=person_key,
    )


def unsequenced() -> QuerySet[Event]:
    """Give the events that have no leaf yet, in the order of their keys."""
    return Event.objects.filter(leaf__isnull=True).order_by("id")


def all_with_detail() -> QuerySet[Event]:
    """Give every event with its detail and leaf, where they exist, for checking."""
    return Event.objects.select_related("detail", "leaf").order_by("id")


def leaf_extent() -> tuple[int, int]:
    """Give the last position and the number of leaves; (-1, 0) for an empty tree."""
    found = Leaf.objects.aggregate(last=Max("position"), count=Count("position"))
    return (-1 if found["last"] is None else found["last"]), found["count"]
