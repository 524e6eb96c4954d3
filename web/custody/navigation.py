"""The number beside the transfers in the side bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive import queries

if TYPE_CHECKING:
    from datetime import datetime

    from organisation.models.actor import Actor


def to_answer(actor: Actor, at: datetime) -> int | None:
    """Give how many offers wait for the archivist; for anybody else the database is not asked."""
    return len(queries.offers_waiting_for(actor, at)) or None
