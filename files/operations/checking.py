"""Ask a virus scanner about stored bytes, where the installation has one; otherwise nothing is said of them."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from audit.models import Subject
from audit.operations import recording
from files.enums import VirusStatus
from files.models import Blob, StoredFile, VirusCheck
from files.queries import blob_content
from files.reading import clamd
from jobs.enums import Queue
from jobs.errors import RetryLater
from jobs.models import Job
from jobs.operations.leasing import finishing
from jobs.operations.queueing import enqueue
from organisation.models.actor import Actor

CHECK_KIND = "files.check"
_AGAIN = 120  # seconds until a silent scanner is asked again


def ask_for(*, file: StoredFile, by: Actor, at: datetime) -> None:
    """Queue the check of a file in the caller's transaction; without a scanner there is nothing to queue."""
    if settings.CLAMD_ADDRESS:
        enqueue(
            CHECK_KIND,
            key=f"blob:{file.blob_id}",
            organisation_key=by.organisation_key,
            payload={"blob": file.blob_id},
            queue=Queue.INTERACTIVE,
            at=at,
        )


def run(job: Job) -> None:
    """Do the job ``files.check``. A scanner that is silent is asked again later; until then the file is not scanned."""
    blob = Blob.objects.select_related("organisation").get(pk=job.payload["blob"])
    try:
        answer = clamd.scan(blob_content(blob), address=settings.CLAMD_ADDRESS)
    except clamd.ScannerSilent as silent:
        raise RetryLater(seconds=_AGAIN, reason=str(silent)) from silent
    at = timezone.now()
    with finishing(job, at=at):
        keep(blob=blob, answer=answer, by=Actor.system(blob.organisation, CHECK_KIND), at=at)


@transaction.atomic
def keep(*, blob: Blob, answer: clamd.Answer, by: Actor, at: datetime) -> VirusCheck:
    """Keep what the scanner said of the bytes; give the row."""
    status = VirusStatus.INFECTED if answer.virus else VirusStatus.CLEAN
    row = VirusCheck.objects.create(
        organisation=by.organisation,
        blob=blob,
        status=status,
        name=answer.virus,
        scanner=answer.scanner,
        checked_at=at,
    )
    recording.record(
        "file.checked",
        subject=Subject("blob", str(blob.pk)),
        by=by,
        at=at,
        facts={"sha256": blob.sha256, "status": status.value, "scanner": answer.scanner},
        detail={"name": answer.virus},
    )
    return row
