"""The second signature on screens: the PIN sheet, sending back instead, calling the letter back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from signing.enums import SigningRole
from ui.screens import render, screen
from web.letters.finding import item_of, letter_of
from web.letters.forms import SignForm
from web.letters.reasons import with_reason
from web.letters.signing import PUT_RIGHT, UNREADABLE, grouped, sheet
from workflow.outgoing_letter import cosigning

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ui.request import OfficeRequest


@sensitive_post_parameters("pin")
@screen(methods=("GET", "POST"))
def cosign(request: OfficeRequest, pk: int, item: int) -> HttpResponse:
    """Show what is signed beside the signer and with what; with the PIN, sign it."""
    letter = letter_of(request, pk)
    held = item_of(request, letter, item)
    sha256 = letter.signed_file.sha256 if letter.signed_file else ""
    form = SignForm(request.POST or None, initial={"sha256": sha256})
    if request.method == "POST" and form.is_valid():
        shown, pin = form.cleaned_data["sha256"], form.cleaned_data["pin"]
        try:
            cosigning.cosign(item=held, sha256=shown, pin=pin, by=request.actor, at=request.at)
        except PUT_RIGHT as refusal:
            form.add_error("pin", str(refusal))
        else:
            return redirect("letters:signing", letter.pk)
    context = sheet(request, letter, form, heading=_("Sign beside the signer"), role=SigningRole.SECOND)
    context["hash_label"] = grouped(sha256)
    return render(request, "letters/sign.html", context, status=UNREADABLE if form.is_bound else 200)


@screen(methods=("GET", "POST"))
def decline(request: OfficeRequest, pk: int, item: int) -> HttpResponse:
    """Send the letter back instead of signing beside the signer."""
    letter = letter_of(request, pk)
    held = item_of(request, letter, item)

    def act(reason: str) -> None:
        cosigning.decline(item=held, reason=reason, by=request.actor, at=request.at)

    return with_reason(request, letter, "decline", act, _("Sent back to the drafter."), held)


@screen(methods=("GET", "POST"))
def call_back(request: OfficeRequest, pk: int) -> HttpResponse:
    """Fetch the letter back from whoever should sign beside the signer."""
    letter = letter_of(request, pk)

    def act(reason: str) -> None:
        cosigning.call_back(letter=letter, reason=reason, by=request.actor, at=request.at)

    return with_reason(request, letter, "call_back", act, _("Called back; it is a draft again."), None)
