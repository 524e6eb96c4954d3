"""The job `signing.sign`, done in the signer process only: prepare, one signature value, complete."""

import hashlib
import logging
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from files.queries import content_of
from files.rendering.fonts import REGULAR, letter_fonts
from jobs.models import Job
from lib.calendar import local_time
from signing import policies, queries
from signing.enums import FIELD_OF, Level, RequestState, SigningRole, VerdictStatus, WaitReason
from signing.keys.base import KeyUnavailable, PinLocked, PinRefused
from signing.keys.pinbox import PinBox, box
from signing.models import SigningCertificate, SigningRequest
from signing.operations import steps, unlocking

# Whose signature each seal is set beside: an organisation seals what its own leader signed (Decree 30/2020 Art. 33).
OWN_PERSON_UNDER = {SigningRole.SEAL: SigningRole.LEADER, SigningRole.PARTNER: SigningRole.SECOND}
SIGNED_AFTER_OTHERS = (SigningRole.SECOND, *OWN_PERSON_UNDER)

logger = logging.getLogger(__name__)


class Stopped(Exception):
    """The signing cannot go on; the reason says what becomes of the request."""

    def __init__(self, reason: WaitReason, *, again: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.again = reason, again


def run(job: Job) -> None:
    """Sign what the job's request asks for with the PIN held in this process; without one, ask for it again."""
    perform(job, box)


def perform(job: Job, pins: PinBox) -> None:
    """As `run`, with the box of PINs given. Done twice, it signs once: the state of the request decides."""
    request = _request(job)
    at = timezone.now()  # a handler is an edge of the house: it reads the clock
    pin = pins.take(request.pk, request.expected_sha256)
    if request.state != RequestState.AUTHORISED:
        return
    try:
        if pin is None:
            raise Stopped(WaitReason.ASK_AGAIN, again=True)
        pdf, prepared = _signed_bytes(request, pin, at)
    except Stopped as stop:
        if stop.again:
            steps.ask_again(job, request, stop.reason, at=at)
        else:
            steps.fail(job, request, stop.reason, at=at)
        return
    steps.signed(job, request, pdf, prepared, at=timezone.now())


def _request(job: Job) -> SigningRequest:
    return SigningRequest.objects.select_related(
        "organisation", "file__blob", "certificate__picture__blob"
    ).get(pk=job.payload["request"])


def _signed_bytes(request: SigningRequest, pin: str, at: datetime) -> tuple[bytes, dict[str, str]]:
    from signing.engine import augmenting, texts, two_phase  # noqa: PLC0415 -- slow import
    from signing.engine.trust import Trust  # noqa: PLC0415 -- slow import

    pdf = _checked_bytes(request, at)
    certificate = request.certificate
    trust = Trust.from_pem(queries.trust_roots(), queries.intermediates())
    try:
        augmenting.check_certificate(bytes(certificate.certificate), trust)
    except augmenting.ChainRefused as error:
        raise Stopped(WaitReason.REVOKED) from error
    except augmenting.ServiceUnavailable:
        # Signing may go on; without the authority's answer nothing is completed later.
        logger.warning("the certificate authority did not answer before signing")
    text = request.role == SigningRole.TEXT
    task = two_phase.Task(
        pdf=pdf,
        field=FIELD_OF[SigningRole(request.role)],
        certificate=bytes(certificate.certificate),
        picture=content_of(certificate.picture) if certificate.picture and not text else None,
        prefill=None if text else request.prefill,
        mark=texts.Mark(_lines(request, at), _upright()) if text else None,
    )
    try:
        prepared = two_phase.prepare(task, trust)
    except (two_phase.CannotCarry, texts.LetterMissing) as error:
        raise Stopped(WaitReason.CANNOT_CARRY) from error
    value = _value(certificate, prepared.attributes, pin)
    try:
        signed = two_phase.complete(prepared, value, trust)
    except two_phase.ValueRefused as error:  # the key does not belong to the certificate
        raise Stopped(WaitReason.KEY_AWAY, again=True) from error
    return signed, {
        "document_digest": prepared.document_digest.hex(),
        "signed_sha256": hashlib.sha256(signed).hexdigest(),
    }


def _lines(request: SigningRequest, at: datetime) -> tuple[str, ...]:
    """The lines the signature shows, last the time as ISO 8601 in Viet Nam's zone (Decree 30/2020 App. I)."""
    moment = local_time(at).isoformat(timespec="seconds")
    return (*request.prefill["Text"].split("\n"), f"Thời gian ký: {moment}")


def _upright() -> Path:
    return dict(letter_fonts(settings.LICENSED_FONTS_DIR).faces)[REGULAR]


def _checked_bytes(request: SigningRequest, at: datetime) -> bytes:
    """The bytes of the intent, with everything asked again that may have changed since."""
    pdf = content_of(request.file)
    if hashlib.sha256(pdf).hexdigest() != request.expected_sha256:
        raise Stopped(WaitReason.FILE_CHANGED)
    if not policies.is_valid(request.certificate, at):
        raise Stopped(WaitReason.EXPIRED)
    if request.role in SIGNED_AFTER_OTHERS and not leader_holds(request, pdf, at):
        raise Stopped(WaitReason.LEADER_UNVERIFIED)
    return pdf


def leader_holds(request: SigningRequest, pdf: bytes, at: datetime) -> bool:
    """Whether what was signed before is verified in this process, over exactly these bytes, by a known certificate.

    Under a seal stands the signature of one's own: a leader of this organisation, who is the second one where the
    letter bears another's number. Every other signature has to hold as well.

    The authority's answer kept in the file may be older than it allows; then a fresh one is fetched for the
    judgement, which also finds a certificate revoked since.
    """
    from signing.engine import augmenting, preparing  # noqa: PLC0415 -- slow import
    from signing.engine.trust import Trust  # noqa: PLC0415 -- slow import
    from signing.judging import verdict  # noqa: PLC0415 -- slow import
    from signing.judging.results import Expected  # noqa: PLC0415 -- slow import

    roots, role = queries.trust_roots(), SigningRole(request.role)
    fields = preparing.signature_fields(pdf)
    if FIELD_OF[role] not in fields:
        return False
    before = fields[: fields.index(FIELD_OF[role])]
    expected = Expected(fields=before, level=Level.B_LT)
    judged = verdict.judge(pdf, roots, at=at, expected=expected)
    if judged.status is VerdictStatus.INDETERMINATE:
        try:
            fresh, trust = pdf, Trust.from_pem(roots, queries.intermediates())
            for field in before:
                fresh = augmenting.add_validation_data(fresh, field, trust)
        except (augmenting.ServiceUnavailable, augmenting.ChainRefused, KeyError):
            return False
        judged = verdict.judge(fresh, roots, at=at, expected=expected)
    if judged.status is not VerdictStatus.ACCEPT:
        return False
    if role not in OWN_PERSON_UNDER:
        return True
    leaders = SigningCertificate.objects.filter(organisation=request.organisation, role=SigningRole.LEADER)
    own = FIELD_OF[OWN_PERSON_UNDER[role]]
    signed = next(one.certificate_sha256 for one in judged.signers if one.field == own)
    return leaders.filter(fingerprint=signed).exists()


def _value(certificate: SigningCertificate, attributes: bytes, pin: str) -> bytes:
    try:
        return unlocking.key_of(certificate).sign(attributes, pin)
    except (PinRefused, PinLocked) as error:
        raise Stopped(WaitReason.PIN_REFUSED, again=True) from error
    except KeyUnavailable as error:
        raise Stopped(WaitReason.KEY_AWAY, again=True) from error
