"""Put a thing into a dossier, and take it out again. The thing itself is never copied, moved or deleted."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from archive import errors, policies
from archive.enums import LeftBecause
from archive.models import Dossier, Origin, Record
from archive.operations.reasons import required
from audit.models import Subject
from audit.operations import recording
from lib.database import locked
from lib.text import single_line
from organisation.models.actor import Actor


@transaction.atomic
def file_record(
    *,
    dossier: Dossier,
    origin: Origin,
    label: str,
    dated_on: date | None,
    code: str,
    title: str,
    page_count: int | None,
    by: Actor,
    at: datetime,
    author: str = "",
    is_draft: bool = False,
    digest: str = "",
) -> Record:
    """File ``origin`` as the next record of ``dossier`` and give it (Decree 30/2020 Art. 29).

    ``label`` is the name of its kind (Công văn), ``author`` the body it comes from; both stand in the list of
    documents. A draft leaves the dossier when it is closed; ``digest`` is the SHA-256 of a file. Refuses a closed
    dossier, people without the dossier in hand, and a thing already in it.
    """
    dossier = locked(Dossier, dossier.pk)
    policies.may_file(by, dossier).enforce()
    lying = dossier.records.filter(
        origin_kind=origin.kind, origin_key=origin.key, removed_at__isnull=True
    ).first()
    if lying is not None:
        raise errors.AlreadyInDossier(ordinal=lying.ordinal, code=dossier.code)
    dossier.last_ordinal += 1
    dossier.save(update_fields=["last_ordinal"])
    record = Record.objects.create(
        organisation=dossier.organisation,
        dossier=dossier,
        ordinal=dossier.last_ordinal,
        origin_kind=origin.kind,
        origin_key=origin.key,
        label=single_line(label),
        code=single_line(code),
        title=single_line(title),
        author=single_line(author),
        dated_on=dated_on,
        page_count=page_count,
        filed_at=at,
        filed_by=by.person,
        is_draft=is_draft,
        digest=digest,
    )
    _note("record.filed", record, by=by, at=at, detail={"title": record.title, "code": record.code})
    return record


@transaction.atomic
def take_out(*, record: Record, reason: str, by: Actor, at: datetime) -> Record:
    """Take ``record`` out of its open dossier for a ``reason``: line and number stay (trap 15)."""
    dossier = locked(Dossier, record.dossier_id)
    policies.may_take_out(by, dossier).enforce()
    reason = required(reason)
    record = locked(Record, record.pk)
    if record.removed_at is not None:
        raise errors.AlreadyTakenOut
    return let_leave(record=record, because=LeftBecause.OTHER, why=reason, by=by, at=at)


def let_leave(*, record: Record, because: LeftBecause, why: str, by: Actor, at: datetime) -> Record:
    """Take ``record`` out of its locked dossier. Part of taking it out, and of closing the dossier."""
    record.removed_at, record.removed_because, record.removed_why = at, because, why
    record.save(update_fields=["removed_at", "removed_because", "removed_why"])
    detail: dict[str, object] = {"reason": why or str(because), "title": record.title}
    _note("record.taken_out", record, by=by, at=at, detail=detail)
    return record


def _note(name: str, record: Record, *, by: Actor, at: datetime, detail: dict[str, object]) -> None:
    facts = {
        "record": record.pk,
        "ordinal": record.ordinal,
        "origin_kind": record.origin_kind,
        "origin_key": record.origin_key,
    }
    subject = Subject("dossier", str(record.dossier_id))
    recording.record(name, subject=subject, by=by, at=at, facts=facts, detail=detail)
