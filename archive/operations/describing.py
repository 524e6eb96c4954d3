"""Put right what a dossier and the lines in it are called, and how long they are kept (Decree 30/2020 Art. 29)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from archive import errors, policies, queries
from archive.models import Dossier, Record, RetentionItem
from archive.operations import showing
from audit.models import Subject
from audit.operations import recording
from lib.database import locked
from lib.text import single_line, sort_key
from organisation.models.actor import Actor


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a dossier is called and how long it is kept; an item of a schedule decides over ``retention_years``."""

    code: str
    title: str
    retention_years: int | None
    retention_item: RetentionItem | None = None


@dataclass(frozen=True, kw_only=True)
class Line:
    """What stands in one line of the list of documents; ``retention_item`` is what the schedule says of it."""

    label: str
    code: str
    title: str
    author: str
    dated_on: date | None
    page_count: int | None
    retention_item: RetentionItem | None = None


@transaction.atomic
def describe(*, dossier: Dossier, words: Words, by: Actor, at: datetime) -> Dossier:
    """Set code, title and retention of an open dossier.

    Refuses no code or title, a code of that year already used, and a retention shorter than that of the longest
    record in it (trap 16).
    """
    dossier = locked(Dossier.objects.select_related("entry", "unit", "keeper"), dossier.pk)
    policies.may_describe(by, dossier).enforce()
    code, title = single_line(words.code), single_line(words.title)
    if not code or not title:
        raise errors.DossierNeedsCodeAndTitle
    before = {"code": dossier.code, "title": dossier.title}
    dossier.code, dossier.title, dossier.title_sort = code, title, sort_key(title)[:4000]
    dossier.retention_item = words.retention_item
    item = words.retention_item
    dossier.retention_years = words.retention_years if item is None else item.years
    _refuse_shorter(dossier)
    try:
        with transaction.atomic():
            dossier.save(update_fields=["code", "title", "title_sort", "retention_item", "retention_years"])
    except IntegrityError as clash:
        if "dossier_code_once_a_year" not in str(clash):
            raise
        raise errors.DossierCodeTaken(code=code, year=dossier.year) from None
    showing.show(dossier, at=at)
    recording.record(
        "dossier.described",
        subject=Subject("dossier", str(dossier.pk)),
        by=by,
        at=at,
        facts={"code": code, "retention_years": dossier.retention_years, "item": item.pk if item else None},
        detail={"title": title, "before": before},
    )
    return dossier


@transaction.atomic
def describe_record(*, record: Record, line: Line, by: Actor, at: datetime) -> Record:
    """Complete or correct a line of an open dossier's list; the thing itself stays as it is. Refuses no title."""
    dossier = locked(Dossier, record.dossier_id)
    policies.may_describe(by, dossier).enforce()
    row = locked(Record, record.pk)
    if row.removed_at is not None:
        raise errors.AlreadyTakenOut
    if not single_line(line.title):
        raise errors.RecordNeedsTitle
    before = {"label": row.label, "code": row.code, "title": row.title, "author": row.author}
    row.label, row.code = single_line(line.label), single_line(line.code)
    row.title, row.author = single_line(line.title), single_line(line.author)
    row.dated_on, row.page_count, row.retention_item = line.dated_on, line.page_count, line.retention_item
    row.save(update_fields=["label", "code", "title", "author", "dated_on", "page_count", "retention_item"])
    recording.record(
        "record.described",
        subject=Subject("dossier", str(dossier.pk)),
        by=by,
        at=at,
        facts={"record": row.pk, "ordinal": row.ordinal, "pages": row.page_count},
        detail={"title": row.title, "before": before},
    )
    return row


def _refuse_shorter(dossier: Dossier) -> None:
    longest = queries.longest_item(dossier)
    if longest is None or longest.retention_item is None:
        return
    years = longest.retention_item.years
    if queries.longest([years, dossier.retention_years]) != dossier.retention_years:
        raise errors.ShorterThanItsItems(ordinal=longest.ordinal, years=queries.years_said(years))
