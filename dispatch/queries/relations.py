"""Reading what letters are to one another."""

from __future__ import annotations

from django.db.models import QuerySet

from dispatch.enums import RelationKind
from dispatch.models import LetterRelation, OutgoingLetter, Recall

ACTS = (RelationKind.CORRECTS, RelationKind.REPLACES, RelationKind.RECALLS)


def relations_of(letter: OutgoingLetter, *kinds: RelationKind) -> QuerySet[LetterRelation]:
    """Give what ``letter`` says of others, in the order it was written down; relations let go are left out."""
    found = letter.relations.filter(dropped_at__isnull=True).select_related("target").order_by("id")
    return found.filter(kind__in=kinds) if kinds else found


def relation_by_key(pk: int) -> LetterRelation:
    """Give one relation with both letters, to a job; raises DoesNotExist."""
    return LetterRelation.objects.select_related("letter", "target").get(pk=pk)


def named_by(letter: OutgoingLetter, *kinds: RelationKind) -> QuerySet[LetterRelation]:
    """Give what issued letters say of ``letter``, oldest first."""
    found = letter.named_by.filter(in_force_at__isnull=False).select_related("letter")
    return (found.filter(kind__in=kinds) if kinds else found).order_by("in_force_at", "id")


def standing_recall(letter: OutgoingLetter) -> Recall | None:
    """Give the recall of ``letter`` that was not stopped, or None."""
    rows = letter.recalls.filter(stopped_at__isnull=True)
    return rows.select_related("by_letter", "ordered_by__person", "represented__person").first()


def recalls_of(letter: OutgoingLetter) -> QuerySet[Recall]:
    """Give every recall of ``letter``, oldest first, stopped ones included."""
    return letter.recalls.select_related("by_letter", "ordered_by__person", "stopped_by__person").order_by(
        "id"
    )
