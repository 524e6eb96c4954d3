"""The number beside the news in the side bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notices import queries

if TYPE_CHECKING:
    from datetime import datetime

    from organisation.models.actor import Actor


def unseen(actor: Actor, at: datetime) -> int | None:
    """Give how much this person was told and has not seen, None when it is nothing: news ask for no work."""
    return queries.unseen_of(actor).count() or None
