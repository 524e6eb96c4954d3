"""Pictures of pages and the text layer, made by the worker after a file is kept.

Both are a cache over the bytes, not over the file: the same bytes in ten letters are drawn once. Handlers do
the slow part outside any transaction and close in one.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from datetime import datetime

import pypdfium2 as pdfium
from django.utils import timezone
from PIL import Image, ImageOps

from files.enums import MediaType, RenditionKind
from files.models import Blob, Rendition
from files.ports import blob_store
from files.queries import blob_content
from jobs.enums import Queue
from jobs.models import Job
from jobs.operations.leasing import finishing
from jobs.operations.queueing import enqueue

PREVIEW_KIND = "files.preview"
TEXT_KIND = "files.text"
_DPI = 110  # an A4 page is 910 pixels wide: sharp on a phone, readable at a desk
_LONGEST_SIDE = 1800
_MAX_PAGES = 300
_PICTURES = {MediaType.PNG, MediaType.JPEG, MediaType.TIFF}


def ask_for(blob: Blob, *, at: datetime) -> None:
    """Queue the preview and the reading of ``blob`` in the caller's transaction, where its type has them."""
    payload = {"blob": blob.pk}
    key = f"blob:{blob.pk}"
    owner = blob.organisation_id
    if blob.media_type == MediaType.PDF or blob.media_type in _PICTURES:
        enqueue(
            PREVIEW_KIND, key=key, organisation_key=owner, payload=payload, queue=Queue.INTERACTIVE, at=at
        )
    if blob.media_type == MediaType.PDF:
        enqueue(TEXT_KIND, key=key, organisation_key=owner, payload=payload, queue=Queue.BATCH, at=at)


def run_preview(job: Job) -> None:
    """Do the job ``files.preview``: draw every page of a blob as PNG, at most 300."""
    blob = Blob.objects.get(pk=job.payload["blob"])
    content = blob_content(blob)
    pages = _pdf_pictures(content) if blob.media_type == MediaType.PDF else _frames(content)
    made = [(number, _lay_down(blob, png)) for number, png in enumerate(pages, 1)]
    # A handler is an edge of the house: it reads the clock, what it calls does not.
    at = timezone.now()
    with finishing(job, at=at):
        for number, (sha256, size) in made:
            _record(blob, RenditionKind.PREVIEW, number, sha256, size, MediaType.PNG, at)


def run_text(job: Job) -> None:
    """Do the job ``files.text``: read the text layer; a file without one gets no rendition."""
    blob = Blob.objects.get(pk=job.payload["blob"])
    text = _pdf_text(blob_content(blob))
    laid = _lay_down(blob, text.encode()) if text.strip() else None
    at = timezone.now()
    with finishing(job, at=at):
        if laid is not None:
            _record(blob, RenditionKind.TEXT, 0, *laid, MediaType.TEXT, at)


def _lay_down(blob: Blob, content: bytes) -> tuple[str, int]:
    sha256 = hashlib.sha256(content).hexdigest()
    blob_store().put(blob.organisation_id, sha256, content)
    return sha256, len(content)


def _record(
    source: Blob, kind: RenditionKind, page: int, sha256: str, size: int, media_type: MediaType, at: datetime
) -> None:
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


def _pdf_pictures(content: bytes) -> Iterator[bytes]:
    document = pdfium.PdfDocument(content)
    document.init_forms()  # else fields, and with them signatures, number and date, stay invisible
    try:
        for index in range(min(len(document), _MAX_PAGES)):
            page = document[index]
            scale = min(_DPI / 72, _LONGEST_SIDE / max(page.get_size()))
            yield _png(page.render(scale=scale).to_pil())
            page.close()
    finally:
        document.close()


def _frames(content: bytes) -> Iterator[bytes]:
    with Image.open(io.BytesIO(content)) as picture:
        for index in range(min(getattr(picture, "n_frames", 1), _MAX_PAGES)):
            picture.seek(index)
            upright = ImageOps.exif_transpose(picture.convert("RGB"))
            upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
            yield _png(upright)


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _pdf_text(content: bytes) -> str:
    document = pdfium.PdfDocument(content)
    try:
        return "\f".join(document[index].get_textpage().get_text_bounded() for index in range(len(document)))
    finally:
        document.close()
