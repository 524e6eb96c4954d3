"""Where a record comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """Where a record comes from: a kind of thing and the thing's key, both as text."""

    kind: str
    key: str
