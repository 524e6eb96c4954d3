"""Make the procedures of incoming letters anew from the ledger. What stands right is left as it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from dispatch import queries
from dispatch.enums import IncomingStatus
from dispatch.models import IncomingLetter
from dispatch.operations import directing
from organisation.models.actor import Actor
from workflow.incoming_letter import door
from workflow.incoming_letter.queries import letters_to_rebuild

__all__ = ["Rebuilt", "letters_to_rebuild", "rebuild", "rebuild_one"]


class Rebuilt(NamedTuple):
    """How many letters were looked at, and how many of their procedures had to be made anew."""

    seen: int
    made: int


def rebuild(letters: Iterable[IncomingLetter], *, at: datetime) -> Rebuilt:
    """Bring the procedure of each letter to where the letter stands; one transaction a letter."""
    seen = made = 0
    for letter in letters:
        seen += 1
        made += rebuild_one(letter, at=at)
    return Rebuilt(seen, made)


def rebuild_one(letter: IncomingLetter, *, at: datetime) -> bool:
    """Bring one procedure to where its letter stands; begin the handling of a letter that was registered without.

    Follows vacant and refilled posts too: whoever holds the post, or heads the unit, today is asked.
    """
    if queries.handling_of(letter) is None and letter.status == IncomingStatus.REGISTERED:
        by = Actor.system(letter.organisation, door.NAME)
        with door.tending(letter, by=by, at=at):
            directing.begin(letter=letter, by=by, at=at)
        return True
    return door.bring_to(letter, at=at)
