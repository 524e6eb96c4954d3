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
from signing.enums import FIELD_OF, Level, RequestState, SigningRole, VerdictStatus, WaitReason
from signing.judging.results import Expected, Verdict
from signing.models import SigningRequest
from signing.operations import steps

if TYPE_CHECKING:
    from signing.engine.trust import Trust

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
            _working(request), FIELD_OF[SigningRole(request.role)], settings.TIMESTAMP_URLS
        )
    except augmenting.ServiceUnavailable as error:
        raise _later(request, WaitReason.NO_TIMESTAMP) from error
    return steps.timestamped(request, pdf, at=timezone.now())


def _complete(job: Job, request: SigningRequest) -> None:
    from signing.engine import augmenting  # noqa: PLC0415 -- slow import
    from signing.engine.trust import Trust  # noqa: PLC0415 -- slow import

    trust = Trust.from_pem(queries.trust_roots(), queries.intermediates())
    own = FIELD_OF[SigningRole(request.role)]
    try:
        pdf = _raised(request, trust, (own,))
        verdict = _judged(request, pdf, timezone.now())
        fields = _fields(request)
        if verdict.status is VerdictStatus.INDETERMINATE and len(fields) > 1:
            # The answers kept with the signatures before grew old until this one came: ask for new ones.
            pdf = _raised(request, trust, fields)
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
    name += ".pdf" if _is_last(request) else ".signed.pdf"
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
    if _is_last(request):
        try:
            pdf = augmenting.add_archive_timestamp(pdf, settings.TIMESTAMP_URLS)
        except augmenting.ServiceUnavailable as error:
            raise _later(request, WaitReason.NO_TIMESTAMP) from error
    return pdf


def _judged(request: SigningRequest, pdf: bytes, at: datetime) -> Verdict:
    """Nothing leaves this house that our own judge does not accept."""
    from signing.judging import verdict  # noqa: PLC0415 -- slow import

    role = SigningRole(request.role)
    expected = Expected(
        fields=_fields(request),
        certificates={FIELD_OF[role]: request.certificate.fingerprint},
        level=Level.B_LTA if _is_last(request) else Level.B_LT,
    )
    return verdict.judge(pdf, queries.trust_roots(), at=at, expected=expected)


def _fields(request: SigningRequest) -> tuple[str, ...]:
    """The fields that are signed once this request is: those before it in the letter, and its own."""
    from signing.engine import preparing  # noqa: PLC0415 -- slow import

    own = FIELD_OF[SigningRole(request.role)]
    if request.role == SigningRole.TEXT:
        return (own,)
    fields = preparing.signature_fields(_working(request))
    return fields[: fields.index(own) + 1]


def _is_last(request: SigningRequest) -> bool:
    """Whether nothing is signed after this: only then comes the archive timestamp, which covers every byte.

    On a letter a person's signature is never the last, and the first of two seals is not; on a record between two
    people, which bears no seal, the second one's is.
    """
    from signing.engine import preparing  # noqa: PLC0415 -- slow import

    if request.role == SigningRole.TEXT:
        return True
    return preparing.signature_fields(_working(request))[-1] == FIELD_OF[SigningRole(request.role)]


def _working(request: SigningRequest) -> bytes:
    if request.working is None:
        raise RuntimeError("a signed request without bytes")
    return bytes(request.working)


def _later(request: SigningRequest, reason: WaitReason) -> RetryLater:
    steps.waits(request, reason, at=timezone.now())
    return RetryLater(seconds=WAIT_SECONDS, reason=reason.value)
