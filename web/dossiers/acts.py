"""What is done to a dossier: close, reopen, take a record out, give and take sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from archive import queries
from archive.operations import closing, filing, granting
from lib.refusal import Refusal
from ui.screens import render, screen
from web.dossiers.finding import dossier_of
from web.dossiers.forms import GrantForm, ReasonForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from archive.models import Dossier
    from ui.request import OfficeRequest

UNREADABLE = 422


@screen(methods=("GET", "POST"))
def reopen(request: OfficeRequest, pk: int) -> HttpResponse:
    """Open a closed dossier again, for a reason."""
    dossier = dossier_of(request, pk)

    def act(reason: str) -> None:
        closing.reopen(dossier=dossier, reason=reason, by=request.actor, at=request.at)
        messages.success(request, _("Dossier %(code)s is open again.") % {"code": dossier.code})

    said = (_("Reopen dossier %(code)s") % {"code": dossier.code}, dossier.title, _("Reopen"))
    return _with_reason(request, dossier, said, act)


@screen(methods=("GET", "POST"))
def take_out(request: OfficeRequest, pk: int, record: int) -> HttpResponse:
    """Take a record out of the dossier, for a reason; the thing itself stays where it is."""
    dossier = dossier_of(request, pk)
    line = queries.records_of(dossier).filter(pk=record).first()
    if line is None:
        raise Http404

    def act(reason: str) -> None:
        filing.take_out(record=line, reason=reason, by=request.actor, at=request.at)
        messages.success(
            request,
            _("Number %(ordinal)s was taken out; its number stays empty.") % {"ordinal": line.ordinal},
        )

    said = (
        _("Take number %(ordinal)s out") % {"ordinal": line.ordinal},
        f"{line.code} {line.title}",
        _("Take out"),
    )
    return _with_reason(request, dossier, said, act)


@screen(methods=("POST",))
def grant(request: OfficeRequest, pk: int) -> HttpResponse:
    """Let a unit or a person see the dossier."""
    dossier = dossier_of(request, pk)
    form = GrantForm(request.POST, actor=request.actor, at=request.at)
    if form.is_valid():
        granting.grant(
            dossier=dossier, to=form.whom[form.cleaned_data["to"]], by=request.actor, at=request.at
        )
        messages.success(request, _("They see the dossier from now on."))
    return redirect(reverse("dossiers:detail", args=[pk]) + "#access")


@screen(methods=("POST",))
def revoke(request: OfficeRequest, pk: int, key: int) -> HttpResponse:
    """Take the sight of the dossier away again."""
    found = queries.grants_of(dossier_of(request, pk)).filter(pk=key).first()
    if found is None:
        raise Http404
    granting.revoke(grant=found, by=request.actor, at=request.at)
    messages.success(request, _("The sight was taken away."))
    return redirect(reverse("dossiers:detail", args=[pk]) + "#access")


def _with_reason(
    request: OfficeRequest, dossier: Dossier, said: tuple[str, str, str], act: Callable[[str], None]
) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("dossiers:detail", dossier.pk)
    title, text, label = said
    context = {"form": form, "dossier": dossier, "title": title, "text": text, "label": label}
    return render(request, "dossiers/reason.html", context, status=UNREADABLE if form.errors else 200)
