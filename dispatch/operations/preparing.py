"""Lay the letter out for signing: slow, so it is done by a worker outside any transaction, and recorded after."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from dispatch import errors, lifecycle
from dispatch.enums import LetterStatus
from dispatch.layout.composing import compose
from dispatch.models import OutgoingLetter
from dispatch.operations import closing, locking, pages
from files.models import StoredFile
from files.rendering import RenderedPdf, render_pdf
from organisation.models.actor import Actor


def render_letter(letter: OutgoingLetter, at: datetime) -> RenderedPdf:
    """Give the page of the current version with its reserved places; writes nothing, takes a second.

    The words fixed at the format check are used, so the same letter at the same ``at`` always gives the same bytes.
    Raises files.rendering.RenderingError, and refuses a body outside the schema.
    """
    page = pages.page_of(letter, letter.draft, letter.printed)
    composed = compose(page, pages.profile_of(letter))
    return render_pdf(
        composed.html, stylesheets=composed.stylesheets, at=at, licensed_fonts=settings.LICENSED_FONTS_DIR
    )


@transaction.atomic
def prepared(*, letter: OutgoingLetter, file: StoredFile, by: Actor, at: datetime) -> OutgoingLetter:
    """Take the file with its signature fields as the one to be approved. The same file again changes nothing."""
    letter = locking.locked_letter(letter, by)
    if letter.status == LetterStatus.APPROVAL and letter.prepared_file_id == file.pk:
        return letter
    if file.organisation_id != letter.organisation_id:
        raise errors.FileIsOfAnother
    lifecycle.advance(letter, LetterStatus.APPROVAL)
    letter.prepared_file, letter.prepared_sha256 = file, file.sha256
    facts = {"file": file.pk, "sha256": file.sha256, "pages": file.page_count}
    return closing.close(letter=letter, act="prepared", by=by, at=at, facts=facts)


@transaction.atomic
def could_not_prepare(*, letter: OutgoingLetter, reason: str, by: Actor, at: datetime) -> OutgoingLetter:
    """Give a letter that cannot be laid out back to its drafter, with the reason."""
    letter = locking.locked_letter(letter, by)
    reason = closing.reason_given(reason)
    closing.reopen(letter, at=at)
    return closing.close(letter=letter, act="not_laid_out", by=by, at=at, detail={"reason": reason})
