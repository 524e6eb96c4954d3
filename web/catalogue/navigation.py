"""The number beside the catalogue in the side bar: what was asked of the archive and waits for this person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive import queries

if TYPE_CHECKING:
    from datetime import datetime

    from organisation.models.actor import Actor


def waiting(actor: Actor, at: datetime) -> int | None:
    """Give how many requests to read and certified copies wait for this person, None when it is nothing."""
    return queries.count_asked_of_archive(actor, at) or None
