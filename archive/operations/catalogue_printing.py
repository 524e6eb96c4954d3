"""Print the catalogue and take it away: a job with the eyes of whoever asks, a file for them alone, both remembered."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone, translation

from archive import errors, queries
from archive.exporting import results
from archive.exporting.ead import EAD3, EAD2002, Writer
from archive.layout.catalogue_books import FORMS, FOUND_IN_SEARCH, Book, Cover
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
from search.queries import MOST_TAKEN

PRINT: Final = "archive.print"
SUBJECT: Final = "catalogue_print"
BOOKS: Final = tuple(FORMS)
AIDS: Final = (EAD3, EAD2002)
FOUND, SHEET = RESULTS = ("found_pdf", "found_sheet")
_A_DAY: Final = 86_400


@dataclass(frozen=True, kw_only=True)
class Results:
    """A search whose results are taken away: its question as asked, in words, and the address it has."""

    form: str
    query: str
    inside: CatalogueUnit | None
    chosen: Mapping[str, Sequence[str]]
    newest: bool
    said: Sequence[str]
    address: str


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
def ask_for_results(*, key: str, asked: Results, by: Actor, at: datetime) -> Job:
    """Queue the printing, or the spreadsheet, of what a search finds with the eyes of ``by`` when it is made."""
    if by.post is None or (asked.inside and asked.inside.organisation_id != by.organisation_key):
        raise errors.NotOfYourOrganisation
    payload = {
        "form": SHEET if asked.form == SHEET else FOUND, "unit": asked.inside.pk if asked.inside else None,
        "query": asked.query, "chosen": {name: list(values) for name, values in asked.chosen.items()},
        "newest": asked.newest, "said": list(asked.said), "address": asked.address[:2_000],
        "post": by.post.pk, "person": by.post.person_id,
    }  # fmt: skip
    job = enqueue(
        PRINT, key=key, organisation_key=by.organisation_key, payload=payload, queue=Queue.BATCH, at=at
    )
    facts = {"form": payload["form"], "unit": payload["unit"]}
    detail = {"asked": [asked.query, *asked.said]}
    recording.record(
        "catalogue.exported", subject=Subject(SUBJECT, key), by=by, at=at, facts=facts, detail=detail
    )
    return job


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
        if told["form"] in RESULTS:
            lost = told["unit"] is not None and unit is None
            made = None if lost else _results(told, organisation, reader, unit, at)
        elif unit is not None:
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


def _results(
    told: Mapping[str, Any],
    organisation: Organisation,
    reader: Actor,
    inside: CatalogueUnit | None,
    at: datetime,
) -> tuple[bytes, str, int]:
    hits = queries.all_in_catalogue(
        actor=reader, at=at, query=told["query"], inside=inside, facets=told["chosen"], newest_first=told["newest"]
    )  # fmt: skip
    rows = [queries.result_row(hit) for hit in hits]
    question = f"“{told['query']}”" if told["query"] else "toàn bộ mục lục"
    said = "; ".join([question, *told["said"]])
    if len(rows) >= MOST_TAKEN:
        said += f" (chỉ {len(rows)} kết quả đầu)"
    name = f"ket-qua-tim-kiem-{local_day(at):%Y%m%d}"
    if told["form"] == SHEET:
        return results.as_sheet(rows, said=said), f"{name}.xlsx", len(rows)
    head = queries.head_on(organisation, local_day(at))
    cover = Cover(
        superior=head.superior, organisation=head.organisation, part=said[:300], code="", span="", said=said[:100]
    )  # fmt: skip
    book = Book(FOUND_IN_SEARCH, cover, at, settings.LICENSED_FONTS_DIR)
    numbered = ((str(number), *row) for number, row in enumerate(rows, 1))
    pdf, count = book.made(numbered, lambda _done: None)
    return pdf, f"{name}.pdf", count


def _teller(job: Job) -> Callable[[int], None]:
    def tell(done: int) -> None:
        cache.set(progress_key(job.key), done, _A_DAY)
        leasing.extend(job, at=timezone.now())

    return tell
