"""What belongs to a dossier and lies elsewhere: letters filed before, drafts and opinions. Nothing is copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive import policies, queries
from dispatch.enums import HandlingStage
from dispatch.models import OutgoingLetter
from dispatch.operations import filing, filing_beside
from dispatch.queries import given_opinions, letters_visible_to, registered_visible_to, versions_of
from lib.refusal import Refusal
from ui.screens import render, screen
from web.dossiers.finding import dossier_of
from web.dossiers.forms import GatherForm
from workflow.incoming_letter import moves

if TYPE_CHECKING:
    from django.http import HttpResponse

    from archive.models import Dossier
    from ui.request import OfficeRequest

UNREADABLE = 422
Beside = dict[str, tuple[str, str, OutgoingLetter, int]]


@screen(methods=("GET", "POST"))
def gather(request: OfficeRequest, pk: int) -> HttpResponse:
    """Ask what comes in: a letter by its number, and what was written and said on the way to those that lie here."""
    dossier = dossier_of(request, pk)
    policies.may_file(request.actor, dossier).enforce()
    beside = _beside(request, dossier)
    form = GatherForm(
        request.POST if request.method == "POST" else None,
        beside=[(key, words) for key, (words, _kind, _letter, _n) in beside.items()],
    )
    if request.method == "POST" and form.is_valid():
        try:
            count = _filed(request, dossier, form, beside)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            if count:
                said = ngettext("%(n)d thing was filed.", "%(n)d things were filed.", count)
                messages.success(request, said % {"n": count})
                return redirect("dossiers:detail", pk)
    context = {"dossier": dossier, "form": form, "beside": beside}
    return render(request, "dossiers/gather.html", context, status=UNREADABLE if form.errors else 200)


def _filed(request: OfficeRequest, dossier: Dossier, form: GatherForm, beside: Beside) -> int:
    """File what was named, each thing in a transaction of its own; give how much."""
    by, at = request.actor, request.at
    code, chosen = form.cleaned_data["code"].strip(), form.cleaned_data["beside"]
    count = 0
    if code:
        count += _filed_letters(request, dossier, code)
        if not count:
            form.add_error("code", _("You see no filed letter with this number and symbol."))
            return 0
    for key in chosen:
        _words, kind, letter, number = beside[key]
        if kind == filing_beside.VERSION:
            filing_beside.file_version(letter=letter, number=number, dossier=dossier, by=by, at=at)
        else:
            filing_beside.file_opinion(letter=letter, pk=number, dossier=dossier, by=by, at=at)
        count += 1
    if not count:
        form.add_error(None, _("Name a letter, or choose something."))
    return count


def _filed_letters(request: OfficeRequest, dossier: Dossier, code: str) -> int:
    by, at = request.actor, request.at
    outgoing = list(letters_visible_to(by, at).filter(reference_code=code, dossier__isnull=False)[:2])
    for letter in outgoing:
        filing.file_letter(letter=letter, dossier=dossier, by=by, at=at)
    stages = [HandlingStage.FILING, HandlingStage.FILED]
    arrived = registered_visible_to(by, at).filter(reference_code=code, handling__stage__in=stages)
    incoming = list(arrived[:2])
    for one in incoming:
        moves.file_letter(letter=one, dossier=dossier, by=by, at=at)
    return len(outgoing) + len(incoming)


def _beside(request: OfficeRequest, dossier: Dossier) -> Beside:
    """Give drafts and opinions of the letters in the dossier that do not lie in it yet."""
    lying = list(queries.records_of(dossier))
    inside = {(one.origin_kind, one.origin_key) for one in lying}
    keys = [int(one.origin_key) for one in lying if one.origin_kind == "letter"]
    found: Beside = {}
    for letter in letters_visible_to(request.actor, request.at).filter(pk__in=keys).order_by("pk"):
        for version in versions_of(letter).order_by("number"):
            if (filing_beside.VERSION, str(version.pk)) not in inside:
                words = _("%(code)s: draft, version %(n)s") % {
                    "code": letter.reference_code,
                    "n": version.number,
                }
                found[f"v{version.pk}"] = (words, filing_beside.VERSION, letter, version.number)
        for opinion in given_opinions(letter):
            if (filing_beside.OPINION, str(opinion.pk)) not in inside and opinion.answered_by:
                name = opinion.answered_by.person.full_name
                words = _("%(code)s: opinion of %(name)s") % {"code": letter.reference_code, "name": name}
                found[f"o{opinion.pk}"] = (words, filing_beside.OPINION, letter, opinion.pk)
    return found
