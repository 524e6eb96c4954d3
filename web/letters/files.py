"""The bytes of a letter and of what lies beside it, for those who may read it; reading is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, cast

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dispatch import policies, queries
from dispatch.errors import AttachedAlready
from dispatch.operations import drafting, reading
from files.errors import FileRefused
from files.operations import storing
from ui.screens import render, screen
from web.letters.finding import letter_of
from web.letters.forms import AttachForm
from web.letters.serving import serve

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpResponse

    from dispatch.models import Attachment, OutgoingLetter
    from files.models import StoredFile
    from ui.request import OfficeRequest

UNREADABLE = 422


@screen()
def current_file(request: OfficeRequest, pk: int, sha256: str) -> HttpResponse:
    """Send one of the letter's own files, named by its hash: a page that waited never shows other bytes."""
    letter = letter_of(request, pk)
    own = (letter.issued_file, letter.signed_file, letter.prepared_file)
    file = next((one for one in own if one is not None and one.sha256 == sha256), None)
    if file is None:
        raise Http404
    reading.note_viewed(letter=letter, file=file, by=request.actor, at=request.at)
    return serve(request, file, name=name_of(letter, file))


def name_of(letter: OutgoingLetter, file: StoredFile) -> str:
    """Give what a file of the letter is saved as: the number once it is issued, 1245-SNV-CCHC.pdf."""
    if file.pk != letter.issued_file_id or not letter.reference_code:
        return file.name
    return f"{letter.reference_code.replace('/', '-')}.pdf"


@screen()
def attachment(request: OfficeRequest, pk: int, key: int) -> HttpResponse:
    """Send a file that lies beside the letter."""
    letter = letter_of(request, pk)
    found = _attachment(letter, key)
    # The original stays to be had; what receivers get is shown first.
    file = found.file if "original" in request.GET else found.sent_file
    reading.note_viewed(letter=letter, file=file, by=request.actor, at=request.at)
    return serve(request, file)


@screen(methods=("POST",))
def attach(request: OfficeRequest, pk: int) -> HttpResponse:
    """Lay a file beside the draft."""
    letter = letter_of(request, pk)
    # Before a byte is laid into the store: readers of the letter have no business there. Asked again on the locked row.
    policies.may_edit(request.actor, letter).enforce()
    form = AttachForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refused(request, letter, _("Choose a file first."))
    sent = form.cleaned_data["file"]
    try:
        _add(request, letter, sent)
    except (FileRefused, AttachedAlready) as refusal:
        return _refused(request, letter, str(refusal))
    messages.success(request, _("Attached: %(name)s") % {"name": sent.name})
    return redirect("letters:edit", letter.pk)


def _add(request: OfficeRequest, letter: OutgoingLetter, sent: UploadedFile) -> None:
    """Lay the bytes into the store first; then file and attachment stand or fall together."""
    organisation = request.actor.organisation_key
    laid = storing.deposit(
        organisation_key=organisation, content=cast("BinaryIO", sent.file), name=sent.name or ""
    )
    drafting.attach_upload(letter=letter, deposited=laid, by=request.actor, at=request.at)


@screen(methods=("POST",))
def detach(request: OfficeRequest, pk: int, key: int) -> HttpResponse:
    """Take a file off the draft; its row and its bytes stay."""
    letter = letter_of(request, pk)
    drafting.detach(attachment=_attachment(letter, key), by=request.actor, at=request.at)
    messages.success(request, _("The attachment is removed."))
    return redirect("letters:edit", letter.pk)


def _attachment(letter: OutgoingLetter, key: int) -> Attachment:
    found = queries.attachments_of(letter).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _refused(request: OfficeRequest, letter: OutgoingLetter, sentence: str) -> HttpResponse:
    """Say it where the file was chosen, on a page that loses nothing typed: the draft is kept as it was."""
    context = {
        "letter": letter,
        "attachments": queries.attachments_of(letter),
        "attach_error": sentence,
        "max_bytes": settings.MAX_UPLOAD_BYTES,
    }
    return render(request, "letters/attach.html", context, status=UNREADABLE)
