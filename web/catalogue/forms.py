"""What can be typed about the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from archive import queries
from archive.enums import Access, Keeping, Level, Medium, PlaceKind
from archive.models.describing import ELEMENTS
from archive.operations.cataloguing import Described
from web.catalogue.words import place_words

if TYPE_CHECKING:
    from archive.models import ArchiveCreator, CatalogueUnit, StorePlace
    from organisation.models.actor import Actor

FIRST_YEAR, LAST_YEAR = -3000, 2200


def _year(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)


class UnitForm(forms.Form):
    """A unit of description: the same fields at every level (ISAD(G)), the rarer ones behind the others."""

    level = forms.ChoiceField(label=_("Level"))
    code = forms.CharField(label=_("Code"), required=False, max_length=200)
    title = forms.CharField(label=_("Title"), max_length=4000, widget=forms.Textarea(attrs={"rows": 2}))
    year_from = _year(_("First year"))
    year_to = _year(_("Last year"))
    date_text = forms.CharField(
        label=_("Dates in words"), required=False, max_length=500, help_text=_("As they are to be shown.")
    )
    medium = forms.ChoiceField(label=_("Medium"), choices=Medium.choices)
    keeping = forms.ChoiceField(label=_("Kept"), choices=Keeping.choices, required=False)
    retention_years = forms.IntegerField(
        label=_("Kept for, in years"), required=False, min_value=1, max_value=200
    )
    access = forms.ChoiceField(label=_("Access"), choices=Access.choices, required=False)
    sheets = forms.IntegerField(label=_("Sheets"), required=False, min_value=0)
    pages = forms.IntegerField(label=_("Pages"), required=False, min_value=0)
    place = forms.ChoiceField(label=_("Lies in"), required=False)
    creator = forms.ChoiceField(label=_("Body of origin"), required=False)

    def __init__(
        self, *args: Any, actor: Actor, unit: CatalogueUnit | None, alone: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.unit = unit
        self.places: dict[str, StorePlace] = {
            str(one.pk): one for one in queries.places_of(actor.organisation)
        }
        self.creators: dict[str, ArchiveCreator] = {
            str(one.pk): one for one in queries.creators_of(actor.organisation)
        }
        self._offer("place", [(key, place_words(one)) for key, one in self.places.items()], _("Nowhere yet"))
        self._offer("creator", [(key, one.name) for key, one in self.creators.items()], _("Not said"))
        levels = [(str(v), label) for v, label in Level.choices if (v == Level.FONDS) == alone]
        if unit is not None:
            levels = [(str(v), label) for v, label in Level.choices if v == unit.level]
        self.fields["level"].choices = levels  # type: ignore[attr-defined]
        for element in ELEMENTS:
            self.fields[f"kept_{element.key}"] = forms.CharField(
                label=str(element.label),
                required=False,
                max_length=20_000,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=f"ISAD(G) {element.isad}" if element.isad else "",
            )
        if unit is not None and not self.is_bound:
            self.initial = {**_initial(unit), **self.initial}

    @property
    def plain(self) -> list[forms.BoundField]:
        """Give the fields every unit has."""
        return [bound for bound in self if not bound.name.startswith("kept_")]

    @property
    def rarer(self) -> list[forms.BoundField]:
        """Give the further elements of description."""
        return [bound for bound in self if bound.name.startswith("kept_")]

    def told(self) -> Described:
        """Give what was typed, as the operations take it; what the form does not ask stays as it was."""
        values = self.cleaned_data
        unit = self.unit
        keep_days = unit is not None and (unit.year_from, unit.year_to) == (
            values["year_from"],
            values["year_to"],
        )
        return Described(
            title=values["title"],
            code=values["code"],
            year_from=values["year_from"],
            year_to=values["year_to"],
            date_from=unit.date_from if unit is not None and keep_days else None,
            date_to=unit.date_to if unit is not None and keep_days else None,
            date_text=values["date_text"],
            medium=values["medium"],
            keeping=values["keeping"],
            retention_years=values["retention_years"],
            retention_text=unit.retention_text if unit is not None else "",
            access=values["access"],
            sheets=values["sheets"],
            pages=values["pages"],
            creator=self.creators.get(values["creator"]),
            place=self.places.get(values["place"]),
            kept={element.key: values[f"kept_{element.key}"] for element in ELEMENTS},
        )

    def clean(self) -> dict[str, Any]:
        """Ask for the years when it is kept for years."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("keeping") == Keeping.YEARS and not values.get("retention_years"):
            self.add_error("retention_years", _("Say for how many years."))
        return values

    def _offer(self, name: str, choices: list[tuple[str, str]], nothing: Any) -> None:
        self.fields[name].choices = [("", nothing), *choices]  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    """Where a part goes: into which part, behind which one."""

    parent = forms.ChoiceField(label=_("Into"))
    after = forms.ChoiceField(label=_("Behind"), required=False)


class PlaceForm(forms.Form):
    """A place to add."""

    kind = forms.ChoiceField(label=_("Kind"), choices=PlaceKind.choices)
    code = forms.CharField(label=_("Code"), max_length=60)
    name = forms.CharField(label=_("Name"), required=False, max_length=300)
    within = forms.ChoiceField(label=_("Lies within"), required=False)

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        rooms = [one for one in queries.places_of(actor.organisation) if one.kind != PlaceKind.BOX]
        self.places: dict[str, StorePlace] = {str(one.pk): one for one in rooms}
        choices = [(key, place_words(one)) for key, one in self.places.items()]
        self.fields["within"].choices = [("", _("Stands alone")), *choices]  # type: ignore[attr-defined]


class CreatorForm(forms.Form):
    """A body whose papers are kept, and who took over from it."""

    name = forms.CharField(label=_("Name"), max_length=300)
    year_from = _year(_("First year"))
    year_to = _year(_("Last year"))
    successor = forms.ChoiceField(label=_("Taken over by"), required=False)
    history = forms.CharField(
        label=_("History of the body"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.creators = {str(one.pk): one for one in queries.creators_of(actor.organisation)}
        choices = [(key, one.name) for key, one in self.creators.items()]
        self.fields["successor"].choices = [("", _("Nobody")), *choices]  # type: ignore[attr-defined]


def _initial(unit: CatalogueUnit) -> dict[str, Any]:
    plain = {
        name: getattr(unit, name)
        for name in (
            "level", "code", "title", "year_from", "year_to", "date_text", "medium", "keeping", "retention_years",
            "access", "sheets", "pages",
        )
    }  # fmt: skip
    links = {"place": str(unit.place_id or ""), "creator": str(unit.creator_id or "")}
    return {**plain, **links, **{f"kept_{key}": text for key, text in unit.kept.items()}}
