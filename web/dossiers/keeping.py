"""Keeping dossiers back with consent, and giving somebody's dossiers to another keeper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive import policies, queries
from archive.operations import keeping
from lib.calendar import local_day
from lib.refusal import Refusal
from organisation.models import Person
from organisation.queries import person_of, posts_on
from ui.screens import render, screen
from web.dossiers.finding import dossier_of
from web.dossiers.forms import KeepBackForm, PassOnForm
from web.organisation.asking import Page, ask

if TYPE_CHECKING:
    from django.http import HttpResponse

    from archive.models import Dossier
    from ui.request import OfficeRequest

UNREADABLE = 422


@screen(methods=("GET", "POST"))
def keep_back(request: OfficeRequest, pk: int) -> HttpResponse:
    """Consent to keeping a closed dossier in its unit."""
    dossier = dossier_of(request, pk)
    policies.may_keep_back(request.actor, dossier).enforce()
    form = KeepBackForm(request.POST or None)

    def act() -> str:
        keeping.keep_back(dossier=dossier, by=request.actor, at=request.at, **form.cleaned_data)
        return reverse("dossiers:detail", args=[pk])

    page = Page(
        title=_("Keep dossier %(code)s back") % {"code": dossier.code},
        said=_("With your consent the unit keeps it for at most two years after it is due."),
        submit=_("Consent"),
        back=reverse("dossiers:detail", args=[pk]),
    )
    return ask(request, form, act, page=page)


@screen(methods=("POST",))
def end_keeping_back(request: OfficeRequest, pk: int) -> HttpResponse:
    """Let it be handed over after all."""
    dossier = dossier_of(request, pk)
    keeping.end_keeping_back(dossier=dossier, by=request.actor, at=request.at)
    messages.success(request, _("Dossier %(code)s can be handed over.") % {"code": dossier.code})
    return redirect("dossiers:detail", pk)


@screen(methods=("GET", "POST"))
def pass_on(request: OfficeRequest, person: int) -> HttpResponse:
    """Give the dossiers somebody keeps to another keeper: all of them, or those that are ticked."""
    keeper = _keeper(request, person)
    mine = [one for one in queries.kept_by(keeper) if policies.may_pass_on(request.actor, one)]
    others = [
        post
        for post in posts_on(request.actor.organisation, local_day(request.at))
        if post.person_id != keeper.pk
    ]
    form = PassOnForm(
        request.POST or None,
        dossiers=mine,
        posts=others,
        initial={"dossiers": [str(one.pk) for one in mine]},
    )
    if request.method == "POST" and form.is_valid() and _passed_on(request, form):
        return redirect("dossiers:pass_on", person)
    context = {"form": form, "keeper": keeper, "dossiers": mine}
    return render(request, "dossiers/pass_on.html", context, status=UNREADABLE if form.errors else 200)


def _passed_on(request: OfficeRequest, form: PassOnForm) -> bool:
    values = form.cleaned_data
    chosen: list[Dossier] = [form.known[key] for key in values["dossiers"]]
    to = form.posts[values["to"]]
    try:
        rows = keeping.pass_on(
            dossiers=chosen, to=to, reason=values["reason"], by=request.actor, at=request.at
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    said = ngettext(
        "%(n)d dossier was given to %(name)s.", "%(n)d dossiers were given to %(name)s.", len(rows)
    )
    messages.success(request, said % {"n": len(rows), "name": to.person.full_name})
    return True


def _keeper(request: OfficeRequest, key: int) -> Person:
    try:
        return person_of(request.actor.organisation, key)
    except Person.DoesNotExist:
        raise Http404 from None
