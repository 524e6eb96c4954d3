"""Opening a dossier, from a line of the plan or outside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from archive import queries
from archive.operations import opening
from lib.calendar import local_year
from lib.refusal import Refusal
from ui.screens import render, screen
from web.dossiers.forms import NewDossierForm

if TYPE_CHECKING:
    from archive.models import FilePlanEntry
    from ui.request import OfficeRequest

UNREADABLE = 422


@screen(methods=("GET", "POST"))
def new(request: OfficeRequest) -> HttpResponse:
    """Ask what to open; ``entry`` names the line of the plan it comes from."""
    entry = _entry(request)
    form = NewDossierForm(
        request.POST or None, actor=request.actor, at=request.at, initial=_proposed(request, entry)
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        wanted = opening.NewDossier(
            code=values["code"],
            title=values["title"],
            unit=form.units[values["unit"]],
            keeper=form.people[values["keeper"]],
            retention_years=values["retention_years"],
        )
        try:
            dossier = opening.open_dossier(new=wanted, entry=entry, by=request.actor, at=request.at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Dossier %(code)s is open.") % {"code": dossier.code})
            return redirect("dossiers:detail", dossier.pk)
    plan = queries.plan_of(request.actor.organisation, local_year(request.at))
    context = {"form": form, "entry": entry, "plan": plan}
    return render(request, "dossiers/new.html", context, status=UNREADABLE if form.errors else 200)


def _entry(request: OfficeRequest) -> FilePlanEntry | None:
    asked = request.GET.get("entry", "")
    if not asked:
        return None
    if asked.isascii() and asked.isdigit() and len(asked) < 16:  # noqa: PLR2004 -- fits a key
        for plan in queries.plans_of(request.actor.organisation):
            found = queries.entries_of(plan).filter(pk=int(asked)).first()
            if found is not None:
                return found
    raise Http404


def _proposed(request: OfficeRequest, entry: FilePlanEntry | None) -> dict[str, object]:
    person = request.actor.person
    proposed: dict[str, object] = {"keeper": str(person.pk) if person else ""}
    if request.actor.acting_post:
        proposed["unit"] = str(request.actor.acting_post.unit_id)
    if entry is not None:
        proposed |= {"code": entry.code, "title": entry.title, "unit": str(entry.unit_id)}
        proposed |= {"retention_years": entry.retention_years}
        if entry.maker_id:
            proposed["keeper"] = str(entry.maker_id)
    return proposed
