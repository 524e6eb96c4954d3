"""Printing one incoming letter with its stamp, or its slip of handling: an act, made by a job, remembered."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from dispatch import policies
from dispatch.models import IncomingLetter
from dispatch.operations.receiving import KIND
from files.models import StoredFile
from jobs.enums import Queue
from jobs.models import Job
from jobs.operations.queueing import enqueue
from organisation.models.actor import Actor

PRINT: Final = "incoming.print"
SUBJECT: Final = "incoming_print"


class PrintForm(StrEnum):
    """What is printed."""

    STAMPED = "stamped"
    SLIP = "slip"


@transaction.atomic
def ask(*, letter: IncomingLetter, form: PrintForm, key: str, by: Actor, at: datetime) -> Job:
    """Queue the printing of a registered letter under ``key``; refuses who may not read it, and what has no file."""
    policies.may_print_incoming(by, letter, at, stamped=form is PrintForm.STAMPED).enforce()
    asked = {"letter": letter.pk, "form": form.value}
    job = enqueue(
        PRINT, key=key, organisation_key=by.organisation_key, payload=asked, queue=Queue.INTERACTIVE, at=at
    )
    subject = Subject(KIND, str(letter.pk))
    recording.record(
        "incoming.printed", subject=subject, by=by, at=at, facts={"form": form.value, "key": key}
    )
    return job


@transaction.atomic
def keep(*, key: str, file: StoredFile, by: Actor, at: datetime) -> None:
    """Remember which file the printing under ``key`` gave."""
    facts = {"file": file.pk, "sha256": file.sha256, "pages": file.page_count}
    recording.record("incoming.print_made", subject=Subject(SUBJECT, key), by=by, at=at, facts=facts)
