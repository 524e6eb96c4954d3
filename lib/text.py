"""Vietnamese text: one normal form to store, one folded form to compare, one key to sort by.

Unicode gives most Vietnamese letters two spellings (NFC, NFD) and the language gives many syllables two tone
places (ủy, uỷ). Stored text is NFC as typed; everything compared goes through ``fold``; everything sorted goes
through ``sort_key``, which needs no ICU and is compared bytewise (COLLATE "C").
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import filterfalse

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: index for index, letter in enumerate(_ALPHABET)}
# Order of the tones in Vietnamese dictionaries: level, falling, asking, tumbling, rising, heavy.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_SPACES = re.compile(r"\s+")


def nfc(text: str) -> str:
    """Give ``text`` in the stored form: NFC, as typed otherwise."""
    return unicodedata.normalize("NFC", text)


def single_line(text: str) -> str:
    """Give ``text`` as one trimmed NFC line: every run of white space becomes one space, controls vanish."""
    if text.isprintable() and unicodedata.is_normalized("NFC", text):  # no control and no odd space is in it
        return _SPACES.sub(" ", text).strip() if "  " in text else text.strip()
    cleaned = "".join(c for c in nfc(text) if unicodedata.category(c) not in {"Cc", "Cf"} or c.isspace())
    return _SPACES.sub(" ", cleaned).strip()


def fold(text: str) -> str:
    """Give the form used for comparing: lower case, đ as d, without tones or vowel marks.

    On NFC input the result has the same length as the input, so offsets found in it hold for the original.
    """
    plain = nfc(text).replace("đ", "d").replace("Đ", "D")
    if plain.isascii():
        return plain.lower()
    decomposed = unicodedata.normalize("NFD", plain)
    return "".join(filterfalse(unicodedata.combining, decomposed)).lower()


def tone_normal(text: str) -> str:
    """Give lower-case NFC text with the tone of oa, oe, uy moved to one place, so ủy equals uỷ and hòa equals hoà."""
    decomposed = unicodedata.normalize("NFD", nfc(text).lower())
    return unicodedata.normalize(
        "NFC", re.sub(r"(o|u)([\u0300\u0301\u0303\u0309\u0323])(a|e|y)(?!\w)", r"\1\3\2", decomposed)
    )


def sort_key(text: str) -> str:
    """Give a key whose bytewise order is the order of Vietnamese dictionaries.

    Syllables are compared first by base letters (a, ă, â, b, … d, đ …), then by tone.
    """
    return "  ".join(_syllable_key(part) for part in _SPACES.split(nfc(text).lower().strip()) if part)


def person_sort_key(full_name: str) -> str:
    """Give the key people are sorted by: given name first, then family and middle names, as Vietnamese lists do."""
    parts = single_line(full_name).split(" ")
    return sort_key(" ".join([parts[-1], *parts[:-1]]))


@lru_cache(maxsize=100_000)
def _syllable_key(syllable: str) -> str:
    letters: list[str] = []
    tones: list[str] = []
    for character in syllable:
        base, tone = _split_tone(character)
        letters.append(chr(0x41 + _RANK[base]) if base in _RANK else base)
        if tone:
            tones.append(str(tone))
    return "".join(letters) + "!" + "".join(tones)


def _split_tone(character: str) -> tuple[str, int]:
    """Split one NFC letter into the letter without its tone, and the rank of the tone (0 is level)."""
    tone = 0
    kept: list[str] = []
    for part in unicodedata.normalize("NFD", character):
        if part in _TONES:
            tone = _TONES[part]
        else:
            kept.append(part)
    return unicodedata.normalize("NFC", "".join(kept)), tone


def code_key(code: str) -> str:
    """Give a key whose bytewise order is that of codes as people count them: 2 before 10, 9.TCCB before 10.TCCB."""
    return re.sub(r"\d+", lambda number: number.group()[:12].zfill(12), fold(single_line(code)))
