"""Whether a letter was opened so lately that opening it again is nothing new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.operations.reading import AGAIN_AFTER, OPENED
from web.letters.history import READING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from audit.models import Event
    from organisation.models.actor import Actor


def opened_lately(events: Iterable[Event], *, by: Actor, at: datetime) -> bool:
    """Say whether this person opened the letter within the hour and it has not moved since."""
    person = by.person.pk if by.person else None
    for event in reversed(list(events)):
        if event.name not in READING:
            return False
        if event.name == OPENED and event.trail.get("person") == person:
            return event.at > at - AGAIN_AFTER
    return False
