"""What can be typed about dossiers and plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from archive import policies
from archive.queries import years_said
from lib.calendar import local_day
from organisation.queries import people_of, units_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from archive.models import Dossier, Record, RetentionItem
    from organisation.models import Person, Post, Unit
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


class _OfSchedule(forms.Form):
    """A choice of a line of the retention schedules in force."""

    retention_item = forms.ChoiceField(label=_("By the schedule"), required=False)

    def __init__(self, *args: Any, items: Sequence[RetentionItem], **options: Any) -> None:
        super().__init__(*args, **options)
        self.items = {str(item.pk): item for item in items}
        named = [
            (key, f"{one.code} {one.title} – {years_said(one.years)}") for key, one in self.items.items()
        ]
        self.fields["retention_item"].choices = [("", _("Not chosen")), *named]  # type: ignore[attr-defined]


class EntryForm(_OfSchedule):
    """A line to add to a plan."""

    code = forms.CharField(label=_("Code"), max_length=60)
    heading = forms.CharField(label=_("Heading"), required=False, max_length=300)
    subheading = forms.CharField(label=_("Subheading"), required=False, max_length=300)
    title = forms.CharField(label=_("Title"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    unit = forms.ChoiceField(label=_("Unit"))
    maker = forms.ChoiceField(label=_("Made by"), required=False)
    retention_years = _retention()
    note = forms.CharField(label=_("Note"), required=False, max_length=500)
    field_order = (
        "code",
        "heading",
        "subheading",
        "title",
        "unit",
        "maker",
        "retention_item",
        "retention_years",
        "note",
    )

    def __init__(
        self, *args: Any, actor: Actor, at: datetime, items: Sequence[RetentionItem], **options: Any
    ) -> None:
        super().__init__(*args, items=items, **options)
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


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


class CloseForm(forms.Form):
    """When the work ended, what leaves the dossier, and, if it lacks anything, whether it is closed as it is."""

    work_ended_on = _day(_("The work ended on"))
    duplicates = forms.MultipleChoiceField(
        label=_("Duplicates that leave the dossier"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(label=_("Closing note"), required=False, max_length=1000)
    as_it_is = forms.BooleanField(label=_("Close it as it is; I know what it lacks"), required=False)

    def __init__(
        self, *args: Any, duplicates: Sequence[tuple[Record, Record]], lacking: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        if not lacking:
            del self.fields["as_it_is"]
        if not duplicates:
            self.fields["duplicates"].widget = forms.MultipleHiddenInput()
        self.fields["duplicates"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), f"{one.ordinal}. {one.code} {one.title} (= {earlier.ordinal})")
            for one, earlier in duplicates
        ]


class DescribeForm(_OfSchedule):
    """What a dossier is called and how long it is kept."""

    code = forms.CharField(label=_("Code"), max_length=60)
    title = forms.CharField(label=_("Title"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    retention_years = _retention()
    field_order = ("code", "title", "retention_item", "retention_years")


class RecordForm(_OfSchedule):
    """What stands in one line of the list of documents."""

    label = forms.CharField(label=_("Kind"), required=False, max_length=200)
    code = forms.CharField(label=_("Number, symbol"), required=False, max_length=200)
    title = forms.CharField(label=_("Title"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    author = forms.CharField(label=_("Author"), required=False, max_length=300)
    dated_on = _day(_("Day"), required=False)
    page_count = forms.IntegerField(label=_("Pages"), required=False, min_value=1, max_value=100_000)
    field_order = ("label", "code", "title", "author", "dated_on", "page_count", "retention_item")


class FileForm(forms.Form):
    """Any other file, and what is said about it."""

    file = forms.FileField(label=_("File"), max_length=255)
    title = forms.CharField(label=_("Title"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    label = forms.CharField(label=_("Kind"), required=False, max_length=200)
    code = forms.CharField(label=_("Number, symbol"), required=False, max_length=200)
    author = forms.CharField(label=_("Author"), required=False, max_length=300)
    dated_on = _day(_("Day"), required=False)
    page_count = forms.IntegerField(
        label=_("Pages"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("Empty: counted from the file."),
    )
    is_draft = forms.BooleanField(
        label=_("It is a draft: it leaves the dossier when that is closed"), required=False
    )


class PassOnForm(forms.Form):
    """Which dossiers go to which colleague, and why."""

    dossiers = forms.MultipleChoiceField(
        label=_("Dossiers"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one dossier.")},
    )
    to = forms.ChoiceField(label=_("New keeper"))
    reason = forms.CharField(label=_("Reason"), max_length=1000)

    def __init__(
        self, *args: Any, dossiers: Sequence[Dossier], posts: Sequence[Post], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.known = {str(one.pk): one for one in dossiers}
        self.posts = {str(post.pk): post for post in posts}
        self.fields["dossiers"].choices = [(key, str(one)) for key, one in self.known.items()]  # type: ignore[attr-defined]
        named = [(key, f"{one.person.full_name}, {one.title}") for key, one in self.posts.items()]
        self.fields["to"].choices = named  # type: ignore[attr-defined]


class KeepBackForm(forms.Form):
    """Until when a unit keeps a dossier, and why."""

    until = _day(_("Keep until"))
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class GatherForm(forms.Form):
    """What comes into the dossier: a letter by its number, drafts and opinions of those that lie in it."""

    code = forms.CharField(
        label=_("Number and symbol of a letter"),
        required=False,
        max_length=200,
        help_text=_("One that is filed already: it lies in both dossiers, and is copied into none."),
    )
    beside = forms.MultipleChoiceField(
        label=_("Drafts and opinions"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, beside: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        if not beside:
            self.fields["beside"].widget = forms.MultipleHiddenInput()
        self.fields["beside"].choices = beside  # type: ignore[attr-defined]
