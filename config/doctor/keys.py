"""Keys: outside the demo no signing key lies in a file, each can be reached, and no certificate is about to end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from config.doctor import Finding
from signing import queries
from signing.keys import opening

_WARN = timedelta(days=30)


def check() -> Iterator[Finding]:
    """Give every certificate in use whose key is a file outside a demo or out of reach, or that ends within a month."""
    at = timezone.now()
    for certificate in queries.in_use(at).iterator():
        name = f"certificate {certificate.pk}"
        if certificate.key_reference.startswith("file:") and not settings.DEMO:
            yield Finding(
                "keys", name, f"the key of {certificate.common_name} lies in a file; use a token or module"
            )
        elif not opening.is_usable(certificate.key_reference, settings.PKCS11_MODULES, demo=settings.DEMO):
            yield Finding(
                "keys", name, f"the module of {certificate.common_name}'s key is not named in PKCS11_MODULES"
            )
        if certificate.valid_until - at < _WARN:
            yield Finding(
                "keys", name, f"{certificate.common_name} ends on {certificate.valid_until:%d/%m/%Y}"
            )
