"""The texts that stand in the same file behind the signature: a promulgated text, then appendices.

The file is signed once for all of them (Decree 30/2020 App. I, Part I, II.8.b); each counts its own pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dispatch.models.typed import body_of, storable
from lib.text import single_line

APPENDIX, PROMULGATED = "appendix", "promulgated"
MOST_PARTS = 30
_KEYS = {"role", "kind", "title", "body"}


@dataclass(frozen=True)
class Part:
    """One text behind the signature. ``kind`` names a promulgated text (its title in capitals), else it is empty."""

    role: str
    title: str
    body: Mapping[str, Any]
    kind: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give the stored form."""
        return {"role": self.role, "kind": self.kind, "title": self.title, "body": dict(self.body)}

    @property
    def says_something(self) -> bool:
        """Say whether anything was typed."""
        return bool(self.title) or _has_text(self.body)


def parts_of(value: Any) -> tuple[Part, ...]:
    """Read parts as a form or stored JSON gives them: the promulgated text first, empty ones left out.

    TypeError or ValueError for what cannot be read, for two promulgated texts and for more than ``MOST_PARTS``.
    """
    if not isinstance(value, list | tuple):
        raise TypeError("parts")
    read = [one for one in map(_part, value) if one.says_something]
    read.sort(key=lambda one: one.role != PROMULGATED)
    if len(read) > MOST_PARTS or sum(one.role == PROMULGATED for one in read) > 1:
        raise ValueError("parts")
    return tuple(read)


def _part(value: Any) -> Part:
    if isinstance(value, Part):
        return value
    if not isinstance(value, Mapping) or set(value) - _KEYS:
        raise TypeError("part")
    role, kind, title = (value.get(name, "") for name in ("role", "kind", "title"))
    if role not in (APPENDIX, PROMULGATED) or not isinstance(kind, str) or not isinstance(title, str):
        raise TypeError("part")
    return Part(
        role, single_line(storable(title)), body_of(value.get("body", "")), single_line(storable(kind))
    )


def _has_text(node: Mapping[str, Any]) -> bool:
    if str(node.get("text", "")).strip():
        return True
    return any(isinstance(child, Mapping) and _has_text(child) for child in node.get("content") or ())
