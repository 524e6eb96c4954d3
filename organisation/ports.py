"""What the office has to ask of above when somebody leaves: what they still hold, and who else has to act on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from organisation.models import Person, Post
from organisation.models.actor import Actor


class WorkInHand(Protocol):
    """Whoever gives work to posts."""

    def count(self, post: Post) -> int:
        """Say how much still waits for ``post``, or names it, and would stop with it."""


class Leaving(Protocol):
    """Whoever keeps something of a person's that must end with the employment. Called in its transaction."""

    def left(self, person: Person, *, reason: str, by: Actor, at: datetime) -> None:
        """End what ``person`` must not use any more."""


_work: list[WorkInHand] = []
_leaving: list[Leaving] = []


def join(*, work: WorkInHand, leaving: Sequence[Leaving]) -> None:
    """Set who knows the work in hand and who is told of a leaving, replacing what was set before."""
    _work[:] = [work]
    _leaving[:] = leaving


def work_in_hand(post: Post) -> int:
    """Give how much ``post`` still has in hand."""
    return sum(one.count(post) for one in _work)


def tell_of_leaving(person: Person, *, reason: str, by: Actor, at: datetime) -> None:
    """Let everybody end what is theirs to end."""
    for one in _leaving:
        one.left(person, reason=reason, by=by, at=at)
