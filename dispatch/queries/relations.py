"""Reading what letters are to one another."""

from __future__ import annotations

from django.db.models import QuerySet

from dispatch.enums import RelationKind
from dispatch.models import LetterRelation, OutgoingLetter

ACTS = (RelationKind.CORRECTS, RelationKind.REPLACES, RelationKind.RECALLS)


def relations_of(letter: OutgoingLetter, *kinds: RelationKind) -> QuerySet[LetterRelation]:
    """Give what ``letter`` says of others, in the order it was written down; relations let go are left out."""
    found = letter.relations.filter(dropped_at__isnull=True).select_related("target").order_by("id")
    return found.filter(kind__in=kinds) if kinds else found


def named_by(letter: OutgoingLetter, *kinds: RelationKind) -> QuerySet[LetterRelation]:
    """Give what issued letters say of ``letter``, oldest first."""
    found = letter.named_by.filter(in_force_at__isnull=False).select_related("letter")
    return (found.filter(kind__in=kinds) if kinds else found).order_by("in_force_at", "id")
