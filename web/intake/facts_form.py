"""The form of what stands on an arrival."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from dispatch.enums import Urgency
from dispatch.models.kinds import kind_choices
from dispatch.operations.describing import ArrivalFacts

if TYPE_CHECKING:
    from dispatch.models import IncomingLetter


class FactsForm(forms.Form):
    """The fields in the order in which they stand on the page."""

    issuer = forms.CharField(label=gettext_lazy("Issued by"), max_length=300, required=False)
    code = forms.CharField(label=gettext_lazy("Number, symbol"), max_length=80, required=False)
    dated_on = forms.DateField(
        label=gettext_lazy("Day of the letter"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    subject = forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    signer = forms.CharField(label=gettext_lazy("Signed by"), max_length=150, required=False)
    signer_title = forms.CharField(
        label=pgettext_lazy("of the signer", "Title"), max_length=150, required=False
    )
    urgency = forms.ChoiceField(label=gettext_lazy("Urgency"), choices=Urgency.choices)
    sender = forms.CharField(
        label=gettext_lazy("Brought by"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("If it is not the issuer."),
    )
    addressees = forms.CharField(
        label=gettext_lazy("To"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [("", "–"), *kind_choices()]  # type: ignore[attr-defined]

    def facts(self) -> ArrivalFacts:
        """Give what was typed."""
        return ArrivalFacts(**self.cleaned_data)


def facts_form(found: IncomingLetter) -> FactsForm:
    """Give the form as it stands."""
    return FactsForm(initial=vars(ArrivalFacts.of(found)))
