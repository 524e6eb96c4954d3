"""The name a file is kept under: what people typed, without what could harm."""

from __future__ import annotations

import unicodedata

from lib.text import single_line

_LONGEST = 255
_UNNAMED = "unnamed"


def clean_name(name: str) -> str:
    """Give ``name`` as one NFC line without path, control and direction characters, at most 255 characters.

    The ending is kept when a long name is shortened. An empty name becomes ``unnamed``.
    """
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(c for c in base if unicodedata.category(c) not in {"Cs", "Co", "Cn"})
    line = single_line(visible).strip(" .")
    stem, dot, ending = line.rpartition(".")
    if dot and stem and len(ending) <= 10:
        room = _LONGEST - len(ending) - 1
        return f"{stem[:room].rstrip()}.{ending}"
    return line[:_LONGEST] or _UNNAMED


def ending_of(name: str) -> str:
    """Give the ending of a name in lower case without its dot, empty when it has none."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem else ""
