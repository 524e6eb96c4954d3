"""What a reader asks the books of incoming letters for: read from an address, applied, and said aloud."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dispatch import queries
from dispatch.enums import Direction, Urgency
from dispatch.models.kinds import kind_choices, kind_of
from dispatch.queries import ArrivalFilters, Days, Show
from organisation.queries import WorkingCalendar, all_units_of
from web.registers.asking import LONGEST_TEXT, NEWEST, ORDERS, LinesForm
from workflow.incoming_letter.deadlines import days_of

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from dispatch.models import NumberAllocation
    from organisation.models import Organisation

VOID: Final = "void"
STATES: Final = {
    VOID: gettext_lazy("struck out"),
    Show.DIRECTION.value: gettext_lazy("waiting for a proposal or a directive"),
    Show.IN_HAND.value: gettext_lazy("in hand"),
    Show.LATE.value: gettext_lazy("past a deadline"),
    Show.CONFIRM.value: gettext_lazy("reported as done, to be confirmed"),
    Show.TO_FILE.value: gettext_lazy("done, to be filed"),
    Show.DONE.value: gettext_lazy("filed or ended"),
}


class AskForm(LinesForm):
    """The filters of the incoming books."""

    field_order = ("q", "series", "since", "until", "kind", "unit", "urgency", "state")

    q = forms.CharField(
        label=gettext_lazy("Arrival number, number, subject or issuer"),
        required=False,
        max_length=LONGEST_TEXT,
    )
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("Any state")), *STATES.items()],
    )

    def __init__(self, data: Mapping[str, Any], *, organisation: Organisation) -> None:
        super().__init__(data)
        self.books = {str(one.pk): one for one in queries.series_of(organisation, Direction.INCOMING)}
        self.units = {str(unit.pk): unit for unit in all_units_of(organisation)}
        self._offer("series", _("Every book"), {key: str(one) for key, one in self.books.items()})
        self._offer("kind", _("Any kind"), {code: str(label) for code, label in kind_choices()})
        self._offer("unit", _("Any unit"), {key: unit.name for key, unit in self.units.items()})


@dataclass(frozen=True)
class Asked:
    """The filters in use. ``typed`` are the same as text, for links, jobs and events."""

    days: Days
    filters: ArrivalFilters = field(default_factory=ArrivalFilters)
    order: str = NEWEST
    typed: Mapping[str, str] = field(default_factory=dict)

    def lines(self, organisation: Organisation) -> QuerySet[NumberAllocation]:
        """Give the lines asked for."""
        lines = queries.incoming_register(organisation, self.filters, self.days)
        return lines.order_by(*ORDERS[self.order])

    def said(self) -> list[str]:
        """Give one part of a sentence for each filter in use, in the language of the moment."""
        asked, said = self.filters, []
        if asked.series is not None:
            said.append(_("series “%(name)s”") % {"name": str(asked.series)})
        if asked.kind:
            said.append(_("kind: %(kinds)s") % {"kinds": kind_of(asked.kind).name})
        if asked.unit is not None:
            said.append(_("with %(unit)s") % {"unit": asked.unit.name})
        if asked.urgency is not None:
            said.append(_("urgency: %(urgency)s") % {"urgency": asked.urgency.label})
        state = VOID if asked.void else asked.show.value if asked.show else ""
        if state:
            said.append(str(STATES[state]))
        if asked.since is not None:
            said.append(_("arrived from %(day)s") % {"day": f"{asked.since:%d/%m/%Y}"})
        if asked.until is not None:
            said.append(_("arrived until %(day)s") % {"day": f"{asked.until:%d/%m/%Y}"})
        if asked.text:
            said.append(_("with “%(text)s”") % {"text": asked.text})
        return said


def read(data: Mapping[str, Any], organisation: Organisation, day: date) -> tuple[AskForm, Asked]:
    """Read the filters typed into ``data``; what cannot be read stands as an error on the form and filters nothing."""
    form = AskForm(data, organisation=organisation)
    form.is_valid()
    values = form.cleaned_data
    state = values.get("state") or ""
    filters = ArrivalFilters(
        series=form.books.get(values.get("series", "")),
        kind=values.get("kind") or "",
        unit=form.units.get(values.get("unit", "")),
        urgency=Urgency(values["urgency"]) if values.get("urgency") else None,
        void=state == VOID,
        show=Show(state) if state and state != VOID else None,
        since=values.get("since"),
        until=values.get("until"),
        text=(values.get("q") or "").replace("\0", " ").strip(),
    )
    typed = {name: str(data[name]) for name, value in values.items() if value not in (None, "")}
    order = str(data.get("sort", NEWEST))
    near = days_of(WorkingCalendar.of(organisation), day)
    return form, Asked(days=near, filters=filters, order=order if order in ORDERS else NEWEST, typed=typed)


def as_book(asked: Asked) -> Asked:
    """Give the same filters in the order of the printed book: series, number, rising."""
    return replace(asked, order="number")
