"""Certified copies of holdings on screens: asked for, allowed, certified, fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from archive import errors, policies, queries
from archive.enums import CopyState, Purpose
from archive.models import CatalogueRecord, CatalogueUnit, HoldingCopy, Record
from archive.operations import catalogue_use, holding_copies
from audit.models import Subject
from lib.refusal import Refusal
from notices.operations import notifying
from organisation.queries import may_in_any_post
from signing.enums import RequestState, SigningRole
from signing.models import CLOSED
from ui.paging import paginate
from ui.screens import render, screen
from ui.writing import day as written
from web.catalogue.finding import unit_of
from web.letters.pinpage import sign_with_pin
from web.letters.serving import serve

if TYPE_CHECKING:
    from collections.abc import Callable

    from lib.refusal import Verdict
    from organisation.models.actor import Actor
    from signing.models import SigningRequest
    from ui.request import OfficeRequest

UNREADABLE = 422


class AskCopyForm(forms.Form):
    """Who gets the copy, and what for."""

    given_to = forms.CharField(
        label=gettext_lazy("Given to"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Person or body; empty: yourself."),
    )
    purpose = forms.ChoiceField(label=gettext_lazy("Purpose"), choices=Purpose.choices)
    purpose_text = forms.CharField(label=gettext_lazy("What for"), required=False, max_length=1000)


class WhyForm(forms.Form):
    """Why not."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=1000)


@screen()
def copies(request: OfficeRequest) -> HttpResponse:
    """List certified copies: the register for those who keep it, the own ones for everybody else."""
    page = paginate(queries.copies_visible_to(request.actor, request.at), request)
    seen = _seen(request, {copy.unit_id for copy in page.rows})
    context = {
        "page": page,
        "rows": [(copy, copy.unit_id in seen) for copy in page.rows],
        "all": _may(request, policies.may_see_every_copy),
    }
    return render(request, "catalogue/copies.html", context)


@screen(methods=("GET", "POST"))
def ask(request: OfficeRequest, pk: int, kind: str, document: int) -> HttpResponse:
    """Ask for a certified copy of a document of a dossier."""
    unit = unit_of(request, pk)
    policies.may_ask_for_copy(request.actor, unit).enforce()
    found = _document(unit, kind, document)
    form = AskCopyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        wanted = holding_copies.Wanted(
            unit=unit,
            document=found,
            given_to=values["given_to"],
            purpose=Purpose(values["purpose"]),
            purpose_text=values["purpose_text"],
        )
        try:
            copy = holding_copies.ask(wanted=wanted, by=request.actor, at=request.at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The request waits for a decision."))
            return redirect("catalogue:copy", copy.pk)
    refused = errors.NothingToCertify() if queries.source_of(found) is None else None
    context = {"form": form, "unit": unit, "document": found, "refused": refused}
    return render(request, "catalogue/copy_ask.html", context, status=UNREADABLE if form.errors else 200)


@screen(methods=("GET", "POST"))
def copy(request: OfficeRequest, pk: int) -> HttpResponse:
    """Show one copy with its file; allow it, refuse it, or void its number."""
    found = _copy(request, pk)
    notifying.mark_seen(by=request.actor, at=request.at, subject=Subject(queries.HOLDING_COPY, str(pk)))
    form = WhyForm(request.POST if request.method == "POST" and "allow" not in request.POST else None)
    if request.method == "POST":
        try:
            if _decided(request, found, form):
                return redirect("catalogue:copy", pk)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("catalogue:copy", pk)
    standing = queries.holding_copy_request(found)
    state, word, text = state_of(found, standing)
    may_decide = _may(request, lambda one: policies.may_decide_copy(one, found))
    context = {
        "copy": found,
        "state": {"verdict": state, "title": word, "text": text},
        "working": found.state == CopyState.ALLOWED and found.file_id is None and not found.trouble,
        "shown": _shown(request, found) is not None,
        "facts": _facts(request, found),
        "form": form,
        "may_decide": may_decide,
        "source": may_decide and queries.source_of(queries.copied(found)) is not None,
        "may_sign": _may(request, lambda one: policies.may_certify(one, found, standing)),
        "may_void": _may(request, lambda one: policies.may_void_holding_copy(one, found, standing)),
    }
    return render(request, "catalogue/copy.html", context, status=UNREADABLE if form.errors else 200)


@screen()
def file(request: OfficeRequest, pk: int) -> HttpResponse:
    """Send the copy: certified to whoever asked for it, before that to those who make it."""
    found = _copy(request, pk)
    shown = _shown(request, found)
    if shown is None:
        raise Http404
    return serve(request, shown, name=f"ban-sao-{found.code.replace('/', '-')}.pdf")


@screen()
def source(request: OfficeRequest, pk: int) -> HttpResponse:
    """Send what is to be copied to whoever decides about the copy; the history of its dossier keeps it."""
    found = _copy(request, pk)
    document = queries.copied(found)
    wanted = queries.source_of(document)
    if wanted is None or not _may(request, lambda one: policies.may_decide_copy(one, found)):
        raise Http404
    catalogue_use.note_view(
        unit=found.unit, by=request.actor, at=request.at, record=found.record_id, item=found.item_id
    )
    return serve(request, wanted)


@sensitive_post_parameters("pin")
@screen(methods=("GET", "POST"))
def sign(request: OfficeRequest, pk: int) -> HttpResponse:
    """Certify the copy with the organisation's key."""
    found = _copy(request, pk)
    standing = queries.holding_copy_request(found)
    _may(request, lambda one: policies.may_certify(one, found, standing)).enforce()
    return sign_with_pin(
        request,
        "catalogue/copy_sign.html",
        {"copy": found},
        role=SigningRole.SEAL,
        act=lambda pin: holding_copies.sign(copy=found, pin=pin, by=request.actor, at=request.at),
        said=_("The copy is being signed for the organisation."),
        onward=("catalogue:copy", pk),
    )


def state_of(copy: HoldingCopy, request: SigningRequest | None) -> tuple[str, str, str]:
    """Give the mark, a word and a sentence for where a copy stands."""
    if copy.state in {CopyState.REFUSED, CopyState.VOID}:
        return "invalid", str(copy.get_state_display()).capitalize(), copy.answer
    if copy.trouble:
        return "invalid", _("Could not be made"), copy.trouble
    if copy.state == CopyState.SIGNED:
        return "valid", _("Certified"), ""
    if copy.state == CopyState.ASKED:
        return "doubtful", _("Waiting for a decision"), ""
    if copy.file_id is None:
        return "doubtful", _("Being made"), ""
    if request is None:
        return "doubtful", _("Waiting for the organisation's signature"), ""
    reason = str(request.get_reason_display()) if request.reason else ""
    if request.state in CLOSED:
        return "doubtful", _("Not signed"), reason or str(RequestState(request.state).label)
    return "doubtful", str(RequestState(request.state).label).capitalize(), reason


def _decided(request: OfficeRequest, found: HoldingCopy, form: WhyForm) -> bool:
    if "allow" in request.POST:
        holding_copies.allow(copy=found, by=request.actor, at=request.at)
        return True
    if not form.is_valid():
        return False
    act = holding_copies.void if "void" in request.POST else holding_copies.decline
    act(copy=found, reason=form.cleaned_data["reason"], by=request.actor, at=request.at)
    return True


def _copy(request: OfficeRequest, pk: int) -> HoldingCopy:
    found = queries.copies_visible_to(request.actor, request.at).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _document(unit: CatalogueUnit, kind: str, key: int) -> CatalogueRecord | Record:
    """Give a document of the dossier ``unit``, which this person sees; 404 for any other."""
    if kind == "record":
        found: Any = queries.records_in(unit).filter(pk=key).first()
    else:
        found = queries.records_of(unit.dossier).filter(pk=key).first() if unit.dossier else None
    if found is None:
        raise Http404
    return found  # type: ignore[no-any-return]


def _shown(request: OfficeRequest, copy: HoldingCopy) -> Any:
    if copy.signed_file is not None:
        return copy.signed_file
    return copy.file if _may(request, policies.may_see_every_copy) else None


def _may(request: OfficeRequest, may: Callable[[Actor], Verdict]) -> Verdict:
    return may_in_any_post(request.actor, request.at, may)


def _seen(request: OfficeRequest, keys: set[int]) -> set[int]:
    """Give those of the units whose names this person reads now: who asked once may no longer see a thing."""
    if _may(request, policies.may_see_every_copy):
        return keys
    seen = queries.units_visible_to(request.actor, request.at).filter(pk__in=keys)
    return set(seen.values_list("pk", flat=True))


def _facts(request: OfficeRequest, copy: HoldingCopy) -> list[tuple[str, object]]:
    document, unit = queries.copied(copy), copy.unit
    names = f"{document.code} {document.title}".strip(), f"{unit.code} {unit.title}".strip()
    if unit.pk not in _seen(request, {unit.pk}):
        names = (_("no longer open to you"),) * 2
    purpose = str(copy.get_purpose_display()).capitalize()
    return [
        (_("Number"), copy.code),
        (_("Day"), written(copy.day) if copy.day else ""),
        (_("Document"), names[0]),
        (_("Dossier"), names[1]),
        (_("Asked by"), copy.person.full_name),
        (_("Given to"), copy.given_to or copy.person.full_name),
        (
            _("Purpose"),
            f"{purpose}: {copy.purpose_text}" if copy.purpose_text else purpose,
        ),
        (_("Decided by"), copy.decided_by.person.full_name if copy.decided_by else ""),
    ]
