"""Import an old catalogue: all of a file or nothing, with a report of every line (issue of old lists, EAD, scans)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from psycopg.errors import UniqueViolation

from archive import errors
from archive.enums import Access, ImportState, Level
from archive.models import CatalogueImport, CatalogueUnit
from archive.operations.cataloguing import lock_fonds
from archive.operations.import_planning import Plan
from archive.operations.import_writing import SUBJECT, Writing, keep_lines
from audit.models import Subject
from audit.operations import recording
from files.models import StoredFile
from lib.database import locked
from organisation.models.actor import Actor

Scans = Callable[[str], bytes | None]


@dataclass(frozen=True)
class Source:
    """Which file is imported: its kind (sheet, ead, scans), its name, its hash, and itself where it is kept."""

    kind: str
    file_name: str
    sha256: str
    file: StoredFile | None = None


def in_turn(organisation: int) -> None:
    """Let one import of an office be written, or taken back, at a time; before any row is locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"import {organisation}"])


@transaction.atomic
def bring_in(
    *, plan: Plan, source: Source, access: Access, by: Actor, at: datetime, scans: Scans | None = None
) -> CatalogueImport:
    """Write what ``plan`` says in one transaction and give the import with its report.

    ``access`` holds for a fonds that is new. ``scans`` gives the bytes of a file by its name in the list. Each thing
    gets its search row; the log gets the hash of every thousand things, and the report a line for each.
    """
    in_turn(by.organisation_key)
    standing = [
        line.known for line in plan.lines if line.found.level == Level.FONDS and line.known is not None
    ]
    lock_fonds(plan.into, *CatalogueUnit.objects.filter(pk__in=standing))
    if plan.into is not None:
        locked(CatalogueUnit, plan.into.pk)
    run = _run(plan, source, access, ImportState.DONE, by=by, at=at)
    writing = Writing(run, plan, access, by, at, scans)
    try:
        with transaction.atomic():
            writing.all()
    except (IntegrityError, UniqueViolation) as clash:  # added by hand since the file was read
        if "catalogue_unit_code_once" not in str(clash):
            raise
        raise errors.ImportCrossed from None
    run.fonds_id = writing.root
    run.counts = plan.counts
    run.save(update_fields=["fonds", "counts"])
    writing.report()
    writing.log()
    return run


@transaction.atomic
def keep_report(*, plan: Plan, source: Source, access: Access, by: Actor, at: datetime) -> CatalogueImport:
    """Keep the report of a trial: what the import would do. The catalogue stays as it is."""
    run = _run(plan, source, access, ImportState.CHECKED, by=by, at=at)
    run.counts = plan.counts
    run.save(update_fields=["counts"])
    keep_lines(run, plan.lines)
    recording.record(
        "import.checked", subject=Subject(SUBJECT, str(run.pk)), by=by, at=at, facts={"sha256": source.sha256}
    )
    return run


@transaction.atomic
def keep_refusal(
    *, source: Source, access: Access, sentence: str, by: Actor, at: datetime
) -> CatalogueImport:
    """Keep that a file was refused as a whole, and why."""
    run = CatalogueImport.objects.create(
        organisation=by.organisation, kind=source.kind, file_name=source.file_name[:300], sha256=source.sha256,
        file=source.file, access=access, state=ImportState.REFUSED, refusal=sentence[:500] or "?", at=at, by=by.person,
    )  # fmt: skip
    recording.record(
        "import.refused", subject=Subject(SUBJECT, str(run.pk)), by=by, at=at, facts={"sha256": source.sha256}
    )
    return run


def _run(
    plan: Plan, source: Source, access: Access, state: ImportState, *, by: Actor, at: datetime
) -> CatalogueImport:
    return CatalogueImport.objects.create(
        organisation=by.organisation, kind=source.kind, file_name=source.file_name[:300], sha256=source.sha256,
        file=source.file, name=plan.catalogue.name, fonds=plan.into, access=access, mapping=plan.catalogue.columns,
        converted=plan.catalogue.converted, state=state, at=at, by=by.person,
    )  # fmt: skip
