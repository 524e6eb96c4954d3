"""The authority's keys, read once: Certomancer reads one for every answer, and OpenSSL tries its primes each time."""

from functools import lru_cache

from asn1crypto.algos import SignedDigestAlgorithm
from asn1crypto.keys import PrivateKeyInfo
from certomancer import crypto_utils
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes


class KeysReadOnce(crypto_utils.PycaCryptographyBackend):
    """Signs as Certomancer does, in a thirtieth of the time where the key is RSA with PKCS #1 padding, as ours are."""

    def generic_sign(
        self, private_key: PrivateKeyInfo, tbs_bytes: bytes, sd_algo: SignedDigestAlgorithm
    ) -> bytes:
        """Sign ``tbs_bytes``; anything but RSASSA-PKCS1-v1_5 is left to Certomancer."""
        key = _read(private_key.dump()) if sd_algo.signature_algo == "rsassa_pkcs1v15" else None
        if not isinstance(key, rsa.RSAPrivateKey):
            return super().generic_sign(private_key, tbs_bytes, sd_algo)
        return key.sign(tbs_bytes, padding.PKCS1v15(), getattr(hashes, sd_algo.hash_algo.upper())())


@lru_cache
def _read(der: bytes) -> PrivateKeyTypes:
    return serialization.load_der_private_key(der, password=None)


def use() -> None:
    """Let Certomancer sign with keys that stay read."""
    crypto_utils.CRYPTO_BACKEND = KeysReadOnce()
