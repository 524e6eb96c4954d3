"""What an office keeps for directing: usual words, and whether the registry may transfer letters directly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dispatch import policies, queries
from dispatch.operations import directive_phrases
from organisation import policies as office
from organisation.operations import choosing
from ui.screens import render, screen
from web.organisation.asking import Page, ask

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ui.request import OfficeRequest

UNREADABLE = 422


class PhraseForm(forms.Form):
    """One more usual directive."""

    text = forms.CharField(label=gettext_lazy("Usual words"), max_length=500)
    own = forms.BooleanField(label=gettext_lazy("Only for me"), required=False, initial=True)


class RuleForm(forms.Form):
    """What the regulation of the office says."""

    allowed = forms.BooleanField(
        label=gettext_lazy("The registry may transfer letters straight to units"), required=False
    )


@screen(methods=("GET", "POST"))
def phrases(request: OfficeRequest) -> HttpResponse:
    """List the usual words of the office and one's own; POST keeps one more."""
    actor = request.actor
    policies.may_keep_directive_phrase(actor, own=True).enforce()
    form = PhraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        directive_phrases.keep(
            text=form.cleaned_data["text"], own=form.cleaned_data["own"], by=actor, at=request.at
        )
        messages.success(request, _("Kept."))
        return redirect("incoming:phrases")
    rows = [
        (one, bool(policies.may_retire_directive_phrase(actor, one)))
        for one in queries.directive_phrases(actor)
    ]
    context = {"form": form, "rows": rows}
    return render(request, "incoming/phrases.html", context, status=UNREADABLE if form.errors else 200)


@screen(methods=("POST",))
def retire(request: OfficeRequest, key: int) -> HttpResponse:
    """Offer one no longer."""
    phrase = queries.directive_phrases(request.actor).filter(pk=key).first()
    if phrase is None:
        raise Http404
    directive_phrases.retire(phrase=phrase, by=request.actor, at=request.at)
    return redirect("incoming:phrases")


@screen(methods=("GET", "POST"))
def rules(request: OfficeRequest) -> HttpResponse:
    """Say whether the registry may transfer letters directly (Decree 30/2020 Art. 23.2)."""
    office.may_administer(request.actor).enforce()
    now = bool(request.actor.organisation.settings.get(policies.DIRECT_TRANSFER))
    form = RuleForm(request.POST or None, initial={"allowed": now})

    def act() -> str:
        choosing.choose(
            setting=policies.DIRECT_TRANSFER,
            value=bool(form.cleaned_data["allowed"]),
            by=request.actor,
            at=request.at,
        )
        return reverse("incoming:rules")

    said = _(
        "Where the regulation of the office names the unit for a letter, the registry need not wait for a leader."
    )
    page = Page(
        title=_("Transfer of incoming letters"),
        said=said,
        submit=_("Choose"),
        back=reverse("organisation:office"),
    )
    return ask(request, form, act, page=page)
