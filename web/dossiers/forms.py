"""What can be typed about dossiers and plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from archive import policies
from lib.calendar import local_day
from organisation.queries import people_of, units_of

if TYPE_CHECKING:
    from datetime import datetime

    from organisation.models import Person, Unit
    from organisation.models.actor import Actor

MOST_YEARS = 200


def _retention() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Kept for, in years"),
        required=False,
        min_value=1,
        max_value=MOST_YEARS,
        help_text=_("Empty: for ever."),
    )


class NewDossierForm(forms.Form):
    """A dossier to open. Units are those this person may open one for."""

    code = forms.CharField(label=_("Code"), max_length=60)
    title = forms.CharField(label=_("Title"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    unit = forms.ChoiceField(label=_("Unit"))
    keeper = forms.ChoiceField(label=_("Keeper"))
    retention_years = _retention()

    def __init__(self, *args: Any, actor: Actor, at: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        units = [
            unit for unit in units_of(actor.organisation, local_day(at)) if policies.may_open(actor, unit)
        ]
        self.units: dict[str, Unit] = {str(unit.pk): unit for unit in units}
        self.people: dict[str, Person] = {str(person.pk): person for person in people_of(actor.organisation)}
        self.fields["unit"].choices = [(key, unit.name) for key, unit in self.units.items()]  # type: ignore[attr-defined]
        self.fields["keeper"].choices = [(key, person.full_name) for key, person in self.people.items()]  # type: ignore[attr-defined]


class EntryForm(forms.Form):
    """A line to add to a plan."""

    code = forms.CharField(label=_("Code"), max_length=60)
    heading = forms.CharField(label=_("Heading"), required=False, max_length=300)
    title = forms.CharField(label=_("Title"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    unit = forms.ChoiceField(label=_("Unit"))
    maker = forms.ChoiceField(label=_("Made by"), required=False)
    retention_years = _retention()
    note = forms.CharField(label=_("Note"), required=False, max_length=500)

    def __init__(self, *args: Any, actor: Actor, at: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.units = {str(unit.pk): unit for unit in units_of(actor.organisation, local_day(at))}
        self.people = {str(person.pk): person for person in people_of(actor.organisation)}
        self.fields["unit"].choices = [(key, unit.name) for key, unit in self.units.items()]  # type: ignore[attr-defined]
        people = [(key, person.full_name) for key, person in self.people.items()]
        self.fields["maker"].choices = [("", _("Nobody yet")), *people]  # type: ignore[attr-defined]


class YearForm(forms.Form):
    """The year of a plan."""

    year = forms.IntegerField(label=_("Year"), min_value=1945, max_value=2200)


class ReasonForm(forms.Form):
    """Why something is undone."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class GrantForm(forms.Form):
    """Whom to let see the dossier: a unit, or a person."""

    to = forms.ChoiceField(label=_("Let see"))

    def __init__(self, *args: Any, actor: Actor, at: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        units = {f"unit-{unit.pk}": unit for unit in units_of(actor.organisation, local_day(at))}
        people = {f"person-{person.pk}": person for person in people_of(actor.organisation)}
        self.whom: dict[str, Unit | Person] = {**units, **people}
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (_("Units"), [(key, unit.name) for key, unit in units.items()]),
            (_("People"), [(key, person.full_name) for key, person in people.items()]),
        ]
