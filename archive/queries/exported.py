"""What of the catalogue goes out, of what a reader sees: in the order of the catalogue, each thing with its depth."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from archive.exporting import ead
from archive.models import CatalogueRecord, CatalogueUnit, Record
from archive.queries.contents import records_of
from organisation.models import Organisation
from organisation.queries import period_on


def walk(
    seen: QuerySet[CatalogueUnit], unit: CatalogueUnit, *, records: bool = True
) -> Iterator[tuple[int, CatalogueUnit | CatalogueRecord | Record]]:
    """Give ``unit`` and all below it the reader sees, parts and dossiers as they stand, records in their dossiers."""
    waiting: list[tuple[int, CatalogueUnit]] = [(0, unit)]
    while waiting:
        depth, one = waiting.pop()
        yield depth, one
        if one.holds_units:
            inside = (
                seen.filter(parent=one)
                .select_related("dossier", "place", "creator")
                .order_by("position", "id")
            )
            waiting += [(depth + 1, child) for child in reversed(inside)]
        elif records:
            yield from ((depth + 1, record) for record in _records(one))


def _records(unit: CatalogueUnit) -> Iterator[CatalogueRecord | Record]:
    if unit.dossier is not None:
        yield from records_of(unit.dossier)
    else:
        yield from CatalogueRecord.objects.filter(unit=unit).order_by("ordinal").iterator(chunk_size=500)


def head_of(organisation: Organisation, unit: CatalogueUnit, day: date) -> ead.Head:
    """Give what the head of a finding aid of ``unit`` says; an imported one keeps the identifier it came with."""
    kept = (
        unit.source_key.removeprefix("ead:").partition("#")[0] if unit.source_key.startswith("ead:") else ""
    )
    return ead.Head(
        identifier=kept or f"{organisation.code}-{unit.code or unit.pk}",
        title=unit.title,
        agency=period_on(organisation, day).name,
        day=day,
    )
