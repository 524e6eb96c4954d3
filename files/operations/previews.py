"""Pictures of pages and the text layer, made by the worker after a file is kept, in a closed process.

Both are a cache over the bytes, not over the file: the same bytes in ten letters are drawn once. Handlers do
the slow part outside any transaction and close in one.
"""

from __future__ import annotations

import hashlib
import logging
import time
from datetime import datetime

from django.utils import timezone

from files.enums import MediaType, RenditionKind
from files.models import Blob, Rendition
from files.ports import blob_store
from files.queries import blob_content
from files.reading import opening
from jobs.enums import Queue
from jobs.models import Job
from jobs.operations import leasing
from jobs.operations.leasing import finishing
from jobs.operations.queueing import enqueue

PREVIEW_KIND = "files.preview"
TEXT_KIND = "files.text"
_MAX_PAGES = 300
_LONGEST_TEXT = 20_000_000  # characters
logger = logging.getLogger(__name__)


def ask_for(blob: Blob, *, at: datetime) -> None:
    """Queue the preview and the reading of ``blob`` in the caller's transaction, where its type has them."""
    payload = {"blob": blob.pk}
    key = f"blob:{blob.pk}"
    owner = blob.organisation_id
    if blob.media_type == MediaType.PDF or blob.media_type in opening.PICTURES:
        enqueue(
            PREVIEW_KIND, key=key, organisation_key=owner, payload=payload, queue=Queue.INTERACTIVE, at=at
        )
    if blob.media_type == MediaType.PDF:
        enqueue(TEXT_KIND, key=key, organisation_key=owner, payload=payload, queue=Queue.BATCH, at=at)


def run_preview(job: Job) -> None:
    """Do the job ``files.preview``: draw pages of a blob as PNG, at most 300.

    What is not drawn in a few seconds is a job of its own that gives way: somebody may wait for another file.
    """
    blob = Blob.objects.get(pk=job.payload["blob"])
    first = int(job.payload.get("first", 1))
    run = opening.drawn(blob_content(blob), MediaType(blob.media_type), first=first)
    made = [(page, lay_down(blob, png)) for page, png in enumerate(run.parts, first) if page <= _MAX_PAGES]
    _tell_of_end(blob, run)
    # A handler is an edge of the house: it reads the clock, what it calls does not.
    at = timezone.now()
    with finishing(job, at=at):
        for number, (sha256, size) in made:
            note(blob, RenditionKind.PREVIEW, number, sha256, size, MediaType.PNG, at)
        if run.after is not None and run.after <= _MAX_PAGES:
            _go_on(blob, run.after, at)


def run_text(job: Job) -> None:
    """Do the job ``files.text``: read the text layer; a file without one gets no rendition."""
    blob = Blob.objects.get(pk=job.payload["blob"])
    text = _text(blob)
    laid = lay_down(blob, text.encode()) if text.strip() else None
    at = timezone.now()
    with finishing(job, at=at):
        if laid is not None:
            note(blob, RenditionKind.TEXT, 0, *laid, MediaType.TEXT, at)


def _text(blob: Blob) -> str:
    """Give the text, pages divided by form feeds, as far as it is read in half a lease's time."""
    content = blob_content(blob)
    pages: list[str] = []
    first: int | None = 1
    until = time.monotonic() + leasing.LEASE.total_seconds() / 2
    while first is not None and time.monotonic() < until and sum(map(len, pages)) < _LONGEST_TEXT:
        run = opening.read(content, first=first)
        pages += [part.decode() for part in run.parts]
        _tell_of_end(blob, run)
        first = run.after
    return "\f".join(pages)


def _go_on(blob: Blob, page: int, at: datetime) -> None:
    enqueue(
        PREVIEW_KIND,
        key=f"blob:{blob.pk}:{page}",
        organisation_key=blob.organisation_id,
        payload={"blob": blob.pk, "first": page},
        queue=Queue.BATCH,
        at=at,
    )


def _tell_of_end(blob: Blob, run: opening.Run) -> None:
    if not run.parts:
        logger.warning("blob %s: page %s is too hard to open and is left out", blob.pk, run.first)


def lay_down(blob: Blob, content: bytes) -> tuple[str, int]:
    """Lay what was made of ``blob`` into the store; give its hash and size."""
    return lay_for(blob.organisation_id, content)


def lay_for(organisation_key: int, content: bytes) -> tuple[str, int]:
    """Lay bytes into an organisation's part of the store; give their hash and size."""
    sha256 = hashlib.sha256(content).hexdigest()
    blob_store().put(organisation_key, sha256, content)
    return sha256, len(content)


def note(
    source: Blob, kind: RenditionKind, page: int, sha256: str, size: int, media_type: MediaType, at: datetime
) -> None:
    """Keep what was laid down as a rendition of ``source``, in the caller's transaction; once, whoever comes first."""
    target, _created = Blob.objects.get_or_create(
        organisation_id=source.organisation_id,
        sha256=sha256,
        defaults={"size": size, "media_type": media_type.value, "created_at": at},
    )
    Rendition.objects.get_or_create(
        source=source,
        kind=kind,
        page=page,
        defaults={"organisation_id": source.organisation_id, "target": target, "created_at": at},
    )
