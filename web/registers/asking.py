"""What a reader asks the register for: read from an address, applied to the lines, and said aloud."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.db.models import Count, F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dispatch import queries
from dispatch.enums import AllocationState, LetterStatus, Urgency
from dispatch.models.kinds import kinds_of
from dispatch.models.numbers import OUT_OF_THE_ORDINARY
from dispatch.models.register import RegisterFilters
from organisation.queries import all_units_of, mandates_of, period_on

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from dispatch.models import NumberAllocation
    from organisation.models import Organisation

# By keys of the line itself: the index of the series gives the newest page without sorting the whole book.
ORDERS: Final = {
    "-number": ("-series_id", "-number", "-suffix"),
    "number": ("series_id", "number", "suffix"),
    "-day": ("-legal_day", "-series_id", "-number", "-suffix"),
    "day": ("legal_day", "series_id", "number", "suffix"),
}
NEWEST: Final = "-number"
AWAITING_SEAL: Final = "awaiting_seal"
LONGEST_TEXT: Final = 200


class LinesForm(forms.Form):
    """The filters every register has. Nothing is chosen until somebody chooses it."""

    series = forms.ChoiceField(label=gettext_lazy("Book"), required=False)
    since = forms.DateField(
        label=gettext_lazy("From day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=gettext_lazy("To day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    urgency = forms.ChoiceField(
        label=gettext_lazy("Urgency"),
        required=False,
        choices=[("", gettext_lazy("Any urgency")), *Urgency.choices],
    )

    def _offer(self, name: str, nothing: str, choices: Mapping[str, str]) -> None:
        self.fields[name].choices = [("", nothing), *choices.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse days the wrong way round."""
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first."))
        return cleaned


class AskForm(LinesForm):
    """The filters of the outgoing register."""

    field_order = ("q", "series", "since", "until", "kind", "signer", "unit", "urgency", "state")

    q = forms.CharField(label=gettext_lazy("Number, subject"), required=False, max_length=LONGEST_TEXT)
    signer = forms.ChoiceField(label=gettext_lazy("Signer"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Drafting unit"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            ("", gettext_lazy("Any state")),
            *AllocationState.choices,
            (AWAITING_SEAL, gettext_lazy("numbered, awaiting seal")),
        ],
    )

    def __init__(self, data: Mapping[str, Any], *, organisation: Organisation, day: date) -> None:
        super().__init__(data)
        self.books = {str(series.pk): series for series in queries.series_of(organisation)}
        self.units = {str(unit.pk): unit for unit in all_units_of(organisation)}
        self.signers = {str(mandate.post_id): mandate.post for mandate in mandates_of(organisation)}
        profile = period_on(organisation, day).format_profile
        self._offer("series", _("Every book"), {key: str(series) for key, series in self.books.items()})
        self._offer("kind", _("Any kind"), {kind.code: f"{kind.name}" for kind in kinds_of(profile)})
        self._offer("unit", _("Any unit"), {key: unit.name for key, unit in self.units.items()})
        self._offer(
            "signer", _("Any signer"), {key: post.person.full_name for key, post in self.signers.items()}
        )


@dataclass(frozen=True)
class Asked:
    """The filters in use. ``typed`` are the same as text, for links, jobs and events."""

    filters: RegisterFilters = field(default_factory=RegisterFilters)
    urgency: Urgency | None = None
    awaiting_seal: bool = False
    order: str = NEWEST
    typed: Mapping[str, str] = field(default_factory=dict)

    def lines(self, organisation: Organisation) -> QuerySet[NumberAllocation]:
        """Give the lines asked for, with what the ten columns show and without the letters' text."""
        lines = queries.outgoing_register(organisation, self.filters)
        if self.urgency is not None:
            lines = lines.filter(letter__urgency=self.urgency)
        if self.awaiting_seal:
            lines = lines.filter(letter__status=LetterStatus.NUMBERED, state=AllocationState.ALLOCATED)
        lines = lines.annotate(
            addressees=F("letter__content__addressees"),
            recipients=F("letter__content__recipients"),
            keep_line=F("letter__content__keep_line"),
        )
        lines = queries.with_standing(lines)
        return lines.defer("letter__content").order_by(*ORDERS[self.order])

    def said(self) -> list[str]:
        """Give one part of a sentence for each filter in use, in the language of the moment."""
        said = self.filters.describe()
        if self.urgency is not None:
            said.append(_("urgency: %(urgency)s") % {"urgency": self.urgency.label})
        if self.awaiting_seal:
            said.append(_("numbered and waiting for the seal"))
        return said


@dataclass(frozen=True)
class Sums:
    """How many lines there are, and how many of them are out of the ordinary."""

    total: int
    void: int
    reserved: int
    suffixed: int
    awaiting_seal: int


def read(data: Mapping[str, Any], organisation: Organisation, day: date) -> tuple[AskForm, Asked]:
    """Read the filters typed into ``data``; what cannot be read stands as an error on the form and filters nothing."""
    form = AskForm(data, organisation=organisation, day=day)
    form.is_valid()
    values = form.cleaned_data
    state = values.get("state") or ""
    filters = RegisterFilters(
        series=form.books.get(values.get("series", "")),
        kinds=(values["kind"],) if values.get("kind") else (),
        unit=form.units.get(values.get("unit", "")),
        signer=form.signers.get(values.get("signer", "")),
        state=AllocationState(state) if state and state != AWAITING_SEAL else None,
        since=values.get("since"),
        until=values.get("until"),
        text=(values.get("q") or "").replace("\0", " ").strip(),
    )
    typed = {name: str(data[name]) for name, value in values.items() if value not in (None, "")}
    order = str(data.get("sort", NEWEST))
    asked = Asked(
        filters=filters,
        urgency=Urgency(values["urgency"]) if values.get("urgency") else None,
        awaiting_seal=state == AWAITING_SEAL,
        order=order if order in ORDERS else NEWEST,
        typed=typed,
    )
    return form, asked


def as_book(asked: Asked) -> Asked:
    """Give the same filters in the order of the printed book: series, number, suffix, rising."""
    return replace(asked, order="number")


def sums(lines: QuerySet[NumberAllocation]) -> Sums:
    """Count the lines and the unusual ones among them; the few unusual ones by indexes of their own."""
    plain = lines.order_by()
    unusual = plain.filter(OUT_OF_THE_ORDINARY).aggregate(
        void=Count("pk", filter=Q(state=AllocationState.VOID)),
        reserved=Count("pk", filter=Q(state=AllocationState.RESERVED)),
        suffixed=Count("pk", filter=~Q(suffix="")),
    )
    waiting = plain.filter(letter__status=LetterStatus.NUMBERED, state=AllocationState.ALLOCATED)
    return Sums(total=plain.count(), awaiting_seal=waiting.count(), **unusual)
