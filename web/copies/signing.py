"""The PIN of the seal for an electronic copy, and the reason for a void one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from dispatch import policies
from dispatch.operations import copying
from signing.enums import SigningRole
from ui.screens import render, screen
from web.copies.reading import copy_of
from web.letters.forms import ReasonForm
from web.letters.pinpage import sign_with_pin

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ui.request import OfficeRequest

UNREADABLE = 422


@sensitive_post_parameters("pin")
@screen(methods=("GET", "POST"))
def sign(request: OfficeRequest, pk: int) -> HttpResponse:
    """Sign the copy for the organisation as text."""
    copy = copy_of(request, pk)
    policies.may_sign_copy(request.actor, copy).enforce()
    return sign_with_pin(
        request,
        "copies/sign.html",
        {"copy": copy},
        role=SigningRole.SEAL,
        act=lambda pin: copying.sign(copy=copy, pin=pin, by=request.actor, at=request.at),
        said=_("The copy is being signed for the organisation."),
        onward=("copies:detail", copy.pk),
    )


@screen(methods=("GET", "POST"))
def void(request: OfficeRequest, pk: int) -> HttpResponse:
    """Void the number of a copy that was not finished."""
    copy = copy_of(request, pk)
    policies.may_void_copy(request.actor, copy).enforce()
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        copying.void(copy=copy, reason=form.cleaned_data["reason"], by=request.actor, at=request.at)
        messages.success(request, _("Number %(code)s is void.") % {"code": copy.reference_code})
        return redirect("copies:detail", copy.pk)
    context = {"copy": copy, "form": form, "url": request.path}
    return render(request, "copies/void.html", context, status=UNREADABLE if form.is_bound else 200)
