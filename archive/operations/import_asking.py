"""Have a file imported by a worker: the file is kept, the work is a job, its report is the import."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone, translation

from archive import errors, policies, queries
from archive.enums import Access, ImportState
from archive.models import CatalogueImport, CatalogueUnit
from archive.operations import import_reading
from archive.operations.import_reading import Asked
from audit.models import Subject
from audit.operations import recording
from files.enums import FileRole
from files.models import StoredFile
from files.operations import storing
from files.queries import file_of, open_content
from jobs.enums import Queue
from jobs.models import Job
from jobs.operations import leasing
from jobs.operations.queueing import enqueue
from organisation.models.actor import Actor
from organisation.queries import all_posts_in, organisation_of

IMPORT: Final = "archive.import"


@transaction.atomic
def ask(
    *,
    key: str,
    kind: str,
    name: str,
    content: bytes,
    into: CatalogueUnit | None,
    access: Access,
    mapping: Mapping[str, str],
    dry: bool,
    by: Actor,
    at: datetime,
) -> Job:
    """Keep the file and queue its reading under ``key``; refuses all but the archivist, empty and too large files."""
    policies.may_catalogue(by).enforce()
    laid = storing.deposit_source(organisation_key=by.organisation_key, content=content, name=name)
    file = storing.keep(by=by, at=at, deposited=laid, role=FileRole.ORIGINAL)
    return _queue(
        key=key, kind=kind, file=file, into=into, access=access, mapping=mapping, dry=dry, by=by, at=at
    )


@transaction.atomic
def again(
    *, run: CatalogueImport, key: str, mapping: Mapping[str, str], dry: bool, by: Actor, at: datetime
) -> Job:
    """Read the file of a trial once more: to import it, or to try it with other columns."""
    policies.may_catalogue(by).enforce()
    if run.organisation_id != by.organisation_key:
        raise errors.NotOfYourOrganisation
    if run.file is None or run.state not in {ImportState.CHECKED, ImportState.UNDONE, ImportState.REFUSED}:
        raise errors.ImportIsDone
    if not dry and queries.carried_out_as(run) is not None:
        raise errors.ImportIsDone
    access = Access(run.access)
    into = run.fonds
    return _queue(
        key=key,
        kind=run.kind,
        file=run.file,
        into=into,
        access=access,
        mapping=mapping,
        dry=dry,
        by=by,
        at=at,
    )


def _queue(
    *,
    key: str,
    kind: str,
    file: StoredFile,
    into: CatalogueUnit | None,
    access: Access,
    mapping: Mapping[str, str],
    dry: bool,
    by: Actor,
    at: datetime,
) -> Job:
    payload = {
        "kind": kind, "file": file.pk, "into": into.pk if into else None, "access": access.value,
        "mapping": dict(mapping), "dry": dry, "post": by.post.pk if by.post else None,
    }  # fmt: skip
    job = enqueue(
        IMPORT, key=key, organisation_key=by.organisation_key, payload=payload, queue=Queue.BATCH, at=at
    )
    facts = {"sha256": file.sha256, "kind": kind, "dry": dry}
    detail = {"file": file.name}
    recording.record(
        "import.asked", subject=Subject("import_job", key), by=by, at=at, facts=facts, detail=detail
    )
    return job


def run(job: Job) -> None:
    """Read the file of a job and import it, or only try; the report and the end of the job are one transaction."""
    told, at = job.payload, timezone.now()
    organisation = organisation_of(job.organisation_key)
    post = all_posts_in(organisation).filter(pk=told["post"]).first() if told["post"] else None
    by = Actor.for_post(post) if post else Actor.system(organisation, IMPORT)
    file = file_of(job.organisation_key, told["file"])
    with open_content(file) as stream:
        content = stream.read()
    into = (
        CatalogueUnit.objects.filter(organisation=organisation, pk=told["into"]).first()
        if told["into"]
        else None
    )
    asked = Asked(told["kind"], file.name, content, into, Access(told["access"]), told["mapping"], file)
    with leasing.finishing(job, at=at), translation.override("vi"):
        made = import_reading.carry_out(asked=asked, dry=told["dry"], by=by, at=at)
        facts = {"import": made.pk, "state": made.state}
        recording.record("import.made", subject=Subject("import_job", job.key), by=by, at=at, facts=facts)
