"""What takes a letter from one hand to the next: one press, or one press and a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dispatch.enums import LetterStatus
from dispatch.errors import FindingsNeedAReason, ReasonIsMissing
from ui.screens import render, screen
from web.letters.acts import asked_about
from web.letters.finding import item_of, letter_of
from web.letters.forms import ReasonForm
from web.letters.reasons import UNREADABLE, back_to_inbox, with_reason
from workflow.outgoing_letter import moves
from workflow.routes.schema import DRAFT

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ui.request import OfficeRequest


@screen(methods=("POST",))
def submit(request: OfficeRequest, pk: int) -> HttpResponse:
    """Send the saved version to the head of the unit."""
    letter = letter_of(request, pk)
    moves.submit(item=item_of(request, letter), by=request.actor, at=request.at)
    return back_to_inbox(request, letter, _("Submitted. The head of the unit checks the content."))


@screen(methods=("POST",))
def check_content(request: OfficeRequest, pk: int, item: int) -> HttpResponse:
    """Answer for the content."""
    letter = letter_of(request, pk)
    moves.check_content(item=item_of(request, letter, item), by=request.actor, at=request.at)
    return back_to_inbox(request, letter, _("The content is passed. The chief of office checks the format."))


@screen(methods=("POST",))
def check_format(request: OfficeRequest, pk: int, item: int) -> HttpResponse:
    """Answer for the format; the page asks for a reason where something must be put right."""
    letter = letter_of(request, pk)
    held = item_of(request, letter, item)
    form = ReasonForm(request.POST)
    reason = request.POST.get("reason", "")
    try:
        moves.check_format(item=held, reason=reason, by=request.actor, at=request.at)
    except (FindingsNeedAReason, ReasonIsMissing) as refusal:
        form.add_error("reason", str(refusal))
        context = {"letter": letter, "form": form, "asked": asked_about("check_format", letter, held)}
        return render(request, "letters/reason.html", context, status=UNREADABLE)
    return back_to_inbox(
        request, letter, _("The format is passed. The letter is being laid out for the signer.")
    )


@screen(methods=("POST",))
def approve(request: OfficeRequest, pk: int, item: int) -> HttpResponse:
    """Approve the bytes that were shown; the signature follows at the desk."""
    letter = letter_of(request, pk)
    sha256 = request.POST.get("sha256", "")
    moves.approve(item=item_of(request, letter, item), sha256=sha256, by=request.actor, at=request.at)
    return back_to_inbox(request, letter, _("Approved. It waits for the signature."))


@screen(methods=("POST",))
def take_back(request: OfficeRequest, pk: int) -> HttpResponse:
    """Fetch the letter back while nobody has opened it."""
    letter = letter_of(request, pk)
    back = moves.take_back(letter=letter, by=request.actor, at=request.at)
    messages.success(request, _("You have the letter back."))
    view = "letters:edit" if back.status == LetterStatus.DRAFT else "letters:detail"
    return redirect(view, letter.pk)


@screen(methods=("GET", "POST"))
def send_back(request: OfficeRequest, pk: int, item: int) -> HttpResponse:
    """Return the letter to its drafter with a reason."""
    letter = letter_of(request, pk)
    held = item_of(request, letter, item)

    to = request.POST.get("to") or None

    def act(reason: str) -> None:
        moves.send_back(item=held, reason=reason, to=to, by=request.actor, at=request.at)

    told = _("Sent back to the drafter.") if to in (None, DRAFT) else _("Sent back to the step chosen.")
    return with_reason(request, letter, "send_back", act, told, held)


@screen(methods=("GET", "POST"))
def pass_up(request: OfficeRequest, pk: int, item: int) -> HttpResponse:
    """Let one's superior decide."""
    letter = letter_of(request, pk)
    held = item_of(request, letter, item)

    def act(reason: str) -> None:
        moves.pass_up(item=held, reason=reason, by=request.actor, at=request.at)

    return with_reason(request, letter, "pass_up", act, _("Passed up."), held)


@screen(methods=("GET", "POST"))
def refuse(request: OfficeRequest, pk: int, item: int) -> HttpResponse:
    """Decline the letter for good."""
    letter = letter_of(request, pk)
    held = item_of(request, letter, item)

    def act(reason: str) -> None:
        moves.refuse(item=held, reason=reason, by=request.actor, at=request.at)

    return with_reason(request, letter, "refuse", act, _("Refused. The letter ends here."), held)


@screen(methods=("GET", "POST"))
def withdraw(request: OfficeRequest, pk: int) -> HttpResponse:
    """Give one's own letter up."""
    letter = letter_of(request, pk)

    def act(reason: str) -> None:
        moves.withdraw(letter=letter, reason=reason, by=request.actor, at=request.at)

    return with_reason(request, letter, "withdraw", act, _("Withdrawn. The letter ends here."), None)
