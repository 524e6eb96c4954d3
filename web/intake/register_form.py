"""What the registry writes down with the number: of a letter in the tray, and of one that lies on the desk as paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy

from dispatch.operations.arriving import Registration
from lib.calendar import local_day
from organisation.queries import units_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dispatch.models import IncomingLetter
    from organisation.models import Unit
    from ui.request import OfficeRequest

MOST_COPIES, MOST_SHEETS = 999, 9_999
KEPT = ("arrival_day", "unit", "field_of_work", "paper_received")  # “save and next” keeps these, and the kind


class RegisterForm(forms.Form):
    """``compared`` is asked only when the letter may be registered already."""

    arrival_day = forms.DateField(
        label=gettext_lazy("Day of arrival"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    unit = forms.ChoiceField(label=gettext_lazy("Unit that gets it"), required=False)
    field_of_work = forms.CharField(label=gettext_lazy("Field of work"), required=False, max_length=100)
    paper_received = forms.BooleanField(label=gettext_lazy("The paper original came as well"), required=False)
    copies = forms.IntegerField(
        label=gettext_lazy("Copies"), required=False, min_value=1, max_value=MOST_COPIES
    )
    sheets = forms.IntegerField(
        label=gettext_lazy("Sheets"), required=False, min_value=1, max_value=MOST_SHEETS
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=500)
    compared = forms.BooleanField(
        label=gettext_lazy("I have compared both; register this one as well"), required=False
    )

    def __init__(self, *args: Any, units: dict[str, Unit], double: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.units = units
        self.fields["unit"].choices = [("", "–"), *((key, unit.name) for key, unit in units.items())]  # type: ignore[attr-defined]
        if not double:
            del self.fields["compared"]

    def entry(self, doubles: Sequence[IncomingLetter] = ()) -> Registration:
        """Give what was typed; the first of ``doubles`` is what the letter was compared with."""
        values = self.cleaned_data
        compared = bool(values.get("compared"))
        return Registration(
            arrival_day=values["arrival_day"],
            unit=self.units.get(values["unit"]),
            field_of_work=values["field_of_work"],
            paper_received=values["paper_received"],
            sheets=values["sheets"],
            copies=values["copies"] or 1,
            page_count=values.get("page_count"),
            note=values["note"],
            compared=compared,
            same_as=doubles[0] if doubles and compared else None,
        )

    def to_keep(self, kind: str) -> str:
        """Give, for an address, what the next letter begins with."""
        values = {name: self.cleaned_data[name] for name in KEPT} | {"kind": kind}
        return urlencode({name: value for name, value in values.items() if value})


def kept(typed: Mapping[str, str]) -> dict[str, str]:
    """Give what was kept from the letter before, out of an address."""
    return {name: typed[name][:100] for name in KEPT if typed.get(name)}


def units_by_key(request: OfficeRequest) -> dict[str, Unit]:
    """Give the units of today by their key."""
    return {str(unit.pk): unit for unit in units_of(request.actor.organisation, local_day(request.at))}
