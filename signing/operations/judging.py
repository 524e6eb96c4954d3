"""Judge files and keep the judgement."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from audit.models import Subject
from audit.operations import recording
from files.models import StoredFile
from files.queries import content_of
from jobs.enums import Queue
from jobs.models import Job
from jobs.operations.leasing import finishing
from jobs.operations.queueing import enqueue
from organisation.models.actor import Actor
from signing import queries
from signing.judging import isolation
from signing.judging.results import Verdict
from signing.models import FileVerdict

JUDGE = "signing.judge"


def judge_bytes(pdf: bytes, roots: Sequence[bytes], *, at: datetime) -> Verdict:
    """Judge bytes nobody vouches for, in the closed child, against roots in PEM form. Never raises for the bytes."""
    return isolation.judge(pdf, roots, at=at)


def ask_for_verdict(*, by: Actor, at: datetime, file: StoredFile) -> Job:
    """Queue the judgement of a stored file, in the caller's transaction."""
    return enqueue(
        JUDGE,
        key=f"file:{file.pk}",
        organisation_key=by.organisation_key,
        payload={"file": file.pk},
        queue=Queue.INTERACTIVE,
        at=at,
    )


def run(job: Job) -> None:
    """Do the job `signing.judge`: judge outside any transaction, keep in one."""
    file = StoredFile.objects.select_related("organisation", "blob").get(pk=job.payload["file"])
    at, roots = timezone.now(), queries.trust_roots()
    verdict = isolation.judge(content_of(file), roots, at=at)
    with finishing(job, at=timezone.now()):
        keep(by=Actor.system(file.organisation, JUDGE), at=at, file=file, verdict=verdict)


@transaction.atomic
def keep(*, by: Actor, at: datetime, file: StoredFile, verdict: Verdict) -> FileVerdict:
    """Keep a judgement with its file; an earlier one stays."""
    row = FileVerdict.objects.create(
        organisation=by.organisation,
        file=file,
        status=verdict.status,
        level=verdict.level or "",
        report=verdict.to_json(),
        roots_sha256=hashlib.sha256(b"".join(queries.trust_roots())).hexdigest(),
        judged_at=at,
    )
    recording.record(
        "file.judged",
        subject=Subject("file", str(file.pk)),
        by=by,
        at=at,
        facts={
            "sha256": verdict.file_sha256,
            "status": verdict.status.value,
            "level": verdict.level.value if verdict.level else None,
            "reasons": [reason.value for reason in verdict.reasons],
        },
    )
    return row
