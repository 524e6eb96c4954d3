"""One byte form for a fact, so that its hash means the same in thirty years.

Canonical JSON: UTF-8, keys sorted by code point, no spaces, strings in NFC, only null, booleans, integers,
strings, lists and string-keyed objects. Floats and dates have no single form and are refused.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from lib.text import nfc


def canonical(value: object) -> bytes:
    """Give the canonical bytes of ``value``; raise TypeError for a kind of value that has no single form."""
    return json.dumps(_normal(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256_hex(data: bytes) -> str:
    """Give the SHA-256 of ``data`` as 64 lower-case hexadecimal letters."""
    return hashlib.sha256(data).hexdigest()


def _normal(value: object) -> object:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return nfc(value)
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("a canonical object has string keys only")
        return {nfc(key): _normal(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_normal(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")
