"""Register certificates, retire them, and unlock a PIN."""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from files.models import StoredFile
from lib.calendar import local_day
from lib.database import locked
from lib.text import single_line
from organisation.models import Person
from organisation.models.actor import Actor
from signing import errors, policies, queries
from signing.enums import SigningRole
from signing.judging import certificates as judging
from signing.keys import opening
from signing.models import PinFailure, SigningCertificate
from signing.operations import requesting

KIND = "certificate"
_LONGEST_REASON = 300
_BEGIN = b"-----BEGIN CERTIFICATE-----"


@dataclass(frozen=True)
class Registration:
    """A certificate (PEM or DER), where its key is, whose it is (nobody's: the seal), and the picture it shows."""

    pem: bytes
    key_reference: str
    person: Person | None = None
    picture: StoredFile | None = None


@transaction.atomic
def register(*, by: Actor, at: datetime, registration: Registration) -> SigningCertificate:
    """Register a certificate of a person or, without one, of the organisation's seal; give the row.

    Refuses to anyone but an administrator: what is no certificate or holds a private key, one that has expired,
    does not sign, is weak, known already or issued by nobody the installation trusts, and a key out of reach.
    """
    policies.may_administer(by).enforce()
    read = _read(registration.pem)
    _refuse_useless(read, at)
    if not opening.is_usable(registration.key_reference, settings.PKCS11_MODULES, demo=settings.DEMO):
        raise errors.KeyPlaceUnknown
    fingerprint = read.fingerprint(hashes.SHA256()).hex()
    if SigningCertificate.objects.filter(organisation=by.organisation, fingerprint=fingerprint).exists():
        raise errors.CertificateIsKnown
    certificate = SigningCertificate.objects.create(
        organisation=by.organisation,
        role=SigningRole.LEADER if registration.person else SigningRole.SEAL,
        person=registration.person,
        common_name=_name(read.subject),
        issuer=_name(read.issuer),
        serial=format(read.serial_number, "x"),
        fingerprint=fingerprint,
        certificate=read.public_bytes(serialization.Encoding.DER),
        valid_from=read.not_valid_before_utc,
        valid_until=read.not_valid_after_utc,
        key_reference=registration.key_reference,
        picture=registration.picture,
        registered_at=at,
    )
    recording.record(
        "certificate.registered",
        subject=Subject(KIND, str(certificate.pk)),
        by=by,
        at=at,
        facts={"fingerprint": fingerprint, "role": certificate.role, "person": certificate.person_id},
        detail={"common_name": certificate.common_name, "issuer": certificate.issuer},
    )
    return certificate


@transaction.atomic
def retire(*, by: Actor, at: datetime, certificate: SigningCertificate, reason: str) -> SigningCertificate:
    """Take a certificate out of use for good; what it signed stays as it is, and the signer refuses it from now on.

    Signatures that still wait for its PIN are given up, so that they can be asked for with another certificate.
    Refuses a certificate of another office and one that is retired already.
    """
    row = locked(SigningCertificate, certificate.pk)
    policies.may_retire(by, row).enforce()
    row.retired_at, row.retired_reason = at, single_line(reason)[:_LONGEST_REASON]
    row.save(update_fields=["retired_at", "retired_reason"])
    given_up = requesting.give_up_waiting(by=by, at=at, certificate=row)
    recording.record(
        "certificate.retired",
        subject=Subject(KIND, str(row.pk)),
        by=by,
        at=at,
        facts={"fingerprint": row.fingerprint, "person": row.person_id, "requests": given_up},
        detail={"reason": reason, "common_name": row.common_name},
    )
    return row


class OfThoseWhoLeft:
    """Retires the certificates of whoever left the office (port Leaving of ``organisation``)."""

    def left(self, person: Person, *, reason: str, by: Actor, at: datetime) -> None:
        """Retire every certificate of ``person`` that is in use."""
        in_use = SigningCertificate.objects.filter(person=person, retired_at__isnull=True)
        for certificate in in_use.order_by("id"):
            retire(by=by, at=at, certificate=certificate, reason=reason)


@transaction.atomic
def clear_failures(*, by: Actor, at: datetime, certificate: SigningCertificate) -> None:
    """Let PINs be tried again after five wrong ones."""
    policies.may_administer_certificate(by, certificate).enforce()
    cleared = PinFailure.objects.filter(certificate=certificate, cleared_at__isnull=True).update(
        cleared_at=at
    )
    recording.record(
        "pin.unlocked",
        subject=Subject(KIND, str(certificate.pk)),
        by=by,
        at=at,
        facts={"failures": cleared},
    )


def _read(sent: bytes) -> x509.Certificate:
    """Give the one certificate that was sent."""
    if b"PRIVATE KEY" in sent:
        raise errors.PrivateKeyWasSent
    try:
        if _BEGIN not in sent:
            return x509.load_der_x509_certificate(sent)
        if sent.count(_BEGIN) > 1:
            raise errors.CertificateUnreadable
        return x509.load_pem_x509_certificate(sent)
    except ValueError as error:
        raise errors.CertificateUnreadable from error


def _refuse_useless(read: x509.Certificate, at: datetime) -> None:
    """Refuse what could sign nothing that our own verdict accepts."""
    if at > read.not_valid_after_utc:
        raise errors.CertificateExpired(day=f"{local_day(read.not_valid_after_utc):%d/%m/%Y}")
    if not judging.may_sign_letters(read):
        raise errors.CertificateDoesNotSign
    if not judging.key_is_strong(read):
        raise errors.CertificateIsWeak
    if not judging.leads_to_root(read, queries.trust_roots(), queries.intermediates(), at=at):
        raise errors.CertificateIsForeign(issuer=_name(read.issuer))


def _name(name: x509.Name) -> str:
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value if found else name.rfc4514_string())[:300]
