"""The recorded steps of a signature, each in one transaction: lock the request, then close the job."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from files.enums import FileRole
from files.operations import storing
from jobs.enums import Queue
from jobs.models import Job
from jobs.operations.leasing import finishing
from jobs.operations.queueing import enqueue
from lib.database import locked
from organisation.models.actor import Actor
from signing import lifecycle, ports
from signing.enums import Level, RequestState, WaitReason
from signing.judging.results import Verdict
from signing.models import FileVerdict, SigningRequest

AUGMENT = "signing.augment"


def ask_again(job: Job, request: SigningRequest, reason: WaitReason, *, at: datetime) -> None:
    """Put a request whose PIN is gone or useless back to waiting for one, with the sentence why."""
    with transaction.atomic():
        row = locked(SigningRequest, request.pk)
        with finishing(job, at=at):
            if row.state != RequestState.AUTHORISED:
                return
            lifecycle.advance(row, RequestState.PREPARED)
            row.reason = reason
            row.save(update_fields=["state", "reason"])
            _record("signature.returned", row, at, {"reason": reason.value})


def fail(job: Job, request: SigningRequest, reason: WaitReason, *, at: datetime) -> None:
    """End a request without a signed file and tell its origin."""
    with transaction.atomic():
        row = locked(SigningRequest, request.pk)
        with finishing(job, at=at):
            if row.state not in lifecycle.OPEN:
                return
            lifecycle.advance(row, RequestState.FAILED)
            row.reason, row.working = reason, None
            row.save(update_fields=["state", "reason", "working"])
            _record("signature.failed", row, at, {"reason": reason.value})
            origin = ports.origin_of(row.origin_kind)
            if origin is not None:
                origin.failed(row, at=at)


def signed(
    job: Job, request: SigningRequest, pdf: bytes, prepared: Mapping[str, str], *, at: datetime
) -> None:
    """Keep the signed bytes and queue what needs no key."""
    with transaction.atomic():
        row = locked(SigningRequest, request.pk)
        with finishing(job, at=at):
            if row.state != RequestState.AUTHORISED:
                return
            lifecycle.advance(row, RequestState.SIGNED)
            row.working, row.prepared, row.signed_at, row.reason = pdf, dict(prepared), at, ""
            row.save(update_fields=["state", "working", "prepared", "signed_at", "reason"])
            _record("signature.signed", row, at, {"certificate": row.certificate_id, **prepared})
            enqueue(
                AUGMENT,
                key=f"{row.pk}/{row.expected_sha256}",
                organisation_key=row.organisation_id,
                payload={"request": row.pk},
                queue=Queue.INTERACTIVE,
                at=at,
            )


@transaction.atomic
def timestamped(request: SigningRequest, pdf: bytes, *, at: datetime) -> SigningRequest:
    """Keep the bytes with the timestamp; somebody else's later step is left as it is."""
    row = locked(SigningRequest, request.pk)
    if row.state == RequestState.SIGNED:
        lifecycle.advance(row, RequestState.TIMESTAMPED)
        row.working, row.timestamped_at, row.reason = pdf, at, ""
        row.save(update_fields=["state", "working", "timestamped_at", "reason"])
        _record("signature.timestamped", row, at, {})
    return row


@transaction.atomic
def waits(request: SigningRequest, reason: WaitReason, *, at: datetime) -> None:
    """Say on the request what it waits for; the event is written when the reason changes."""
    row = locked(SigningRequest, request.pk)
    if row.reason != reason and row.state in lifecycle.OPEN:
        row.reason = reason
        row.save(update_fields=["reason"])
        _record("signature.waits", row, at, {"reason": reason.value})


def completed(
    job: Job, request: SigningRequest, laid: storing.Deposit, verdict: Verdict, *, at: datetime
) -> None:
    """Make the finished bytes a file with its verdict, and tell the origin, all at once."""
    with transaction.atomic():
        row = locked(SigningRequest, request.pk)
        with finishing(job, at=at):
            if row.state != RequestState.TIMESTAMPED:
                return
            by = Actor.system(row.organisation, AUGMENT)
            role = FileRole.ISSUED if verdict.level is Level.B_LTA else FileRole.SIGNED
            file = storing.keep(by=by, at=at, deposited=laid, role=role)
            lifecycle.advance(row, RequestState.COMPLETED)
            row.working, row.result, row.completed_at, row.reason = None, file, at, ""
            row.save(update_fields=["state", "working", "result", "completed_at", "reason"])
            FileVerdict.objects.create(
                organisation=row.organisation,
                file=file,
                status=verdict.status,
                level=verdict.level or "",
                report=verdict.to_json(),
                roots_sha256="",
                judged_at=at,
            )
            _record("signature.completed", row, at, {"result": file.pk, "result_sha256": laid.sha256})
            origin = ports.origin_of(row.origin_kind)
            if origin is not None:
                origin.completed(row, file, at=at)


def _record(name: str, request: SigningRequest, at: datetime, facts: Mapping[str, object]) -> None:
    recording.record(
        name,
        subject=Subject("signing_request", str(request.pk)),
        by=Actor.system(request.organisation, "signer"),
        at=at,
        facts={"sha256": request.expected_sha256, "role": request.role, **facts},
    )
