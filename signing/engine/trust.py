"""Whom the engine believes: roots and further certificates, read once from PEM."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

from asn1crypto import pem, x509
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend
from pyhanko_certvalidator.registry import SimpleCertificateStore


class NoCertificate(ValueError):
    """The text holds no certificate in PEM form."""


@lru_cache(maxsize=256)
def certificates(text: bytes) -> tuple[Any, ...]:
    """All certificates in a PEM text, parsed once; refuses a text without any."""
    try:
        found = tuple(
            x509.Certificate.load(der)
            for kind, _, der in pem.unarmor(text, multiple=True)
            if kind == "CERTIFICATE"
        )
    except ValueError as error:
        raise NoCertificate(str(error)) from error
    if not found:
        raise NoCertificate("no CERTIFICATE block")
    return found


@lru_cache(maxsize=256)
def certificate(der: bytes) -> Any:
    """One certificate from DER, parsed once."""
    return x509.Certificate.load(der)


@dataclass(frozen=True)
class Trust:
    """Roots that are believed, and certificates that help to build the way to them."""

    roots: tuple[Any, ...]
    others: tuple[Any, ...] = ()

    @classmethod
    def from_pem(cls, roots: Iterable[bytes], others: Iterable[bytes] = ()) -> Self:
        """Read PEM texts, each with one certificate or more."""
        return cls(
            tuple(found for text in roots for found in certificates(text)),
            tuple(found for text in others for found in certificates(text)),
        )

    def store(self) -> SimpleCertificateStore:
        """All known certificates, for embedding the signer's chain."""
        store = SimpleCertificateStore()
        store.register_multiple([*self.roots, *self.others])
        return store

    def online(self, session: Any) -> ValidationContext:
        """A context that fetches revocation answers; one per operation, because it remembers (trap 15)."""
        return ValidationContext(
            trust_roots=list(self.roots),
            other_certs=list(self.others),
            allow_fetching=True,
            fetcher_backend=AIOHttpFetcherBackend(session, per_request_timeout=5),
            revocation_mode="require",
        )
