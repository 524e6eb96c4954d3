"""The number beside the transfers in the side bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive import queries
from organisation.enums import Duty

if TYPE_CHECKING:
    from datetime import datetime

    from organisation.models.actor import Actor


def to_answer(actor: Actor, at: datetime) -> int | None:
    """Give how many offers wait for the archivist; nobody else is asked."""
    if not actor.has_duty(Duty.ARCHIVIST):
        return None
    return queries.waiting_transfers(actor.organisation).count() or None
