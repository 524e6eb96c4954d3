"""Reading imports and their reports; choosing a part of the catalogue."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from archive.enums import ImportState, Level, Outcome, Reason
from archive.models import CatalogueImport, ImportLine
from archive.queries.catalogue import outline_of, units_visible_to
from audit.queries import history_of
from organisation.models import Organisation
from organisation.models.actor import Actor


def imports_of(organisation: Organisation) -> QuerySet[CatalogueImport]:
    """Give the imports of an organisation, the newest first."""
    found = CatalogueImport.objects.filter(organisation=organisation)
    return found.select_related("by", "file", "fonds").order_by("-id")


def lines_of(run: CatalogueImport, *, outcome: str = "", reason: str = "") -> QuerySet[ImportLine]:
    """Give the report of an import in the order of its file, narrowed by what was done or said."""
    lines = ImportLine.objects.filter(run=run)
    if outcome in Outcome.values:
        lines = lines.filter(outcome=outcome)
    if reason in Reason.values:
        lines = lines.filter(reasons__contains=[reason])
    return lines.order_by("place", "id")


def import_of_job(actor: Actor, key: str) -> CatalogueImport | None:
    """Give the import a job made, or None while there is none."""
    event = history_of(actor.organisation_key, "import_job", key).filter(name="import.made").last()
    return imports_of(actor.organisation).filter(pk=event.facts["import"]).first() if event else None


def carried_out_as(run: CatalogueImport) -> CatalogueImport | None:
    """Give the import by which the file of a trial was written and still stands, None when there is none."""
    if run.file_id is None:
        return None
    same = CatalogueImport.objects.filter(
        organisation=run.organisation_id, file=run.file_id, state=ImportState.DONE
    )
    return same.exclude(pk=run.pk).order_by("-id").first()


def parts_to_choose(actor: Actor, at: datetime) -> list[tuple[str, int]]:
    """Give every part that holds others, of those ``actor`` sees, indented as they stand, with their keys."""
    seen = units_visible_to(actor, at)
    return [
        (f"{' ' * depth}{one.code} {one.title}"[:120], one.pk)
        for fonds in seen.filter(level=Level.FONDS)
        for depth, one in outline_of(seen, fonds)
    ]
