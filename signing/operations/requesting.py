"""Ask for a signature: write down the intent before any key is touched."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from files.models import StoredFile
from lib.database import locked
from organisation.models.actor import Actor
from signing import errors, lifecycle, policies, ports, queries
from signing.enums import RequestState, SigningRole, WaitReason
from signing.models import CLOSED, SigningCertificate, SigningRequest

KIND = "signing_request"
OPEN_FOR = timedelta(days=30)
FIELDS = frozenset({"Number", "Day"})
TEXT = "Text"
MOST_LINES = 3
_LINE = re.compile(r"[^\x00-\x1f\x7f]{1,100}\Z")
_FIGURES = re.compile(r"[0-9a-dáăghmnt/\-.: ]{1,40}\Z")  # what the figure fonts can draw


@dataclass(frozen=True)
class Origin:
    """The thing the signature is for, as a kind and a key."""

    kind: str
    key: str


@transaction.atomic
def request_signature(
    *,
    by: Actor,
    at: datetime,
    file: StoredFile,
    role: SigningRole,
    origin: Origin,
    expected_sha256: str,
    prefill: Mapping[str, str] | None = None,
) -> SigningRequest:
    """Write the intent to sign `file` in `role`; the PIN is asked for next. Asking twice gives the same request.

    `prefill` holds Number and Day, written in the same revision as the seal; for a signature as text it holds Text,
    the lines above the time. Refuses: no valid certificate of the
    actor (leader) or of the organisation's seal (clerk), other bytes than the approved ones, undrawable figures.
    """
    certificate = queries.certificate_to_use(by, role, at)
    if certificate is None:
        raise errors.NoCertificate
    policies.may_request(by, certificate, file, expected_sha256, at).enforce()
    values = _checked(prefill or {}, role)
    live = SigningRequest.objects.exclude(state__in=CLOSED)
    same = live.filter(
        organisation=by.organisation, origin_kind=origin.kind, origin_key=origin.key, role=role
    )
    standing = same.select_for_update(of=("self",)).first()
    if standing is not None:
        if standing.expected_sha256 == expected_sha256 and standing.prefill == values:
            return standing
        if standing.state != RequestState.PREPARED:
            raise errors.FileChanged
        _close(standing, RequestState.FAILED, WaitReason.WITHDRAWN, by, at)
    if by.person is None or by.post is None:
        raise errors.CertificateIsNotYours
    request = SigningRequest.objects.create(
        organisation=by.organisation,
        file=file,
        expected_sha256=expected_sha256,
        role=role,
        person=by.person,
        post=by.post,
        certificate=certificate,
        prefill=values,
        origin_kind=origin.kind,
        origin_key=origin.key,
        created_at=at,
        expires_at=at + OPEN_FOR,
    )
    _record("signature.requested", request, by, at, {"certificate": certificate.pk, "role": role.value})
    return request


@transaction.atomic
def withdraw(*, by: Actor, at: datetime, request: SigningRequest) -> SigningRequest:
    """End a request nobody has signed yet (the letter was returned, say); refuses once a PIN was given."""
    row = locked(SigningRequest, request.pk)
    if row.state in CLOSED:
        return row
    if row.state != RequestState.PREPARED:
        raise errors.RequestIsNotOpen
    _close(row, RequestState.FAILED, WaitReason.WITHDRAWN, by, at)
    return row


@transaction.atomic
def set_aside(*, by: Actor, at: datetime, request: SigningRequest) -> SigningRequest:
    """Let a completed signature count no more, because what it stands on goes back; the signed file stays.

    Part of acts that move the thing it was asked for. Refuses a request that is not complete (RequestIsNotOpen).
    """
    row = locked(SigningRequest, request.pk)
    if row.state != RequestState.COMPLETED:
        raise errors.RequestIsNotOpen
    lifecycle.advance(row, RequestState.SET_ASIDE)
    row.save(update_fields=["state"])
    _record("signature.set_aside", row, by, at, {"result": row.result_id})
    return row


@transaction.atomic
def expire(*, by: Actor, at: datetime, request: SigningRequest) -> SigningRequest:
    """End a request that waited too long, and tell who asked for it; one that is not due is left alone."""
    row = locked(SigningRequest, request.pk)
    if row.state == RequestState.PREPARED and at > row.expires_at:
        _close(row, RequestState.EXPIRED, WaitReason.TOO_LATE, by, at)
        origin = ports.origin_of(row.origin_kind)
        if origin is not None:
            origin.failed(row, at=at)
    return row


def give_up_waiting(*, by: Actor, at: datetime, certificate: SigningCertificate) -> list[int]:
    """End every request that waits for the PIN of ``certificate``, and tell who asked. Part of retiring it."""
    waiting = SigningRequest.objects.filter(certificate=certificate, state=RequestState.PREPARED)
    rows = list(waiting.select_for_update(of=("self",)).order_by("id"))
    for row in rows:
        _close(row, RequestState.FAILED, WaitReason.EXPIRED, by, at)
        origin = ports.origin_of(row.origin_kind)
        if origin is not None:
            origin.failed(row, at=at)
    return [row.pk for row in rows]


def expire_due(*, at: datetime) -> int:
    """End every request whose time is over, as the house itself; give how many were looked at."""
    due = list(queries.due_to_expire(at))
    for request in due:
        expire(by=Actor.system(request.organisation, "signing.expire"), at=at, request=request)
    return len(due)


def _checked(prefill: Mapping[str, str], role: SigningRole) -> dict[str, str]:
    values = dict(prefill)
    if role == SigningRole.TEXT:
        lines = values.get(TEXT, "").split("\n")
        if values.keys() != {TEXT} or len(lines) > MOST_LINES or not all(map(_LINE.match, lines)):
            raise errors.WrongFigures
        return values
    known = values.keys() <= FIELDS and all(_FIGURES.match(text) for text in values.values())
    if not known or (values and role != SigningRole.SEAL):
        raise errors.WrongFigures
    return values


def _close(request: SigningRequest, state: RequestState, reason: WaitReason, by: Actor, at: datetime) -> None:
    lifecycle.advance(request, state)
    request.reason, request.working = reason, None
    request.save(update_fields=["state", "reason", "working"])
    _record(f"signature.{state.value}", request, by, at, {"reason": reason.value})


def _record(name: str, request: SigningRequest, by: Actor, at: datetime, facts: Mapping[str, object]) -> None:
    recording.record(
        name,
        subject=Subject(KIND, str(request.pk)),
        by=by,
        at=at,
        facts={
            "file": request.file_id,
            "sha256": request.expected_sha256,
            "origin": [request.origin_kind, request.origin_key],
            **facts,
        },
    )
