"""A key in an encrypted file: for demonstration only, a production check refuses it."""

import hmac
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from signing.keys.base import KeyUnavailable, PinRefused

_MIX = os.urandom(32)  # the PIN itself is never kept, only whether the same one comes again


@dataclass(frozen=True)
class _Opened:
    mark: bytes
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


_opened: dict[tuple[Path, int], _Opened] = {}


class SoftKey:
    """The key in `path`; parsing it costs ten times a signature, so the parsed key is kept in this process."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def check(self, pin: str) -> None:
        """Refuse a PIN that does not open the file."""
        self._open(pin)

    def sign(self, attributes: bytes, pin: str) -> bytes:
        """RSA with PKCS#1 v1.5, or ECDSA, both with SHA-256."""
        key = self._open(pin)
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return key.sign(attributes, ec.ECDSA(hashes.SHA256()))
        return key.sign(attributes, padding.PKCS1v15(), hashes.SHA256())

    def _open(self, pin: str) -> rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey:
        try:
            stamp = self.path.stat().st_mtime_ns
            data = self.path.read_bytes()
        except OSError as error:
            raise KeyUnavailable(self.path.name) from error
        mark = hmac.digest(_MIX, pin.encode(), "sha256")
        known = _opened.get((self.path, stamp))
        if known is not None:
            if not hmac.compare_digest(known.mark, mark):
                raise PinRefused
            return known.key
        key = _parse(data, pin)
        _opened[(self.path, stamp)] = _Opened(mark, key)
        return key


def _parse(data: bytes, pin: str) -> rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey:
    try:
        key = serialization.load_pem_private_key(data, pin.encode())
    except (ValueError, TypeError) as error:
        raise PinRefused from error
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise KeyUnavailable("unknown kind of key")
    return key
