"""What became of the organisation's signature on each separate attachment, and the PIN for what is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters

from dispatch import policies, queries
from files.enums import MediaType
from signing.enums import RequestState, SigningRole
from signing.queries import certificate_to_use
from ui.screens import render, screen
from web.letters.finding import letter_of
from web.letters.pinform import PinForm
from web.letters.signing import PUT_RIGHT, code_of, described, tries
from workflow.outgoing_letter import moves

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dispatch.models import Attachment, OutgoingLetter
    from lib.refusal import Verdict
    from organisation.models.actor import Actor
    from signing.models import SigningRequest
    from ui.request import OfficeRequest

UNREADABLE = 422


@dataclass(frozen=True)
class Marked:
    """One attachment as the letter's page shows it; ``said`` is empty where there is nothing to say."""

    attachment: Attachment
    verdict: str = ""
    said: str = ""


def marked(letter: OutgoingLetter) -> list[Marked]:
    """Give the attachments in their order with what became of the organisation's signature on each."""
    numbered = letter.allocation_id is not None
    return [
        Marked(one.attachment, *_said(one.attachment, one.request)) if numbered else Marked(one.attachment)
        for one in queries.marks_of(letter)
    ]


def may_sign(actor: Actor, letter: OutgoingLetter) -> Verdict | None:
    """Give the verdict on signing what is left; None where nothing is."""
    may = policies.may_mark(actor, letter)
    return may if may and queries.marks_missing(letter) else None


@sensitive_post_parameters("pin")
@screen(methods=("GET", "POST"))
def sign(request: OfficeRequest, pk: int) -> HttpResponse:
    """Ask for the PIN of the seal for the attachments that still lack the organisation's signature."""
    letter = letter_of(request, pk)
    policies.may_mark(request.actor, letter).enforce()
    missing = queries.marks_missing(letter)
    form = PinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        pin = form.cleaned_data["pin"]
        try:
            count = moves.mark_attachments(letter=letter, pin=pin, by=request.actor, at=request.at)
        except PUT_RIGHT as refusal:
            form.add_error("pin", str(refusal))
        else:
            said = ngettext("%(n)d attachment is being signed.", "%(n)d attachments are being signed.", count)
            messages.success(request, said % {"n": count})
            return redirect("letters:detail", letter.pk)
    certificate = certificate_to_use(request.actor, SigningRole.SEAL, request.at)
    context = {
        "letter": letter,
        "missing": [one.attachment for one in missing],
        "form": form,
        "url": request.path,
        "code_label": code_of(letter),
        "certificate": described(certificate) if certificate else "",
        "tries_label": tries(certificate) if certificate else "",
    }
    return render(
        request, "letters/sign_attachments.html", context, status=UNREADABLE if form.is_bound else 200
    )


def _said(attachment: Attachment, request: SigningRequest | None) -> tuple[str, str]:
    if attachment.signed_file_id:
        return "valid", _("Signed for the organisation as text.")
    if attachment.file.media_type != MediaType.PDF:
        return "", _("Not a PDF: it goes along unsigned, as it is.")
    if request is None:
        return "doubtful", _("Not signed for the organisation.")
    reason = str(request.get_reason_display()) if request.reason else ""
    state = RequestState(request.state)
    if queries.takes_none(request):
        return "", reason
    if state in {RequestState.FAILED, RequestState.EXPIRED}:
        return "invalid", reason or str(state.label)
    return "doubtful", reason or str(state.label)
