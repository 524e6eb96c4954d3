"""The abbreviations an office gives to kinds of letter whose rules leave them open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from dispatch.models.kinds import Kind, kinds_of
from lib.calendar import local_day
from organisation import policies, queries
from organisation.operations import abbreviating
from ui.screens import screen
from web.organisation.asking import Page, ask

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ui.request import OfficeRequest


class AbbreviationForm(forms.Form):
    """One field for each kind that is open."""

    def __init__(self, *args: Any, kinds: list[Kind], **options: Any) -> None:
        super().__init__(*args, **options)
        for kind in kinds:
            self.fields[kind.code] = forms.CharField(
                label=kind.name, required=False, max_length=abbreviating.MOST_LETTERS
            )


@screen(methods=("GET", "POST"))
def abbreviations(request: OfficeRequest) -> HttpResponse:
    """Record the office's own abbreviations; symbols of letters laid out before stay as they are."""
    policies.may_administer(request.actor).enforce()
    organisation = request.actor.organisation
    profile = queries.period_on(organisation, local_day(request.at)).format_profile
    kinds = [kind for kind in kinds_of(profile) if kind.is_open_in(profile)]
    form = AbbreviationForm(
        request.POST or None, kinds=kinds, initial=queries.own_abbreviations(organisation)
    )

    def act() -> str:
        abbreviating.record_abbreviations(abbreviations=form.cleaned_data, by=request.actor, at=request.at)
        return reverse("organisation:names")

    page = Page(
        title=_("Abbreviations of kinds"),
        said=_(
            "The rules we could read name no abbreviation for these kinds. Write the one your office uses; "
            "letters of a kind without one cannot be begun."
        ),
        submit=_("Record"),
        back=reverse("organisation:names"),
    )
    return ask(request, form, act, page=page, clash=_("These abbreviations cannot be recorded."))
