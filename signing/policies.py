"""May this be signed now, by this person, with this certificate?"""

from datetime import datetime

from files.models import StoredFile
from lib.calendar import local_day
from lib.refusal import Refusal, Verdict, permit, permit_if, refuse
from organisation.enums import Duty
from organisation.models.actor import Actor
from signing import errors
from signing.enums import RequestState, SigningRole
from signing.models import SigningCertificate, SigningRequest

MOST_FAILURES = 5


def may_use(actor: Actor, certificate: SigningCertificate, at: datetime) -> Verdict:
    """Only one's own certificate, only the clerk the seal (Art. 32), only while it is valid (TT 15/2025)."""
    if certificate.organisation_id != actor.organisation.pk:
        return refuse(errors.CertificateIsNotYours)
    if certificate.role == SigningRole.SEAL:
        if not actor.has_duty(Duty.REGISTRY_CLERK):
            return refuse(errors.OnlyTheRegistrySeals)
    elif actor.person is None or certificate.person_id != actor.person.pk:
        return refuse(errors.CertificateIsNotYours)
    return is_valid(certificate, at)


def is_valid(certificate: SigningCertificate, at: datetime) -> Verdict:
    """Within its period and in use."""
    if certificate.retired_at is not None and at >= certificate.retired_at:
        return _retired(certificate)
    if at > certificate.valid_until:
        expired: Refusal = errors.CertificateExpired(
            day=local_day(certificate.valid_until).strftime("%d/%m/%Y")
        )
        return refuse(expired)
    return permit_if(certificate.is_valid_at(at), otherwise=errors.CertificateNotYetValid)


def may_request(
    actor: Actor, certificate: SigningCertificate, file: StoredFile, expected_sha256: str, at: datetime
) -> Verdict:
    """The bytes must be the ones that were approved (design D9), and the certificate usable."""
    if file.organisation_id != actor.organisation.pk or file.sha256 != expected_sha256:
        return refuse(errors.FileChanged)
    return may_use(actor, certificate, at)


def may_authorise(actor: Actor, request: SigningRequest, failures: int, at: datetime) -> Verdict:
    """Whoever the request names may enter the PIN, while it waits, the bytes are right and the PIN is not locked."""
    if request.state != RequestState.PREPARED or at > request.expires_at:
        return refuse(errors.RequestIsNotOpen)
    if actor.person is None or request.person_id != actor.person.pk:
        return refuse(errors.CertificateIsNotYours)
    if failures >= MOST_FAILURES:
        return refuse(errors.PinIsLocked)
    return may_request(actor, request.certificate, request.file, request.expected_sha256, at)


def may_administer(actor: Actor) -> Verdict:
    """Registering and unlocking certificates is the administrator's; the system may when it sets the house up."""
    return (
        permit()
        if actor.is_system
        else permit_if(actor.has_duty(Duty.ADMINISTRATOR), otherwise=errors.OnlyAnAdministrator)
    )


def may_administer_certificate(actor: Actor, certificate: SigningCertificate) -> Verdict:
    """An administrator changes certificates of the own office."""
    if certificate.organisation_id != actor.organisation.pk:
        return refuse(errors.CertificateIsNotYours)
    return may_administer(actor)


def may_retire(actor: Actor, certificate: SigningCertificate) -> Verdict:
    """An administrator retires a certificate that is in use; it does not come back."""
    verdict = may_administer_certificate(actor, certificate)
    return verdict and (permit() if certificate.retired_at is None else _retired(certificate))


def _retired(certificate: SigningCertificate) -> Verdict:
    day = local_day(certificate.retired_at).strftime("%d/%m/%Y") if certificate.retired_at else ""
    return refuse(errors.CertificateIsRetired(day=day))
