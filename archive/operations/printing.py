"""Print a legal form of the archive: asked for as an act, made by a worker, remembered with its file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from archive import errors, queries
from archive.layout.forms import Table, compose_table
from archive.models import Dossier, FilePlan, Transfer
from audit.models import Subject
from audit.operations import recording
from files.enums import FileRole
from files.operations.storing import store
from files.rendering import render_pdf
from jobs.enums import Queue
from jobs.models import Job
from jobs.operations.leasing import finishing
from jobs.operations.queueing import enqueue
from lib.calendar import local_day
from organisation.models import Organisation
from organisation.models.actor import Actor
from organisation.queries import organisation_of

PRINT: Final = "archive.form"
SUBJECT: Final = "archive_form"


def _plan(organisation: Organisation, key: int) -> Table:
    return queries.file_plan_table(FilePlan.objects.get(organisation=organisation, pk=key))


def _documents(organisation: Organisation, key: int) -> Table:
    rows = Dossier.objects.select_related("unit", "keeper")
    return queries.documents_table(rows.get(organisation=organisation, pk=key))


def _handed_over(organisation: Organisation, key: int) -> Table:
    return queries.handed_over_table(
        Transfer.objects.select_related("unit").get(organisation=organisation, pk=key)
    )


def _loans(organisation: Organisation, key: int) -> Table:
    return queries.loan_book_table(organisation, key)


# what is printed → the table of it, and what its file is called
FORMS: Final[Mapping[str, tuple[Callable[[Organisation, int], Table], str]]] = {
    "plan": (_plan, "danh-muc-ho-so"),
    "documents": (_documents, "muc-luc-van-ban"),
    "handed_over": (_handed_over, "muc-luc-ho-so-nop-luu"),
    "loans": (_loans, "so-muon-ho-so"),  # of a year
}


@transaction.atomic
def ask_for_print(*, key: str, form: str, of: int, by: Actor, at: datetime) -> Job:
    """Queue the printing of a form under ``key``; the caller has found ``of`` among what this person sees."""
    if form not in FORMS:
        raise errors.NoSuchForm
    asked: dict[str, object] = {"form": form, "of": of}
    job = enqueue(
        PRINT, key=key, organisation_key=by.organisation_key, payload=asked, queue=Queue.INTERACTIVE, at=at
    )
    recording.record("archive_form.asked", subject=Subject(SUBJECT, key), by=by, at=at, facts=asked)
    return job


def run(job: Job) -> None:
    """Print what a job asks for. Slow work outside transactions, then one that keeps file and event."""
    organisation = organisation_of(job.organisation_key)
    at = timezone.now()
    table_of, name = FORMS[job.payload["form"]]
    with translation.override("vi"):
        table = table_of(organisation, job.payload["of"])
        composed = compose_table(queries.head_on(organisation, local_day(at)), table)
        made = render_pdf(
            composed.html,
            stylesheets=composed.stylesheets,
            at=at,
            licensed_fonts=settings.LICENSED_FONTS_DIR,
        )
    by = Actor.system(organisation, PRINT)
    with finishing(job, at=timezone.now()):
        file = store(
            by=by, at=at, content=made.pdf, name=f"{name}-{job.payload['of']}.pdf", role=FileRole.EXPORT
        )
        facts = {"file": file.pk, "sha256": file.sha256, "lines": len(table.rows), "pages": file.page_count}
        recording.record("archive_form.printed", subject=Subject(SUBJECT, job.key), by=by, at=at, facts=facts)


HANDLERS: Final = {PRINT: run}
