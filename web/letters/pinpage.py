"""A page that asks for the PIN of one key and lets one act be done with it: copies and records are signed so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect

from signing.queries import certificate_to_use
from ui.screens import render
from web.letters.pinform import PinForm
from web.letters.signing import PUT_RIGHT, described, tries

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from signing.enums import SigningRole
    from ui.request import OfficeRequest

UNREADABLE = 422


def sign_with_pin(
    request: OfficeRequest,
    template: str,
    context: dict[str, object],
    *,
    role: SigningRole,
    act: Callable[[str], object],
    said: str,
    onward: tuple[str, int],
) -> HttpResponse:
    """Show ``template`` with the form; when it is sent do ``act`` with the PIN, say ``said`` and go ``onward``.

    What can be put right (a wrong PIN, a signer that is away) is said beside the PIN, which is never shown again.
    """
    form = PinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data["pin"])
        except PUT_RIGHT as refusal:
            form.add_error("pin", str(refusal))
        else:
            messages.success(request, said)
            return redirect(*onward)
    certificate = certificate_to_use(request.actor, role, request.at)
    shown = {
        "form": form,
        "url": request.path,
        "certificate": described(certificate) if certificate else "",
        "tries_label": tries(certificate) if certificate else "",
    }
    return render(request, template, {**context, **shown}, status=UNREADABLE if form.is_bound else 200)
