"""The job `signing.augment`: timestamp, proof of validity, archive timestamp. No key; repeatable at every point."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from files.operations import storing
from jobs.errors import RetryLater
from jobs.models import Job
from signing import queries
from signing.enums import RequestState, SigningRole, VerdictStatus, WaitReason
from signing.judging.results import Expected, Verdict
from signing.models import SigningRequest
from signing.operations import steps

if TYPE_CHECKING:
    from signing.engine.trust import Trust

FIELD = {SigningRole.LEADER: "Leader", SigningRole.SEAL: "Seal", SigningRole.TEXT: "Text"}
WAIT_SECONDS = 20


def run(job: Job) -> None:
    """Bring the signed bytes to the level their role requires; below it nothing is ever completed.

    A service that does not answer leaves the request where it is, says so on it, and the job comes again.
    """
    request = _request(job)
    if request.state == RequestState.SIGNED:
        request = _with_timestamp(request)
    if request.state == RequestState.TIMESTAMPED:
        _complete(job, request)


def _request(job: Job) -> SigningRequest:
    return SigningRequest.objects.select_related("organisation", "file__blob", "certificate").get(
        pk=job.payload["request"]
    )


def _with_timestamp(request: SigningRequest) -> SigningRequest:
    from signing.engine import augmenting  # noqa: PLC0415 -- slow import

    try:
        pdf = augmenting.add_timestamp(
            _working(request), FIELD[SigningRole(request.role)], settings.TIMESTAMP_URLS
        )
    except augmenting.ServiceUnavailable as error:
        raise _later(request, WaitReason.NO_TIMESTAMP) from error
    return steps.timestamped(request, pdf, at=timezone.now())


def _complete(job: Job, request: SigningRequest) -> None:
    from signing.engine import augmenting  # noqa: PLC0415 -- slow import
    from signing.engine.trust import Trust  # noqa: PLC0415 -- slow import

    trust = Trust.from_pem(queries.trust_roots(), queries.intermediates())
    own = FIELD[SigningRole(request.role)]
    try:
        pdf = _raised(request, trust, (own,))
        verdict = _judged(request, pdf, timezone.now())
        if verdict.status is VerdictStatus.INDETERMINATE and request.role == SigningRole.SEAL:
            # The answers kept with the leader's signature grew old before the seal came: ask for new ones.
            pdf = _raised(request, trust, (FIELD[SigningRole.LEADER], own))
    except augmenting.ChainRefused:
        steps.fail(job, request, WaitReason.REVOKED, at=timezone.now())
        return
    at = timezone.now()
    verdict = _judged(request, pdf, at)
    if verdict.status is VerdictStatus.INDETERMINATE:
        raise _later(request, WaitReason.NOT_ACCEPTED)
    if verdict.status is not VerdictStatus.ACCEPT:
        steps.fail(job, request, WaitReason.NOT_ACCEPTED, at=at)
        return
    name = f"{PurePath(request.file.name).name.removesuffix('.pdf').removesuffix('.prepared').removesuffix('.signed')}"
    name += ".signed.pdf" if request.role == SigningRole.LEADER else ".pdf"
    laid = storing.deposit(organisation_key=request.organisation_id, content=pdf, name=name)
    steps.completed(job, request, laid, verdict, at=at)


def _raised(request: SigningRequest, trust: "Trust", fields: Sequence[str]) -> bytes:
    """The request's bytes with validation data for ``fields`` and, when sealed, the archive timestamp over all."""
    from signing.engine import augmenting  # noqa: PLC0415 -- slow import

    pdf = _working(request)
    try:
        for field in fields:
            pdf = augmenting.add_validation_data(pdf, field, trust)
    except augmenting.ServiceUnavailable as error:
        raise _later(request, WaitReason.NO_REVOCATION) from error
    if request.role != SigningRole.LEADER:
        try:
            pdf = augmenting.add_archive_timestamp(pdf, settings.TIMESTAMP_URLS)
        except augmenting.ServiceUnavailable as error:
            raise _later(request, WaitReason.NO_TIMESTAMP) from error
    return pdf


def _judged(request: SigningRequest, pdf: bytes, at: datetime) -> Verdict:
    """Nothing leaves this house that our own judge does not accept."""
    from signing.judging import verdict  # noqa: PLC0415 -- slow import

    role = SigningRole(request.role)
    fields = ("Leader", "Seal") if role is SigningRole.SEAL else (FIELD[role],)
    expected = Expected(
        fields=fields,
        certificates={FIELD[role]: request.certificate.fingerprint},
        level=request.required_level,
    )
    return verdict.judge(pdf, queries.trust_roots(), at=at, expected=expected)


def _working(request: SigningRequest) -> bytes:
    if request.working is None:
        raise RuntimeError("a signed request without bytes")
    return bytes(request.working)


def _later(request: SigningRequest, reason: WaitReason) -> RetryLater:
    steps.waits(request, reason, at=timezone.now())
    return RetryLater(seconds=WAIT_SECONDS, reason=reason.value)
