"""Reading which issued letters a draft may rest on."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from dispatch.enums import LetterStatus, RelationKind
from dispatch.models import LetterRelation, OutgoingLetter
from dispatch.queries.letters import letters_visible_to
from lib.text import fold, single_line
from organisation.models.actor import Actor


def issued_letters_matching(actor: Actor, at: datetime, text: str) -> QuerySet[OutgoingLetter]:
    """Give the letters in force that ``actor`` may read and whose number or subject has ``text``, latest first.

    An empty text gives the latest of all.
    """
    found = letters_visible_to(actor, at).filter(status=LetterStatus.ISSUED).defer(None).defer("content")
    wanted = single_line(text)[:100]
    if wanted:
        code = wanted.replace(" ", "")
        found = found.filter(Q(subject_folded__contains=fold(wanted)) | Q(reference_code__icontains=code))
    return found.order_by("-legal_day", "-id")


def resting_on(letter: OutgoingLetter, actor: Actor, at: datetime) -> QuerySet[LetterRelation]:
    """Give the issued letters ``actor`` may read that name ``letter`` as their legal basis, oldest first."""
    readable = letters_visible_to(actor, at).order_by().values("pk")
    named = letter.named_by.filter(kind=RelationKind.BASED_ON, in_force_at__isnull=False, letter__in=readable)
    return named.select_related("letter").order_by("in_force_at", "id")
