"""How alike two texts are: by the stretches of words they share, however the pages were scanned.

A sketch is ten numbers. Texts that are nearly the same have at least one of them in common, others hardly ever
(min-wise hashing in bands); whoever shares one is compared word by word.
"""

from __future__ import annotations

import hashlib
import re
import struct

from lib.text import fold

ALIKE = 72  # percent of the stretches of words; a worn scan of the same letter loses a fifth of them
_WORDS, _LONGEST = 3, 3_000
_BANDS, _ROWS = 10, 4
_PRIME = (1 << 61) - 1
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def stretches(text: str) -> frozenset[int]:
    """Give the stretches of three words in the text, as numbers; a text too short to compare has none."""
    words = _NOT_WORD.sub(" ", fold(text)).split()[:_LONGEST]
    if len(words) < 30:
        return frozenset()
    return frozenset(_number(" ".join(words[at : at + _WORDS])) for at in range(len(words) - _WORDS + 1))


def sketch(text: str) -> list[int]:
    """Give the ten numbers of a text, none for one too short to compare."""
    found = stretches(text)
    if not found:
        return []
    least = [min((factor * one + shift) % _PRIME for one in found) for factor, shift in _SHUFFLES]
    return [
        _number(f"{band}:" + ",".join(map(str, least[band * _ROWS : (band + 1) * _ROWS])))
        for band in range(_BANDS)
    ]


def alike(one: frozenset[int], other: frozenset[int]) -> int:
    """Give how much of all stretches both texts have, in percent."""
    return round(100 * len(one & other) / max(len(one | other), 1))


def _number(text: str) -> int:
    found: int = struct.unpack("!q", hashlib.blake2b(text.encode(), digest_size=8).digest())[0]
    return found & (2**62 - 1)


_SHUFFLES = [
    (_number(f"factor {row}") % (_PRIME - 1) + 1, _number(f"shift {row}") % _PRIME)
    for row in range(_BANDS * _ROWS)
]
