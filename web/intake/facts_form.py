"""The form of what stands on an arrival."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from dispatch.enums import ProposalState, Urgency
from dispatch.models.incoming import LANGUAGE
from dispatch.models.kinds import kind_choices
from dispatch.operations.describing import ArrivalFacts, value_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.forms import BoundField

    from dispatch.models import IncomingLetter, Proposal

SURE = 80  # percent; what is less sure is marked as worth a look


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
    due_on = forms.DateField(
        label=gettext_lazy("Answer asked for by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("If the letter names a day."),
    )
    language = forms.CharField(
        label=gettext_lazy("Language"), max_length=30, required=False, initial=LANGUAGE
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [("", "–"), *kind_choices()]  # type: ignore[attr-defined]

    def facts(self) -> ArrivalFacts:
        """Give what was typed."""
        return ArrivalFacts(**{name: self.cleaned_data[name] for name in vars(ArrivalFacts())})


@dataclass(frozen=True)
class FactRow:
    """One field as the page draws it: its number beside the region it was read from, and how sure the machine is."""

    field: BoundField
    tag: int
    sure: int | None
    source: str
    state: str

    @property
    def name(self) -> str:
        """Give the name under which the field is sent."""
        return self.field.name


def facts_form(found: IncomingLetter, proposed: Mapping[str, Proposal], *, kind: str = "") -> FactsForm:
    """Give the form: what is written down, and where nothing is, what is proposed, at last the ``kind`` kept."""
    initial = vars(ArrivalFacts.of(found))
    initial["kind"] = initial["kind"] or kind
    for name, one in proposed.items():
        if one.state == ProposalState.OPEN and name in initial:
            initial[name] = value_of(one)
    return FactsForm(initial=initial)


def fact_rows(form: FactsForm, found: IncomingLetter, proposed: Mapping[str, Proposal]) -> list[FactRow]:
    """Give the fields in their order; ``state`` is accepted, open, doubtful, or empty where nothing is proposed."""
    written = vars(ArrivalFacts.of(found))
    rows = []
    for tag, field in enumerate(form, 1):
        one = proposed.get(field.name)
        waits = one is not None and one.state == ProposalState.OPEN
        taken = bool(written.get(field.name)) and field.name not in ("urgency", "language")
        state = "accepted" if not waits and (taken or one is not None) else ""
        if waits and one is not None:
            state = "open" if one.sure >= SURE else "doubtful"
        rows.append(
            FactRow(
                field=field,
                tag=tag,
                sure=one.sure if waits and one is not None else None,
                source=str(one.get_source_display()) if one is not None else "",
                state=state,
            )
        )
    return rows
