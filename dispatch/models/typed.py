"""What people type, brought into the one form it is stored in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from lib.text import nfc, single_line

EMPTY_BODY: dict[str, Any] = {"type": "doc", "content": [{"type": "paragraph"}]}


def lines_of(value: Any) -> tuple[str, ...]:
    """Give a list, or text with one entry a line, as single lines that are not empty; TypeError for anything else."""
    entries: Sequence[Any] = value.splitlines() if isinstance(value, str) else list(value)
    if not all(isinstance(entry, str) for entry in entries):
        raise TypeError("lines")
    cleaned = (single_line(storable(entry)) for entry in entries)
    return tuple(entry for entry in cleaned if entry)


def body_of(value: Any) -> Mapping[str, Any]:
    """Give the JSON of a body, or its text, normalised; TypeError or ValueError for anything else."""
    if isinstance(value, str):
        value = json.loads(value) if value.strip() else EMPTY_BODY
    if not isinstance(value, Mapping):
        raise TypeError("body")
    normal = _normal(value)
    assert isinstance(normal, dict)  # noqa: S101 -- _normal keeps mappings mappings
    return normal


def storable(text: str) -> str:
    """Give ``text`` without what PostgreSQL and UTF-8 cannot hold: zero bytes, and halves of a surrogate pair.

    Browsers leave such a half where a text was cut within an emoji; a sign stands for it, the rest is kept.
    """
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _normal(value: Any) -> Any:
    """Give JSON with every text in NFC and storable."""
    if isinstance(value, str):
        return nfc(storable(value))
    if isinstance(value, Mapping):
        return {nfc(storable(str(key))): _normal(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_normal(item) for item in value]
    if value is None or isinstance(value, bool | int):
        return value
    raise TypeError("body")
