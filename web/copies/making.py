"""Make a copy: of an issued letter, of a true copy, or of anything else by its words and its scan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, cast

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect

from dispatch import errors, policies, queries
from dispatch.enums import CopyForm, Medium
from dispatch.models import CertifiedCopy
from dispatch.operations import copying
from files.errors import FileRefused
from files.operations import storing
from lib.calendar import local_day
from organisation.queries import mandates_on
from ui.screens import render, screen
from web.copies.forms import CopyDataForm, OriginalForm
from web.letters.finding import letter_of
from web.letters.signers import signers_for

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ui.request import OfficeRequest

UNREADABLE = 422
PUT_RIGHT = (
    errors.ConversionIsNotAllowed,
    errors.NotATrueCopy,
    errors.ScanIsMissing,
    errors.ScanIsTooOld,
    errors.PagesAreWrong,
    errors.OriginalIsNotNamed,
    FileRefused,
)


@screen(methods=("GET", "POST"))
def new(request: OfficeRequest) -> HttpResponse:
    """Ask what is copied and how; give the number with the copy."""
    policies.may_keep_copies(request.actor).enforce()
    known = _known(request)
    signers = [
        (one.post_key, one.label) for one in signers_for(request.actor.organisation, request.at, kind="")
    ]
    made = OriginalForm if known is None else CopyDataForm
    initial = {
        "form": CopyForm.FURTHER_COPY if known and known.of_copy else CopyForm.TRUE_COPY,
        "to": Medium.PAPER,
    }
    form = made(request.POST or None, request.FILES or None, signers=signers, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            copy = copying.make(new=_new(request, form, known), by=request.actor, at=request.at)
        except errors.FormIsAnswered as refusal:
            messages.warning(request, str(refusal))
            given = queries.given_for_form(request.actor.organisation, form.cleaned_data["form_key"])
            return redirect("copies:detail", given.certified_copy.pk)
        except PUT_RIGHT as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("copies:detail", copy.pk)
    context = {"form": form, "known": known, "url": request.get_full_path()}
    return render(request, "copies/new.html", context, status=UNREADABLE if form.is_bound else 200)


def _known(request: OfficeRequest) -> copying.Original | None:
    """Give the letter or the copy that the address names; 404 for what is not for this person."""
    letter, copy = request.GET.get("letter", ""), request.GET.get("copy", "")
    if letter.isascii() and letter.isdigit():
        found = letter_of(request, int(letter))
        policies.may_copy_letter(request.actor, found).enforce()
        return copying.Original(letter=found)
    if copy.isascii() and copy.isdigit():
        try:
            return copying.Original(of_copy=queries.copy_by_key(request.actor.organisation, int(copy)))
        except CertifiedCopy.DoesNotExist:
            raise Http404 from None
    return None


def _new(request: OfficeRequest, form: CopyDataForm, known: copying.Original | None) -> copying.NewCopy:
    typed = form.cleaned_data
    mandates = mandates_on(request.actor.organisation, local_day(request.at))
    mandate = mandates.filter(post=typed["signer"]).first() if typed["signer"] else None
    return copying.NewCopy(
        form=CopyForm(typed["form"]),
        to=Medium(typed["to"]),
        original=replace(known or _typed(form), upload=_laid(request, form)),
        pages=typed["pages"],
        recipients=typed["recipients"],
        copies=typed["copies"],
        signer=mandate.post if mandate else None,
        form_key=typed["form_key"],
    )


def _typed(form: CopyDataForm) -> copying.Original:
    typed = form.cleaned_data
    return copying.Original(
        medium=Medium(typed["medium"]),
        code=typed["code"],
        issuer=typed["issuer"],
        day=typed["day"],
        subject=typed["subject"],
    )


def _laid(request: OfficeRequest, form: CopyDataForm) -> storing.Deposit | None:
    """Lay the bytes into the store first; then number and copy stand or fall together."""
    sent = form.cleaned_data["upload"]
    if sent is None:
        return None
    organisation = request.actor.organisation_key
    return storing.deposit(
        organisation_key=organisation, content=cast("BinaryIO", sent.file), name=sent.name or ""
    )
