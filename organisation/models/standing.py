"""The posts and delegations of whoever reads a page, read once for the whole page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

from organisation.models.people import Person, Post
from organisation.models.powers import Delegation


@dataclass(frozen=True)
class Standing:
    """What ``person`` holds on ``day``, as `posts_of` and `delegations_held_by` gave it."""

    person: Person
    day: date
    posts: Sequence[Post]
    delegations: Sequence[Delegation]


_of_the_page: ContextVar[Standing | None] = ContextVar("standing of the page", default=None)


@contextmanager
def known(standing: Standing) -> Iterator[None]:
    """Let `capacities` take ``standing`` for its person meanwhile. Only for what reads: an act asks anew."""
    token = _of_the_page.set(standing)
    try:
        yield
    finally:
        _of_the_page.reset(token)


def known_of(person: Person, day: date) -> Standing | None:
    """Give what is known of ``person`` on ``day``, or None."""
    standing = _of_the_page.get()
    return standing if standing is not None and (standing.person, standing.day) == (person, day) else None
