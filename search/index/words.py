"""How text becomes words that can be compared: the same on the way in and on the way to an answer.

A word is a run of letters and digits, folded (lib.text); leading zeros of a number vanish, so ``05/UBND`` is
found by ``5/UBND``. A second reading keeps the marks of the vowels, with the tone in one place, to put the
exact ones first.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from lib.text import fold, nfc, tone_normal

SEPARATOR: Final = "|"  # stands between code, title and text; no query contains it, so no phrase runs across
LONGEST_WORD: Final = 64
_WORD: Final = re.compile(r"[^\W_]+")
_KNOWN: Final = 50_000


def words_of(text: str) -> list[str]:
    """Give the folded words of ``text`` in order."""
    return [word for run in text.split() for word in _folded(run)]


def accented_words_of(text: str) -> list[str]:
    """Give the words of ``text`` in order, with their marks."""
    return accented_line(text).split()


def accented_line(text: str) -> str:
    """Give the words of ``text`` in order, with their marks, between spaces."""
    return " ".join(map(_marked, text.split()))


def padded(parts: list[list[str]]) -> str:
    """Give the stored line of words: each between single spaces, parts separated; empty without words."""
    if not any(parts):
        return ""
    return f" {f' {SEPARATOR} '.join(' '.join(part) for part in parts)} "


def word_spans(text: str) -> list[tuple[int, int, str]]:
    """Give every word of ``text`` (NFC) as (start, end, folded word), the offsets being those of ``text``."""
    return [(m.start(), m.end(), _normal(m.group())) for m in _WORD.finditer(same_length_fold(text))]


def same_length_fold(text: str) -> str:
    """Fold ``text`` letter by letter, so that every offset holds for the original in any script."""
    folded = fold(text)
    if len(folded) == len(text):
        return folded
    return "".join(short if len(short := fold(letter)) == 1 else " " for letter in text)


def storable(text: str) -> str:
    """Give ``text`` in the form PostgreSQL keeps: NFC, NUL as a space."""
    return nfc(text).replace("\x00", " ")


@lru_cache(maxsize=_KNOWN)
def _folded(run: str) -> tuple[str, ...]:
    """Give the folded words between two spaces; Vietnamese has few syllables, and an index has millions of words."""
    return tuple(_normal(word) for word in _WORD.findall(fold(run)))


@lru_cache(maxsize=_KNOWN)
def _marked(run: str) -> str:
    return " ".join(_normal(word) for word in _WORD.findall(tone_normal(run)))


def _normal(word: str) -> str:
    word = word[:LONGEST_WORD]
    return (word.lstrip("0") or "0") if word.isascii() and word.isdigit() else word
