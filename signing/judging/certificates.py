"""Who signed, under whose name, and whether a trusted name was borrowed."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

CURVES = frozenset({"secp256r1", "secp384r1", "secp521r1", "brainpoolP256r1", "brainpoolP384r1"})
DIGESTS = frozenset({"sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512"})
FEWEST_BITS = 2048
MACHINES = frozenset(
    {
        ExtendedKeyUsageOID.SERVER_AUTH,
        ExtendedKeyUsageOID.TIME_STAMPING,
        ExtendedKeyUsageOID.OCSP_SIGNING,
        ExtendedKeyUsageOID.CODE_SIGNING,
    }
)


@lru_cache(maxsize=256)
def read_pem(text: bytes) -> tuple[Any, ...]:
    """All certificates of a PEM text, parsed once; raises ValueError for a text without any."""
    blocks = pem.unarmor(text, multiple=True)
    found = tuple(asn1_x509.Certificate.load(der) for kind, _, der in blocks if kind == "CERTIFICATE")
    if not found:
        raise ValueError("no certificate in PEM form")
    return found


def impostor_in(chain: Iterable[Any], roots: Iterable[Any], stored: Iterable[Any]) -> bool:
    """Whether a certificate bears the name of a trusted authority as its issuer without being issued by it."""
    trusted = [_load(root) for root in roots]
    known = [_load(certificate) for certificate in stored]
    authorities = [
        *trusted,
        *(c for c in known if is_authority(c) and any(_issued(c, root) for root in trusted)),
    ]
    return any(_borrows(_load(certificate), authorities) for certificate in chain)


def algorithm_is_safe(certificate: Any, digest: str) -> bool:
    """RSA of 2048 bits or a common curve, and SHA-256 or better (TT 15/2025)."""
    return key_is_strong(_load(certificate)) and digest.lower() in DIGESTS


def key_is_strong(certificate: x509.Certificate) -> bool:
    """RSA of 2048 bits, or a common curve."""
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return key.key_size >= FEWEST_BITS
    return isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in CURVES


def may_sign_letters(certificate: x509.Certificate) -> bool:
    """Whether it says that its key signs, and is not one of an authority, a web server or a timestamp service."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    signs = usage.digital_signature or usage.content_commitment
    return signs and not is_authority(certificate) and not _is_of_a_machine(certificate)


def leads_to_root(
    certificate: x509.Certificate, roots: Iterable[bytes], others: Iterable[bytes], *, at: datetime
) -> bool:
    """Whether issuers that are valid at the moment lead from the certificate to one of the roots (PEM texts).

    For whoever registers a certificate: revocation is asked when it signs, and the judge has his own rules.
    """
    trusted = [_load(one) for text in roots for one in _read(text)]
    left = [_load(one) for text in others for one in _read(text)]
    left = [one for one in left if is_authority(one)]
    reached = [certificate]
    for here in reached:
        if any(_issues(root, here, at) for root in trusted):
            return True
        issuers = [one for one in left if _issues(one, here, at)]
        left = [one for one in left if one not in issuers]
        reached += issuers
    return False


def was_valid(certificate: Any, moment: datetime) -> bool:
    """Whether the moment lies within the certificate's validity."""
    return bool(certificate.not_valid_before <= moment <= certificate.not_valid_after)


def facts(certificate: Any) -> dict[str, Any]:
    """What is shown of a certificate."""
    subject, issuer = certificate.subject.native, certificate.issuer.native
    return {
        "signer": _text(subject.get("common_name") or certificate.subject.human_friendly),
        "organisation": _text(subject.get("organization_name") or ""),
        "issuer": _text(issuer.get("common_name") or certificate.issuer.human_friendly),
        "serial": format(certificate.serial_number, "x"),
        "certificate_sha256": certificate.sha256.hex(),
        "valid_from": certificate.not_valid_before,
        "valid_until": certificate.not_valid_after,
    }


def _text(value: object) -> str:
    return str(value[0] if isinstance(value, list) else value)[:300]


def _borrows(certificate: x509.Certificate, authorities: list[x509.Certificate]) -> bool:
    namesakes = [one for one in authorities if one.subject == certificate.issuer]
    return bool(namesakes) and not any(_issued(certificate, one) or certificate == one for one in namesakes)


def _issued(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _is_of_a_machine(certificate: x509.Certificate) -> bool:
    try:
        purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    return bool(MACHINES & set(purposes))


def _read(text: bytes) -> tuple[Any, ...]:
    """The certificates of a text, none where it holds something else."""
    try:
        return read_pem(text)
    except ValueError:
        return ()


def _issues(authority: x509.Certificate, certificate: x509.Certificate, at: datetime) -> bool:
    valid = authority.not_valid_before_utc <= at <= authority.not_valid_after_utc
    return valid and _issued(certificate, authority)


def is_authority(certificate: x509.Certificate) -> bool:
    """Whether the certificate is one of an authority, which issues others."""
    try:
        return bool(certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except (x509.ExtensionNotFound, ValueError):
        return False


def _load(certificate: Any) -> x509.Certificate:
    return x509.load_der_x509_certificate(certificate.dump())
