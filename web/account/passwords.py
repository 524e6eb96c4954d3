"""Changing one's own password; whoever was given a temporary one comes here first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from lib.refusal import Refusal
from organisation.operations import passwords
from ui.screens import render, screen
from web.account.forms import OwnPasswordForm

if TYPE_CHECKING:
    from ui.request import OfficeRequest

UNREADABLE = 422


@screen(methods=("GET", "POST"))
def change(request: OfficeRequest) -> HttpResponse:
    """Change the password; this session goes on, every other one of this person ends."""
    form = OwnPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = passwords.change_own(
                present=form.cleaned_data["present"],
                password=form.cleaned_data["password"],
                by=request.actor,
                at=request.at,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            update_session_auth_hash(request, person)
            messages.success(request, _("The password is changed. Other sessions of yours have ended."))
            return redirect("/")
    person_now = request.actor.person
    context = {"form": form, "forced": person_now is not None and person_now.must_change_password}
    return render(request, "account/password.html", context, status=UNREADABLE if form.errors else 200)


@screen(methods=("GET", "POST"))
def moved(request: OfficeRequest) -> HttpResponse:
    """Lead from the address of allauth's page to ours."""
    return redirect("account:password")
