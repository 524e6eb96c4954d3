"""The number beside the inbox in the side bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow import queries

if TYPE_CHECKING:
    from datetime import datetime

    from organisation.models.actor import Actor


def waiting(actor: Actor, at: datetime) -> int:
    """Give how much waits for this person."""
    return queries.waiting(actor, at)
