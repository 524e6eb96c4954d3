"""Reading letters: who sees what, and what is written."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from dispatch.models import (
    Attachment,
    Autosave,
    DraftVersion,
    Endorsement,
    LetterRendering,
    OutgoingLetter,
    Participation,
)
from organisation import queries as office
from organisation.models import Organisation
from organisation.models.actor import Actor

_SHOWN = (
    "organisation",
    "unit",
    "drafter",
    "drafter_post__person",
    "signer_post__person",
    "mandate",
    "allocation__series",
    "prepared_file__blob",
    "signed_file__blob",
    "issued_file__blob",
    "dossier",
)


def letters_visible_to(actor: Actor, at: datetime) -> QuerySet[OutgoingLetter]:
    """Give the letters ``actor`` takes part in, newest first; delegation widens the reader's tokens, never the rows."""
    return letters_seen_with(actor.organisation, office.access_tokens_of(actor, at))


def letters_seen_with(organisation: Organisation, tokens: Collection[str]) -> QuerySet[OutgoingLetter]:
    """Give the letters a reader holding ``tokens`` takes part in, newest first; for lists, without their text."""
    takes_part = Participation.objects.filter(letter=OuterRef("pk"), token__in=tokens)
    letters = OutgoingLetter.objects.filter(Exists(takes_part), organisation=organisation)
    shown = letters.select_related("unit", "drafter", "signer_post__person", "allocation")
    return shown.defer("content", "printed").order_by("-updated_at", "-id")


def letter_for(actor: Actor, at: datetime, pk: int) -> OutgoingLetter:
    """Give one letter with what its page shows; raises DoesNotExist when it is absent or not visible."""
    return letters_visible_to(actor, at).defer(None).select_related(*_SHOWN).get(pk=pk)


def letter_by_key(organisation: Organisation, pk: int) -> OutgoingLetter:
    """Give one letter to a job or a process, which see everything; raises DoesNotExist."""
    return OutgoingLetter.objects.select_related(*_SHOWN).get(organisation=organisation, pk=pk)


def tokens_of(letter: OutgoingLetter) -> list[str]:
    """Give the access tokens of everybody who takes part, for the search projection."""
    parts = Participation.objects.filter(letter=letter).order_by()
    return sorted(set(parts.values_list("token", flat=True)))


def versions_of(letter: OutgoingLetter) -> QuerySet[DraftVersion]:
    """Give the saved versions, newest first."""
    return letter.versions.select_related("author", "post").order_by("-number")


def version_of(letter: OutgoingLetter, number: int) -> DraftVersion:
    """Give one saved version; raises DoesNotExist."""
    return letter.versions.select_related("author", "post").get(number=number)


def autosave_of(letter: OutgoingLetter) -> Autosave | None:
    """Give what was typed last, or None; its ``token`` (0 when there is none) is what the browser sends back."""
    return Autosave.objects.select_related("person").filter(letter=letter).first()


def attachments_of(letter: OutgoingLetter) -> QuerySet[Attachment]:
    """Give the files that go with the letter, in their order; those taken off are left out."""
    return letter.attachments.filter(removed_at__isnull=True).select_related(
        "file__blob", "signed_file__blob", "added_by"
    )


def endorsements_of(letter: OutgoingLetter) -> QuerySet[Endorsement]:
    """Give everything people answered for, oldest first, voided ones included."""
    return letter.endorsements.select_related("post__person", "represented__person").order_by("id")


def rendering_of(letter: OutgoingLetter, content_hash: str | None = None) -> LetterRendering | None:
    """Give the live preview of a content, or the one asked for last; None before the first."""
    found = letter.renderings.defer("pdf", "content")
    return (found if content_hash is None else found.filter(content_hash=content_hash)).first()


def rendering_bytes(letter: OutgoingLetter, rendering_pk: int) -> bytes | None:
    """Give the PDF of a live preview, None while it is drawn or when it was dropped."""
    pdf = letter.renderings.filter(pk=rendering_pk).values_list("pdf", flat=True).first()
    return None if pdf is None else bytes(pdf)
