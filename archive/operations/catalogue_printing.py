"""Print the catalogue and take it away: a job with the eyes of whoever asks, a file for them alone, both remembered."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone, translation

from archive import errors, queries
from archive.exporting.ead import EAD3, EAD2002, Writer
from archive.layout.catalogue_books import FORMS, Book
from archive.models import CatalogueUnit, Dossier
from archive.operations import dossier_export
from audit.models import Subject
from audit.operations import recording
from files.enums import FileRole
from files.operations.storing import store
from jobs.enums import Queue
from jobs.models import Job
from jobs.operations import leasing
from jobs.operations.queueing import enqueue
from lib.calendar import local_day
from organisation.models import Organisation
from organisation.models.actor import Actor
from organisation.queries import all_posts_in, organisation_of

PRINT: Final = "archive.print"
SUBJECT: Final = "catalogue_print"
BOOKS: Final = tuple(FORMS)
AIDS: Final = (EAD3, EAD2002)
_A_DAY: Final = 86_400


@transaction.atomic
def ask(*, key: str, form: str, unit: CatalogueUnit, by: Actor, at: datetime) -> Job:
    """Queue the printing (list, party, aid) or the export (ead3, ead2002) of ``unit`` under ``key``.

    Whoever sees a unit may print what they see of it; the work is done with their eyes, not with the system's.
    """
    if unit.organisation_id != by.organisation_key or by.post is None:
        raise errors.NotOfYourOrganisation
    if form not in {*BOOKS, *AIDS} or not unit.holds_units:
        raise errors.HoldsNoUnits
    payload = {"form": form, "unit": unit.pk, "post": by.post.pk, "person": by.post.person_id}
    job = enqueue(
        PRINT, key=key, organisation_key=by.organisation_key, payload=payload, queue=Queue.BATCH, at=at
    )
    facts = {"form": form, "unit": unit.pk}
    detail = {"title": unit.title, "code": unit.code}
    recording.record(
        "catalogue.printed", subject=Subject(SUBJECT, key), by=by, at=at, facts=facts, detail=detail
    )
    return job


@transaction.atomic
def ask_for_dossier(*, key: str, form: str, dossier: Dossier, by: Actor, at: datetime) -> Job:
    """Queue the export of a dossier ``by`` sees, as XML or PDF (Decree 30/2020 App. VI, 4), with their eyes."""
    if dossier.organisation_id != by.organisation_key or by.post is None:
        raise errors.NotOfYourOrganisation
    if form not in {dossier_export.XML, dossier_export.PDF}:
        form = dossier_export.PDF
    payload = {
        "form": form, "unit": None, "dossier": dossier.pk, "post": by.post.pk, "person": by.post.person_id,
    }  # fmt: skip
    job = enqueue(
        PRINT, key=key, organisation_key=by.organisation_key, payload=payload, queue=Queue.BATCH, at=at
    )
    subject, facts = Subject("dossier", str(dossier.pk)), {"form": form, "job": key}
    recording.record("dossier.exported", subject=subject, by=by, at=at, facts=facts)
    return job


@transaction.atomic
def note_export(*, key: str, lines: int, said: Mapping[str, object], by: Actor, at: datetime) -> None:
    """Remember that results of a search were taken away as a spreadsheet, or printed."""
    facts = {"form": "xlsx", "lines": lines}
    recording.record(
        "catalogue.exported", subject=Subject(SUBJECT, key), by=by, at=at, facts=facts, detail=said
    )


def progress_key(key: str) -> str:
    """Name the place where the worker says how far it has come."""
    return f"catalogue-print-{key}"


def run(job: Job) -> None:
    """Make the file a job asks for. Slow work outside transactions, then one that keeps file and event."""
    organisation, told, at = organisation_of(job.organisation_key), job.payload, timezone.now()
    post = all_posts_in(organisation).get(pk=told["post"])
    reader = Actor.for_post(post)
    with translation.override("vi"):  # the legal form is Vietnamese
        made = _of_dossier(told, organisation, reader, at) if told.get("dossier") else None
        seen = queries.units_visible_to(reader, at)
        unit = seen.select_related("creator").filter(pk=told["unit"]).first() if told["unit"] else None
        if unit is not None:
            made = _made(job, organisation, reader, unit, at)
    by, at = Actor.system(organisation, PRINT), timezone.now()
    with leasing.finishing(job, at=at):
        subject = Subject(SUBJECT, job.key)
        if made is None:
            recording.record("catalogue.print_refused", subject=subject, by=by, at=at)
            return
        content, name, lines = made
        file = store(by=by, at=at, content=content, name=name, role=FileRole.EXPORT)
        facts = {"file": file.pk, "sha256": file.sha256, "lines": lines}
        recording.record("catalogue.print_made", subject=subject, by=by, at=at, facts=facts)


def _of_dossier(
    told: Mapping[str, Any], organisation: Organisation, reader: Actor, at: datetime
) -> tuple[bytes, str, int] | None:
    dossier = queries.dossiers_visible_to(reader, at).filter(pk=told["dossier"]).first()
    if dossier is None:
        return None
    return dossier_export.made(
        form=told["form"], dossier=dossier, organisation=organisation, reader=reader, moment=at
    )


def _made(
    job: Job, organisation: Organisation, reader: Actor, unit: CatalogueUnit, at: datetime
) -> tuple[bytes, str, int]:
    form, day, tell = job.payload["form"], local_day(at), _teller(job)
    seen = queries.units_visible_to(reader, at)
    if form in AIDS:
        out = io.BytesIO()
        head = queries.head_of(organisation, unit, day)
        lines = Writer(form, head, out).write(queries.walk(seen, unit))
        return out.getvalue(), f"{form}-{unit.pk}.xml", lines
    cover = queries.cover_of(organisation, unit, day, aid=form == "aid")
    book = Book(FORMS[form], cover, at, settings.LICENSED_FONTS_DIR)
    pdf, lines = book.made(queries.rows_of(seen, unit, form), tell)
    return pdf, f"muc-luc-ho-so-{unit.pk}-{day:%Y%m%d}.pdf", lines


def _teller(job: Job) -> Callable[[int], None]:
    def tell(done: int) -> None:
        cache.set(progress_key(job.key), done, _A_DAY)
        leasing.extend(job, at=timezone.now())

    return tell
