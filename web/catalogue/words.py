"""How the parts of the catalogue are said: dates, retention, places, the facts of a description."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from archive.enums import Access, Keeping, Level, Medium
from archive.models.describing import ELEMENTS
from ui import writing

if TYPE_CHECKING:
    from archive.models import CatalogueUnit, StorePlace


def dates_of(unit: CatalogueUnit) -> str:
    """Say the time of the papers as it was written, or by their years."""
    if unit.date_text:
        return unit.date_text
    if unit.date_from:
        last = f" – {writing.day(unit.date_to)}" if unit.date_to and unit.date_to != unit.date_from else ""
        return f"{writing.day(unit.date_from)}{last}"
    years = [str(year) for year in (unit.year_from, unit.year_to) if year is not None]
    return " – ".join(dict.fromkeys(years))


def keeping_of(unit: CatalogueUnit) -> str:
    """Say how long the papers are kept."""
    if unit.keeping == Keeping.PERMANENT:
        return _("for ever")
    if unit.keeping == Keeping.YEARS:
        return _("%(years)s years") % {"years": unit.retention_years}
    return unit.retention_text


def place_words(place: StorePlace | None) -> str:
    """Say where the paper lies: room, shelf, box."""
    said: list[str] = []
    while place is not None:
        said.append(f"{place.get_kind_display()} {place.code}")
        place = place.within
    return ", ".join(reversed(said))


def facts_of(unit: CatalogueUnit, access: Access) -> list[tuple[str, object]]:
    """Give the description as pairs: what every unit has, then the elements that were filled in."""
    extent = [
        _("%(n)s sheets") % {"n": writing.count(unit.sheets)} if unit.sheets else "",
        _("%(n)s pages") % {"n": writing.count(unit.pages)} if unit.pages else "",
    ]
    own: object = ""
    if unit.dossier:
        address = reverse("dossiers:detail", args=[unit.dossier.pk])
        own = format_html('<a href="{}">{}</a>', address, unit.dossier.code)
    creator = unit.creator
    heir = f" → {creator.successor.name}" if creator and creator.successor else ""
    rows: list[tuple[str, object]] = [
        (_("Level"), str(Level(unit.level).label).capitalize()),
        (_("Code"), unit.code),
        (_("Time"), dates_of(unit)),
        (_("Medium"), str(Medium(unit.medium).label).capitalize()),
        (_("Extent"), ", ".join(part for part in extent if part)),
        (_("Retention"), keeping_of(unit)),
        (_("Access"), str(access.label).capitalize()),
        (_("Body of origin"), f"{creator.name}{heir}" if creator else ""),
        (_("Lies in"), place_words(unit.place)),
        (_("Dossier in the system"), own),
    ]
    rows += [(str(element.label), unit.kept.get(element.key, "")) for element in ELEMENTS]
    return rows


def told_of_left_over(unit: CatalogueUnit) -> list[tuple[str, object]]:
    """Give what an import could not map, as it stood."""
    hidden = {"eadheader", "control", "no_title"}  # what only an export needs
    rows = [
        (str(name), value) for name, value in sorted(unit.left_over.items()) if isinstance(value, str | int)
    ]
    return [(name, value) for name, value in rows if name[0] != "@" and name not in hidden]
