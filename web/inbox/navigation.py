"""The number beside the inbox in the side bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.queries import count_waiting
from workflow import queries

if TYPE_CHECKING:
    from datetime import datetime

    from organisation.models.actor import Actor


def waiting(actor: Actor, at: datetime) -> int:
    """Give how much waits for this person: steps of letters, and what was asked of the archive."""
    return queries.waiting(actor, at) + count_waiting(actor, at)
