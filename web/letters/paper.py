"""The page of a letter that stands beside what is said about it: its newest file, its preview, or its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from dispatch import queries
from dispatch.enums import LetterStatus, Medium, RenderingState
from web.letters.text import shown

if TYPE_CHECKING:
    from dispatch.models import OutgoingLetter
    from files.models import StoredFile


def paper(letter: OutgoingLetter) -> dict[str, object]:
    """Give what stands on the left: the newest file, else the page of the current version, else its text."""
    file, label = newest_file(letter)
    if file is None:
        drawn = queries.rendering_of(letter, letter.draft.hash) if letter.version_number else None
        if drawn is not None and drawn.state == RenderingState.READY:
            return {
                "letter": letter,
                "shown_file": drawn,
                "file_url": reverse("letters:preview_file", args=[letter.pk, drawn.pk]),
                "file_title": _("As it will be printed"),
                "file_name": f"letter-{letter.pk}-draft.pdf",
            }
        return {
            "letter": letter,
            "shown_file": None,
            "file_title": _("Not laid out yet"),
            "text": shown(letter.draft, letter.kind),
        }
    url = reverse("letters:current_file", args=[letter.pk, file.sha256])
    return {
        "letter": letter,
        "shown_file": file,
        "file_url": url,
        "file_title": label,
        "file_name": file.name,
    }


def newest_file(letter: OutgoingLetter) -> tuple[StoredFile | None, str]:
    """Give the furthest file of the letter, and what it is called; a draft shows its text, not an old file."""
    if letter.issued_file:
        on_paper = letter.medium == Medium.PAPER
        return letter.issued_file, _("Scan of the paper") if on_paper else _("Issued file")
    if letter.signed_file:
        return letter.signed_file, _("Signed by the leader")
    if letter.prepared_file and letter.status not in BEFORE_LAYOUT:
        return letter.prepared_file, _("Laid out for signature")
    return None, ""


BEFORE_LAYOUT = {
    LetterStatus.DRAFT,
    LetterStatus.OPINIONS,
    LetterStatus.CONTENT_CHECK,
    LetterStatus.FORMAT_CHECK,
    LetterStatus.PREPARING,
}
