"""Has a Word file read by the closed process, and says in one sentence why one cannot be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dispatch import errors
from dispatch.importing.losses import Loss
from lib.isolation.room import ClosedRoom, TooHard

_room = ClosedRoom("dispatch.importing.child", at_once=1)
_FAULTS = {"locked": errors.ImportIsLocked, "too_large": errors.ImportIsTooHard}


@dataclass(frozen=True)
class Imported:
    """The text of a file as a body, and what stayed behind: each sort with its count, styles by name."""

    body: Mapping[str, Any]
    losses: tuple[tuple[Loss, int], ...]
    styles: tuple[str, ...]


def read(content: bytes, *, name: str) -> Imported:
    """Give the text of a .docx; refuses (ImportRefused) what is broken, locked, without measure or without words.

    Raises lib.isolation.room.RoomLost when the closed process itself cannot live.
    """
    try:
        told = json.loads(_room.ask(b"", content))
    except TooHard:
        raise errors.ImportIsTooHard(name=name) from None
    if "body" not in told:
        raise _FAULTS.get(told.get("fault"), errors.ImportIsBroken)(name=name)
    counts = told["losses"]
    losses = tuple((loss, counts[loss.value]) for loss in Loss if counts.get(loss.value))
    return Imported(told["body"], losses, tuple(told["styles"]))
