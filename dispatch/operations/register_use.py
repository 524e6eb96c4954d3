"""Using the register: printing it and taking it away as a spreadsheet. Both are remembered (design D14)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
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

PRINT: Final = "registers.print"
SUBJECT: Final = "register"


@transaction.atomic
def ask_for_print(
    *,
    key: str,
    asked: Mapping[str, str],
    said: Sequence[str],
    book: str,
    register: str = "outgoing",
    language: str,
    by: Actor,
    at: datetime,
) -> Job:
    """Queue the printing of a register under ``key``; the work belongs to the screen that knows the filters.

    ``register`` says which one. ``asked`` are the filters as typed, ``said`` the same in words. Refuses those the
    registers are not open to.
    """
    policies.may_read_registers(by).enforce()
    job = enqueue(
        PRINT,
        key=key,
        organisation_key=by.organisation_key,
        payload={"asked": dict(asked), "book": book, "register": register, "language": language},
        queue=Queue.BATCH,
        at=at,
    )
    facts = {
        "form": "pdf",
        "register": register,
        "asked": sorted(f"{name}={value}" for name, value in asked.items() if name != "q"),
    }
    detail = {"filters": list(said), "book": book}
    recording.record(
        "register.printed", subject=Subject(SUBJECT, key), by=by, at=at, facts=facts, detail=detail
    )
    return job


@transaction.atomic
def keep_print(*, key: str, file: StoredFile, lines: int, by: Actor, at: datetime) -> None:
    """Remember which file the printing under ``key`` gave."""
    facts = {"file": file.pk, "sha256": file.sha256, "lines": lines, "pages": file.page_count}
    recording.record("register.print_made", subject=Subject(SUBJECT, key), by=by, at=at, facts=facts)


@transaction.atomic
def note_export(
    *, key: str, asked: Mapping[str, str], said: Sequence[str], lines: int, by: Actor, at: datetime
) -> None:
    """Remember that the register was taken away as a spreadsheet; refuses those it is not open to."""
    policies.may_read_registers(by).enforce()
    filters = sorted(f"{name}={value}" for name, value in asked.items() if name != "q")
    facts = {"form": "xlsx", "lines": lines, "asked": filters}
    subject = Subject(SUBJECT, key)
    recording.record(
        "register.exported", subject=subject, by=by, at=at, facts=facts, detail={"filters": list(said)}
    )
