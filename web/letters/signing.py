"""The PIN sheet, the clerk's number and seal, and the page that watches the signer work.

A PIN goes from the form to the operation and nowhere else: not into the session, a log, or back into a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters

from dispatch import queries
from dispatch.enums import Direction, LetterStatus
from dispatch.models.kinds import reference_code
from lib.calendar import local_day
from signing import errors
from signing import queries as signatures
from signing.enums import RequestState, SigningRole
from ui.screens import render, screen
from ui.writing import day as written
from web.letters import numbering
from web.letters.finding import item_of, letter_of
from web.letters.forms import SealForm, SignForm
from web.letters.signing_state import role_of, state_of
from workflow.outgoing_letter import moves
from workflow.queries import inbox, open_item_for

if TYPE_CHECKING:
    from datetime import date

    from django import forms

    from dispatch.models import OutgoingLetter
    from signing.models import SigningCertificate, SigningRequest
    from ui.request import OfficeRequest

UNREADABLE = 422
MOST_DIGITS = 9
# What a person can put right on the sheet itself; everything else is a page of its own.
PUT_RIGHT = (errors.WrongPin, errors.PinIsEmpty, errors.PinIsLocked, errors.SignerIsAway, errors.KeyIsAway)


@sensitive_post_parameters("pin")
@screen(methods=("GET", "POST"))
def sign(request: OfficeRequest, pk: int, item: int) -> HttpResponse:
    """Show what is signed and with what; with the PIN, approve (if that is still to do) and sign."""
    letter = letter_of(request, pk)
    held = item_of(request, letter, item)
    initial = {"sha256": letter.prepared_sha256, "pages_seen": request.GET.get("seen")}
    form = SignForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        act = moves.approve_and_sign if letter.status == LetterStatus.APPROVAL else moves.sign
        sha256, pin = form.cleaned_data["sha256"], form.cleaned_data["pin"]
        try:
            act(item=held, sha256=sha256, pin=pin, by=request.actor, at=request.at)
        except PUT_RIGHT as refusal:
            form.add_error("pin", str(refusal))
        else:
            return redirect("letters:signing", letter.pk)
    approving = letter.status == LetterStatus.APPROVAL
    heading = _("Approve and sign") if approving else _("Sign")
    context = sheet(request, letter, form, heading=heading, role=SigningRole.LEADER)
    context["seen_label"] = _seen(letter, request.POST.get("pages_seen") or request.GET.get("seen"))
    return render(request, "letters/sign.html", context, status=UNREADABLE if form.is_bound else 200)


@sensitive_post_parameters("pin")
@screen(methods=("GET", "POST"))
def seal(request: OfficeRequest, pk: int, item: int) -> HttpResponse:
    """Give number and day and have the seal set: the clerk's one act."""
    letter = letter_of(request, pk)
    held = item_of(request, letter, item)
    form = _seal_form(request, letter)
    if request.method == "POST" and form.is_valid():
        kept = form.reservation()
        try:
            moves.number_and_seal(
                item=held,
                pin=form.cleaned_data["pin"],
                legal_day=None if kept else form.cleaned_data["legal_day"],
                reservation=kept,
                exception=form.exception(),
                by=request.actor,
                at=request.at,
            )
        except numbering.PUT_RIGHT as refusal:
            form.put_right(refusal)
        except PUT_RIGHT as refusal:
            form.add_error("pin", str(refusal))
        else:
            return redirect("letters:signing", letter.pk)
    context = sheet(request, letter, form, heading=_("Give number and seal"), role=SigningRole.SEAL)
    day = local_day(request.at)
    context["number_hint"] = _number_hint(letter, day)
    context["no_book"] = not context["number_hint"] and not queries.can_number(
        letter.organisation, letter.kind, day
    )
    return render(request, "letters/seal.html", context, status=UNREADABLE if form.is_bound else 200)


def _seal_form(request: OfficeRequest, letter: OutgoingLetter) -> SealForm:
    """Give the sheet of the seal with the kept numbers this letter may take."""
    today = local_day(request.at)
    form = SealForm(request.POST or None, initial={"legal_day": today})
    since = local_day(letter.signed_at or request.at)
    form.offer(queries.reservations_for(letter.organisation, letter.kind, since=since, until=today))
    return form


@sensitive_post_parameters("pin")
@screen(methods=("GET", "POST"))
def pin(request: OfficeRequest, pk: int) -> HttpResponse:
    """Give the PIN again for a signature that lost it: the signer was restarted, or a minute has passed."""
    letter = letter_of(request, pk)
    asked = _request_of(letter)
    if asked is None or asked.state != RequestState.PREPARED:
        return redirect("letters:signing", letter.pk)
    form = SignForm(request.POST or None, initial={"sha256": asked.expected_sha256})
    if request.method == "POST" and form.is_valid():
        try:
            moves.give_pin(request=asked, pin=form.cleaned_data["pin"], by=request.actor, at=request.at)
        except PUT_RIGHT as refusal:
            form.add_error("pin", str(refusal))
        else:
            return redirect("letters:signing", letter.pk)
    context = sheet(request, letter, form, heading=_("Enter the PIN again"), role=SigningRole(asked.role))
    context["hash_label"] = grouped(asked.expected_sha256)
    return render(request, "letters/sign.html", context, status=UNREADABLE if form.is_bound else 200)


@screen()
def progress(request: OfficeRequest, pk: int) -> HttpResponse:
    """Say where the signature stands; the page asks again by itself while somebody works."""
    letter = letter_of(request, pk)
    item = open_item_for(request.actor, letter, request.at)
    state = state_of(letter, _request_of(letter), item)
    context = {
        "letter": letter,
        "state": state,
        "url": reverse("letters:signing", args=[letter.pk]),
        "code_label": code_of(letter),
        "next_url": "" if state.working else _next(request, letter),
    }
    return render(request, "letters/signing.html", context)


def code_of(letter: OutgoingLetter) -> str:
    """Give what people call the letter: its code once it has one, else draft and version."""
    if letter.reference_code:
        return letter.reference_code
    return _("Draft %(number)s, version %(version)s") % {
        "number": letter.pk,
        "version": letter.version_number,
    }


def grouped(sha256: str) -> str:
    """Give the first 8 characters of a hash as they are compared by eye: ``7C1E 94A0``."""
    return f"{sha256[:4]} {sha256[4:8]}".upper()


def sheet(
    request: OfficeRequest, letter: OutgoingLetter, form: forms.Form, *, heading: str, role: SigningRole
) -> dict[str, object]:
    """Give what the sheet of a PIN shows: the letter, the bytes by their hash, the certificate and tries left."""
    certificate = _certificate(request, role)
    return {
        "letter": letter,
        "form": form,
        "heading": heading,
        "url": request.path,
        "submit_label": heading,
        "code_label": code_of(letter),
        "hash_label": grouped(letter.prepared_sha256),
        "certificate": described(certificate) if certificate else "",
        "tries_label": tries(certificate) if certificate else "",
    }


def _number_hint(letter: OutgoingLetter, day: date) -> str:
    """Give the code that would be given now; after a failed seal, the one the letter has."""
    if letter.reference_code:
        return letter.reference_code
    series = queries.series_for(letter.organisation, Direction.OUTGOING, letter.kind, day)
    if series is None:
        return ""
    number = queries.next_number_hint(series)
    return reference_code(profile=letter.profile_code, number=number, symbol=letter.symbol)


def _certificate(request: OfficeRequest, role: SigningRole) -> SigningCertificate | None:
    if role == SigningRole.SEAL:
        return signatures.seal_certificate_of(request.actor.organisation, request.at)
    return signatures.certificate_for(request.actor.person, request.at) if request.actor.person else None


def described(certificate: SigningCertificate) -> str:
    """Name a certificate and its last day."""
    facts = {"name": certificate.common_name, "day": written(certificate.valid_until)}
    return _("Certificate of %(name)s, valid until %(day)s") % facts


def tries(certificate: SigningCertificate) -> str:
    """Say how many wrong PINs are left."""
    left = signatures.remaining_tries(certificate)
    return ngettext("%(n)d try left.", "%(n)d tries left.", left) % {"n": left}


def _seen(letter: OutgoingLetter, seen: str | None) -> str:
    pages = letter.prepared_file.page_count if letter.prepared_file else None
    if not pages or not seen or not seen.isascii() or not seen.isdigit() or len(seen) > MOST_DIGITS:
        return ""
    return _("%(seen)s of %(pages)s pages seen") % {"seen": min(int(seen), pages), "pages": pages}


def _request_of(letter: OutgoingLetter) -> SigningRequest | None:
    return signatures.request_for(letter.organisation, "letter", str(letter.pk), role_of(letter))


def _next(request: OfficeRequest, letter: OutgoingLetter) -> str:
    waiting = [asked for asked in inbox(request.actor, request.at) if asked.letter.pk != letter.pk]
    return reverse("letters:detail", args=[waiting[0].letter.pk]) if waiting else ""
