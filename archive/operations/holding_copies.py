"""Certified copies of holdings: asked for, allowed or refused, made by a worker, certified by the organisation as text.

The certificate (what it is a copy of, from which fonds and dossier) goes behind the copy; the organisation's signature,
text only as on every copy (Decree 30/2020 App. I), stands at the top right of its first page and covers both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from archive import errors, policies, queries
from archive.enums import CopyState, Purpose
from archive.exporting.dossier import as_pdf
from archive.layout.certificate import compose_certificate
from archive.models import CatalogueRecord, CatalogueUnit, HoldingCopy, Record
from archive.operations.cataloguing import held
from archive.operations.reasons import required
from archive.operations.telling import tell
from audit.models import Subject
from audit.operations import recording
from files.enums import FileRole
from files.models import StoredFile
from files.operations import storing
from files.queries import content_of
from files.reading.opening import excerpt_of
from files.rendering import render_pdf
from jobs.enums import Queue
from jobs.models import Job
from jobs.operations.leasing import finishing
from jobs.operations.queueing import enqueue
from lib.calendar import local_day
from lib.database import locked, queued
from lib.refusal import Refusal
from lib.text import single_line
from organisation.models import Organisation
from organisation.models.actor import Actor
from organisation.queries import acting_as
from signing.enums import RequestState, SigningRole
from signing.models import SigningRequest
from signing.operations import authorising, requesting

MAKE, SIGNED = "archive.copy", "archive.copy_signed"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to be copied, for whom and why; ``given_to`` is who gets it when that is not who asks."""

    unit: CatalogueUnit
    document: CatalogueRecord | Record
    given_to: str = ""
    purpose: Purpose
    purpose_text: str = ""


@transaction.atomic
def ask(*, wanted: Wanted, by: Actor, at: datetime) -> HoldingCopy:
    """Ask for a certified copy of a document one sees; give the request.

    Refuses what the archive does not hold, a document of another dossier, and one without a PDF here.
    """
    unit, document = held(wanted.unit), wanted.document
    policies.may_ask_for_copy(by, unit).enforce()
    of_list = isinstance(document, CatalogueRecord)
    lies_in = document.unit_id == unit.pk if of_list else document.dossier_id == unit.dossier_id  # type: ignore[union-attr]
    if not lies_in:
        raise errors.NotOfYourOrganisation
    if queries.source_of(document) is None:
        raise errors.NothingToCertify
    assert by.person is not None  # noqa: S101 -- people ask, by policy
    copy = HoldingCopy.objects.create(
        organisation=by.organisation, unit=unit, record=document if of_list else None,  # type: ignore[misc]
        item=None if of_list else document, person=by.person, given_to=single_line(wanted.given_to)[:300],  # type: ignore[misc]
        purpose=wanted.purpose, purpose_text=single_line(wanted.purpose_text)[:1000], asked_at=at,
    )  # fmt: skip
    subject, facts = Subject("catalogue", str(unit.pk)), {"copy": copy.pk}
    recording.record("catalogue.copy_asked", subject=subject, by=by, at=at, facts=facts)
    return _note(
        copy, "asked", by=by, at=at, detail={"given_to": copy.given_to, "purpose": copy.purpose_text}
    )


@transaction.atomic
def allow(*, copy: HoldingCopy, by: Actor, at: datetime) -> HoldingCopy:
    """Allow a copy: it gets the next number of the year, and a worker makes it."""
    queued(Organisation, copy.organisation_id)  # two leaders with the first copy of the year queue here
    row = _locked(copy)
    by = acting_as(by, at, lambda one: policies.may_decide_copy(one, row))
    policies.may_decide_copy(by, row).enforce()
    day = local_day(at)
    row.state, row.day, row.year = CopyState.ALLOWED, day, day.year
    row.number = queries.last_copy_number(row.organisation, day.year) + 1
    row.decided_by, row.decided_at = by.acting_post, at
    row.printed = queries.words_of_certificate(row, day)
    row.save(update_fields=["state", "day", "year", "number", "decided_by", "decided_at", "printed"])
    enqueue(
        MAKE, key=str(row.pk), organisation_key=row.organisation_id, payload={"copy": row.pk},
        queue=Queue.INTERACTIVE, at=at,
    )  # fmt: skip
    tell(row, "allowed", [row.person], at, code=row.code)
    return _note(row, "allowed", by=by, at=at, facts={"number": row.number, "year": row.year})


@transaction.atomic
def decline(*, copy: HoldingCopy, reason: str, by: Actor, at: datetime) -> HoldingCopy:
    """Refuse a copy, for a reason whoever asked reads; no number is taken."""
    row = _locked(copy)
    by = acting_as(by, at, lambda one: policies.may_decide_copy(one, row))
    policies.may_decide_copy(by, row).enforce()
    row.state, row.answer = CopyState.REFUSED, required(reason)[:1000]
    row.decided_by, row.decided_at = by.acting_post, at
    row.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    tell(row, "refused", [row.person], at, reason=row.answer)
    return _note(row, "refused", by=by, at=at, detail={"reason": row.answer})


@transaction.atomic
def sign(*, copy: HoldingCopy, pin: str, by: Actor, at: datetime) -> SigningRequest:
    """Certify a copy with the organisation's key, as text: what it is, the organisation, the number, the time.

    Refuses all but the registry, a copy not made yet, certified or void, and whatever the signer says about the PIN.
    """
    row = _locked(copy)
    standing = queries.holding_copy_request(row)
    by = acting_as(by, at, lambda one: policies.may_certify(one, row, standing))
    policies.may_certify(by, row, standing).enforce()
    assert row.file is not None  # noqa: S101 -- a copy to be certified is made, by policy
    mine = by.person.pk if by.person else None
    if standing is not None and standing.state == RequestState.PREPARED and standing.person_id != mine:
        requesting.withdraw(by=by, at=at, request=standing)
    lines = (queries.TITLE, str(row.printed["issuer"])[:100], f"Số: {row.code}")
    request = requesting.request_signature(
        by=by, at=at, file=row.file, role=SigningRole.TEXT,
        origin=requesting.Origin(queries.HOLDING_COPY, str(row.pk)), expected_sha256=row.file.sha256,
        prefill={requesting.TEXT: "\n".join(lines)},
    )  # fmt: skip
    return authorising.hand_over(by=by, at=at, request=request, pin=pin)


@transaction.atomic
def void(*, copy: HoldingCopy, reason: str, by: Actor, at: datetime) -> HoldingCopy:
    """Void the number of a copy that was not certified; its line stays in the register with the reason."""
    row = _locked(copy)
    standing = queries.holding_copy_request(row)
    by = acting_as(by, at, lambda one: policies.may_void_holding_copy(one, row, standing))
    policies.may_void_holding_copy(by, row, standing).enforce()
    if standing is not None and standing.state == RequestState.PREPARED:
        requesting.withdraw(by=by, at=at, request=standing)
    row.state, row.answer = CopyState.VOID, required(reason)[:1000]
    row.save(update_fields=["state", "answer"])
    tell(row, "voided", [row.person], at, code=row.code, reason=row.answer)
    return _note(row, "voided", by=by, at=at, detail={"reason": row.answer})


def make(job: Job) -> None:
    """Make the copy: the document's pages as they are, then the page of certification. A job's handler."""
    copy = HoldingCopy.objects.select_related("organisation", "person", "record__file", "item", "file").get(
        pk=job.payload["copy"]
    )
    at, by = timezone.now(), Actor.system(copy.organisation, MAKE)
    file, trouble = copy.file, ""
    if file is None:
        try:
            file = _made(copy, by, at)
        except Refusal as refusal:
            with translation.override("vi"):
                trouble = str(refusal)[:300]
    with transaction.atomic():
        row = locked(HoldingCopy, copy.pk)
        with finishing(job, at=at):
            row.file, row.trouble = file, trouble
            row.save(update_fields=["file", "trouble"])
            _note(row, "drawn", by=by, at=at)


def take_over(job: Job) -> None:
    """Keep the certified file with its copy. A job's handler."""
    request = SigningRequest.objects.select_related("organisation", "result").get(pk=job.payload["request"])
    at, by = timezone.now(), Actor.system(request.organisation, SIGNED)
    with transaction.atomic():
        row = locked(HoldingCopy.objects.select_related("person"), int(request.origin_key))
        with finishing(job, at=at):
            if request.result is None or row.state != CopyState.ALLOWED:
                return
            row.signed_file, row.state = request.result, CopyState.SIGNED
            row.save(update_fields=["signed_file", "state"])
            _note(row, "certified", by=by, at=at, facts={"file": request.result.pk})
            tell(row, "certified", [row.person], at, code=row.code)


HANDLERS: Final = {MAKE: make, SIGNED: take_over}


def _made(copy: HoldingCopy, by: Actor, at: datetime) -> StoredFile:
    source = queries.source_of(queries.copied(copy))
    if source is None:
        raise errors.NothingToCertify
    with translation.override("vi"):
        composed = compose_certificate(queries.certificate_of(copy))
    behind = render_pdf(
        composed.html, stylesheets=composed.stylesheets, at=at, licensed_fonts=settings.LICENSED_FONTS_DIR
    )
    content = as_pdf(excerpt_of(content_of(source), ()), [behind.pdf])
    name = f"ban-sao-luu-tru-{copy.number}-{copy.year}.pdf"
    return storing.store(by=by, at=at, content=content, name=name, role=FileRole.COPY)


def _locked(copy: HoldingCopy) -> HoldingCopy:
    named = HoldingCopy.objects.select_related(
        "organisation", "unit__parent", "record", "item", "person", "file__blob"
    )
    return locked(named, copy.pk)


def _note(
    copy: HoldingCopy,
    act: str,
    *,
    by: Actor,
    at: datetime,
    facts: dict[str, object] | None = None,
    detail: dict[str, object] | None = None,
) -> HoldingCopy:
    told = {"unit": copy.unit_id, "record": copy.record_id, "item": copy.item_id, **(facts or {})}
    subject = Subject(queries.HOLDING_COPY, str(copy.pk))
    recording.record(f"holding_copy.{act}", subject=subject, by=by, at=at, facts=told, detail=detail or {})
    return copy
