"""Printing a book of sending: asked for as an act, made by a job, remembered with its file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from dispatch import policies
from files.models import StoredFile
from jobs.enums import Queue
from jobs.models import Job
from jobs.operations.queueing import enqueue
from organisation.models.actor import Actor

PRINT: Final = "sending.print"
SUBJECT: Final = "book"


@transaction.atomic
def ask_for_print(*, key: str, book: str, since: date, until: date, by: Actor, at: datetime) -> Job:
    """Queue the printing of a book for some days under ``key``; refuses those the registers are not open to."""
    policies.may_read_registers(by).enforce()
    asked = {"book": book, "since": since.isoformat(), "until": until.isoformat()}
    job = enqueue(
        PRINT, key=key, organisation_key=by.organisation_key, payload=asked, queue=Queue.BATCH, at=at
    )
    recording.record("book.printed", subject=Subject(SUBJECT, key), by=by, at=at, facts=asked)
    return job


@transaction.atomic
def keep_print(*, key: str, file: StoredFile, lines: int, by: Actor, at: datetime) -> None:
    """Remember which file the printing under ``key`` gave."""
    facts = {"file": file.pk, "sha256": file.sha256, "lines": lines, "pages": file.page_count}
    recording.record("book.print_made", subject=Subject(SUBJECT, key), by=by, at=at, facts=facts)
