"""A key behind PKCS#11: a token, a server module, or SoftHSM."""

import hashlib
from functools import cache
from typing import Any

import pkcs11
from pkcs11.exceptions import (
    PinExpired,
    PinIncorrect,
    PinInvalid,
    PinLenRange,
    PKCS11Error,
)
from pkcs11.exceptions import (
    PinLocked as TokenPinLocked,
)
from pkcs11.util.ec import encode_ecdsa_signature

from signing.keys.base import KeyUnavailable, PinLocked, PinRefused


@cache
def _library(module: str) -> Any:
    return pkcs11.lib(module)


class TokenKey:
    """The private key with `label` on the token with the label `token`, reached through `module`."""

    def __init__(self, module: str, token: str, label: str) -> None:
        self.module, self.token, self.label = module, token, label

    def check(self, pin: str) -> None:
        """Log in and out again."""
        self._with_key(pin, lambda key: b"")

    def sign(self, attributes: bytes, pin: str) -> bytes:
        """RSA with PKCS#1 v1.5, or ECDSA over the digest (many tokens cannot hash for it, trap 17)."""
        return self._with_key(pin, lambda key: _sign(key, attributes))

    def _with_key(self, pin: str, work: Any) -> bytes:
        try:
            token = _library(self.module).get_token(token_label=self.token)
            with token.open(user_pin=pin) as session:
                key = session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=self.label)
                return bytes(work(key))
        except (PinIncorrect, PinInvalid, PinLenRange) as error:
            raise PinRefused from error
        except (TokenPinLocked, PinExpired) as error:
            raise PinLocked from error
        except (PKCS11Error, RuntimeError) as error:
            raise KeyUnavailable(type(error).__name__) from error


def _sign(key: Any, attributes: bytes) -> bytes:
    if key.key_type == pkcs11.KeyType.EC:
        raw = key.sign(hashlib.sha256(attributes).digest(), mechanism=pkcs11.Mechanism.ECDSA)
        return bytes(encode_ecdsa_signature(raw))
    return bytes(key.sign(attributes, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS))
