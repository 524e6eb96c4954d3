"""Have pages read: their own text layer with places, else letters off their picture. Beside the bytes, never in them.

Each page is kept by itself as soon as it is read, so that a worker that dies begins where it stopped, and whoever
waits sees how far it has come. Words are a cache over the bytes, like pictures of pages.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from files.enums import MediaType, RenditionKind
from files.errors import TooHardFile
from files.models import Blob, Rendition
from files.operations import previews
from files.queries import blob_content
from files.reading import opening, tesseract
from files.reading.places import HEAD_HEIGHT, HEAD_WIDTH, WHOLE
from jobs.enums import Queue
from jobs.models import Job
from jobs.operations import leasing
from jobs.operations.leasing import finishing
from jobs.operations.queueing import enqueue

KIND = "files.recognise"
MOST_PAGES = 200
_AT_ONCE = 8  # pages until others have their turn
_LEAST_LETTERS = 30  # fewer on a page are a stamp on a scan, no text layer
logger = logging.getLogger(__name__)


def is_readable(blob: Blob) -> bool:
    """Say whether pages of ``blob`` can be read."""
    return blob.media_type == MediaType.PDF or blob.media_type in opening.PICTURES


def pages_of(blob: Blob, count: int | None) -> int:
    """Give how many pages of ``blob`` are read: all of them, up to a limit; 0 where there is nothing to read."""
    return min(count or 1, MOST_PAGES) if is_readable(blob) else 0


def read_pages(blob: Blob, pages: Iterable[int], *, job: Job) -> None:
    """Read ``pages`` that are not read yet, outside any transaction, for a worker that holds ``job``."""
    known = _read(blob)
    wanted = [page for page in pages if page not in known]
    content = blob_content(blob) if wanted else b""
    for page in wanted:
        told = json.dumps(_words(content, MediaType(blob.media_type), page), ensure_ascii=False).encode()
        sha256, size = previews.lay_down(blob, told)
        at = timezone.now()
        leasing.extend(job, at=at)
        with transaction.atomic():
            previews.note(blob, RenditionKind.WORDS, page, sha256, size, MediaType.TEXT, at)


def ask_for_rest(blob: Blob, *, count: int | None, at: datetime) -> None:
    """Queue the reading of what is not read, in the caller's transaction; it gives way to others."""
    known = _read(blob)
    left = [page for page in range(1, pages_of(blob, count) + 1) if page not in known]
    if left:
        enqueue(
            KIND,
            key=f"blob:{blob.pk}:{left[0]}",
            organisation_key=blob.organisation_id,
            payload={"blob": blob.pk, "first": left[0], "count": count},
            queue=Queue.BATCH,
            at=at,
        )


def run(job: Job) -> None:
    """Do the job ``files.recognise``: a few pages on from the first, then queue the rest; at the end keep the text."""
    blob = Blob.objects.get(pk=job.payload["blob"])
    last = pages_of(blob, job.payload["count"])
    first = int(job.payload["first"])
    read_pages(blob, range(first, min(first + _AT_ONCE, last + 1)), job=job)
    laid = laid_text(blob, last)
    at = timezone.now()
    with finishing(job, at=at):
        ask_for_rest(blob, count=job.payload["count"], at=at)
        keep_text(blob, laid, at=at)


def laid_text(blob: Blob, last: int) -> tuple[str, int] | None:
    """Lay the text of all pages into the store; None while a page is unread or when there is a text already."""
    renditions = Rendition.objects.filter(source=blob)
    pages = renditions.filter(kind=RenditionKind.WORDS).select_related("target").order_by("page")
    if renditions.filter(kind=RenditionKind.TEXT).exists() or pages.count() < last:
        return None
    text = "\f".join(_plain(json.loads(blob_content(page.target))["words"]) for page in pages)
    return previews.lay_down(blob, text.encode()) if text.strip() else None


def lay_plain(organisation_key: int, text: str) -> tuple[str, int]:
    """Lay a text that is known already into the store, for ``keep_text``."""
    return previews.lay_for(organisation_key, text.encode())


@transaction.atomic
def keep_text(blob: Blob, laid: tuple[str, int] | None, *, at: datetime) -> None:
    """Keep the text laid down, in the caller's transaction."""
    if laid is not None:
        previews.note(blob, RenditionKind.TEXT, 0, *laid, MediaType.TEXT, at)


def _read(blob: Blob) -> set[int]:
    found = Rendition.objects.filter(source=blob, kind=RenditionKind.WORDS)
    return set(found.values_list("page", flat=True))


def _words(content: bytes, media_type: MediaType, page: int) -> dict[str, Any]:
    """Give the words of a page; one that cannot be read has none and says why."""
    try:
        if media_type == MediaType.PDF:
            own: dict[str, Any] = json.loads(opening.words_on(content, page=page))
            if sum(len(word[0]) for word in own["words"]) >= _LEAST_LETTERS:
                return own
        return read_inks(opening.inks_on(content, media_type, page=page), first=page == 1)
    except (tesseract.PageUnread, TooHardFile) as unread:
        logger.warning("page %s is not read: %s", page, unread.__class__.__name__)
        return {"source": "none", "words": [], "why": type(unread).__name__}


def read_inks(inks: opening.Inks, *, first: bool) -> dict[str, Any]:
    """Give the words on the pictures of one page, each with its place on the whole page; raises PageUnread."""
    marks = tesseract.read(inks.red, form=tesseract.BLOCK) if inks.red else []
    column = tesseract.read(inks.head, form=tesseract.BLOCK) if first else []
    head_place = (0, 0, round(WHOLE * HEAD_WIDTH), round(WHOLE * HEAD_HEIGHT))
    return {
        "source": "ocr",
        "words": tesseract.read(inks.dark),
        "red": _placed(marks, inks.red_place),
        "head": _placed(column, head_place),
    }


def _placed(words: list[list[Any]], place: tuple[int, ...]) -> list[list[Any]]:
    """Give words of a picture that was cut out of a page with their places on the page."""
    if not words:
        return []
    left, top, right, bottom = place
    wide, high = (right - left) / WHOLE, (bottom - top) / WHOLE
    return [
        [
            text,
            left + round(x0 * wide),
            top + round(y0 * high),
            left + round(x1 * wide),
            top + round(y1 * high),
            sure,
        ]
        for text, x0, y0, x1, y1, sure in words
    ]


def _plain(words: list[list[Any]]) -> str:
    """Give words as text, a new line where the next word stands lower or far to the left."""
    text, last = "", None
    for word in words:
        if last is not None:
            text += "\n" if word[2] > last[4] or word[3] < last[1] else " "
        text += word[0]
        last = word
    return text
