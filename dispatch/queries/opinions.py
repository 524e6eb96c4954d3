"""Reading opinions: who was asked, what they said, what is still waited for."""

from __future__ import annotations

from django.db.models import QuerySet

from dispatch.enums import Stance
from dispatch.models import Opinion, OutgoingLetter


def opinions_of(letter: OutgoingLetter) -> QuerySet[Opinion]:
    """Give everything people were asked about ``letter``, the newest round first, as they were asked."""
    people = ("post__person", "post__unit", "unit", "asked_by__person", "answered_by__person")
    rows = Opinion.objects.filter(letter=letter).select_related(*people, "represented__person")
    return rows.order_by("-round", "id")


def open_opinions(letter: OutgoingLetter) -> QuerySet[Opinion]:
    """Give the opinions still waited for, as they were asked."""
    rows = Opinion.objects.filter(letter=letter, answered_at__isnull=True, over_at__isnull=True)
    return rows.select_related("post__person", "post__unit").order_by("id")


def opinion_of(letter: OutgoingLetter, pk: int) -> Opinion:
    """Give one opinion on ``letter``; raises DoesNotExist."""
    return opinions_of(letter).get(pk=pk)


def unresolved(letter: OutgoingLetter) -> list[Opinion]:
    """Give the remarks whose fate the drafter has not told yet."""
    rows = opinions_of(letter).filter(answered_at__isnull=False, resolution="")
    return list(rows.exclude(stance=Stance.AGREE))


def given_opinions(letter: OutgoingLetter) -> QuerySet[Opinion]:
    """Give the opinions that were given on ``letter``, as they were asked."""
    rows = Opinion.objects.filter(letter=letter, answered_at__isnull=False).order_by("id")
    return rows.select_related("letter", "answered_by__person", "answered_by__unit")
