"""The rows of the printed catalogue, in the order of its parts: only what the reader who prints may see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import QuerySet

from archive.enums import Keeping, Level
from archive.layout.catalogue_books import Cover
from archive.models import CatalogueUnit
from archive.models.describing import ELEMENTS
from archive.queries.catalogue import outline_of
from archive.queries.printed import head_on
from organisation.models import Organisation
from search.queries import Hit

_CHUNK = 500


def cover_of(
    organisation: Organisation, unit: CatalogueUnit, day: date, *, aid: bool, said: str = ""
) -> Cover:
    """Give the cover of a printed list of ``unit``; of a finding aid with the description of the fonds."""
    head = head_on(organisation, day)
    description: list[tuple[str, Sequence[str]]] = []
    if aid:
        made_by = [("Đơn vị hình thành phông", [unit.creator.name])] if unit.creator else []
        told = [(str(e.label), unit.kept[e.key].splitlines()) for e in ELEMENTS if unit.kept.get(e.key)]
        description = [*made_by, *told]
    return Cover(
        superior=head.superior, organisation=head.organisation, part=unit.title, code=unit.code, span=time_of(unit),
        party=head.party, said=said, description=description,
    )  # fmt: skip


def rows_of(seen: QuerySet[CatalogueUnit], unit: CatalogueUnit, form: str) -> Iterator[tuple[str, ...]]:
    """Give the rows of a list: a heading for each part with dossiers, then its dossiers, numbered through."""
    number = 0
    for depth, part in outline_of(seen, unit):
        inside = seen.filter(parent=part, level=Level.DOSSIER).select_related("place__within__within")
        rows = inside.order_by("position", "id").iterator(chunk_size=_CHUNK)
        first = True
        for one in rows:
            if first and depth:
                yield ("", "", f"{part.code} {part.title}".strip().upper(), "", "", "", "")
            first = False
            number += 1
            yield party_row(one) if form == "party" else state_row(one, number)


def state_row(unit: CatalogueUnit, number: int) -> tuple[str, ...]:
    """Give a dossier in the State's seven columns."""
    return (
        str(number), unit.code, unit.title, time_of(unit), keeping_of(unit), _extent(unit), unit.kept.get("note", ""),
    )  # fmt: skip


def party_row(unit: CatalogueUnit) -> tuple[str, ...]:
    """Give a dossier in the Party's columns: by box and unit of preservation."""
    box = unit.place.code if unit.place else ""
    pages = unit.pages if unit.pages is not None else unit.sheets
    return (
        box or "–", unit.code, unit.title, time_of(unit), "" if pages is None else str(pages), keeping_of(unit),
        unit.kept.get("note", ""),
    )  # fmt: skip


def result_row(hit: Hit) -> tuple[str, ...]:
    """Give one hit of a search in five columns."""
    level = str(hit.facets.get("level", ""))
    named = str(Level(level).label) if level in Level.values else "văn bản trong hồ sơ"
    return (
        named.capitalize(), hit.code.text, hit.title.text, str(hit.facets.get("year", "")), hit.snippet.text,
    )  # fmt: skip


def time_of(unit: CatalogueUnit) -> str:
    """Give the time of the papers as it is printed."""
    if unit.date_text:
        return unit.date_text
    ends = [
        f"{day:%d/%m/%Y}" if day else str(year) if year is not None else ""
        for day, year in ((unit.date_from, unit.year_from), (unit.date_to, unit.year_to))
    ]
    return " – ".join(dict.fromkeys(end for end in ends if end))


def keeping_of(unit: CatalogueUnit) -> str:
    """Give how long it is kept as it is printed."""
    return {Keeping.PERMANENT: "Vĩnh viễn", Keeping.YEARS: f"{unit.retention_years} năm"}.get(
        Keeping(unit.keeping), unit.retention_text
    )


def _extent(unit: CatalogueUnit) -> str:
    counts = [str(number) if number is not None else "" for number in (unit.sheets, unit.pages)]
    return "/".join(counts) if all(counts) else counts[0] or counts[1] or unit.kept.get("extent", "")[:60]
