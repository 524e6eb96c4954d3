"""Take bytes out of the house for good, with all that was made of them: disposal and the purge of a secret only.

The rows go in the transaction of the act; the bytes after it, by a job, so that nothing points at what is gone and
nothing is gone that somebody still points at.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from files.models import Blob, Rendition, StoredFile, VirusCheck
from files.ports import blob_store
from jobs.enums import Queue
from jobs.models import Job
from jobs.operations.leasing import finishing
from jobs.operations.queueing import enqueue

ERASE: Final = "files.erase"


@transaction.atomic
def erase(*, files: Sequence[StoredFile], key: str, at: datetime) -> int:
    """Erase ``files``, and of bytes nobody else uses pictures, text and the bytes; give how many bytes go.

    Bytes that another file holds too stay. Part of the act.
    """
    organisation = files[0].organisation_id if files else 0
    blobs = sorted({file.blob_id for file in files})
    StoredFile.objects.filter(pk__in=[file.pk for file in files]).delete()
    gone: list[str] = []
    for blob in (
        Blob.objects.select_for_update(of=("self",)).filter(pk__in=blobs, uses__isnull=True).order_by("pk")
    ):
        gone += _with_renditions(blob)
    if gone:
        payload = {"bytes": gone}
        enqueue(
            ERASE, key=key, organisation_key=organisation, payload=payload, queue=Queue.INTERACTIVE, at=at
        )
    return len(gone)


def run(job: Job) -> None:
    """Do the job ``files.erase``: take bytes away that no row names any more."""
    store = blob_store()
    for sha256 in job.payload["bytes"]:
        if not Blob.objects.filter(organisation_id=job.organisation_key, sha256=sha256).exists():
            store.erase(job.organisation_key, sha256)
    with finishing(job, at=timezone.now()):
        pass


def _with_renditions(blob: Blob) -> list[str]:
    """Delete the rows of bytes nobody uses and of what was made of them; give the hashes whose bytes may go."""
    VirusCheck.objects.filter(blob=blob).delete()
    targets = list(Rendition.objects.filter(source=blob).values_list("target", flat=True))
    Rendition.objects.filter(source=blob).delete()
    unused = Blob.objects.filter(
        pk__in=targets, uses__isnull=True, rendition_of__isnull=True, renditions__isnull=True
    )
    gone = [blob.sha256, *unused.values_list("sha256", flat=True)]
    Blob.objects.filter(pk__in=list(unused.values_list("pk", flat=True))).delete()
    blob.delete()
    return gone
