"""What audit asks of whoever acts. ``organisation.models.actor.Actor`` is the one implementation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Author(Protocol):
    """Someone or something that acts, as the event keeps it."""

    @property
    def organisation_key(self) -> int:
        """Give the key of the organisation acted in."""

    def trail(self) -> Mapping[str, int | str | None]:
        """Give the keys: person, post, represented (post acted for), authority (delegation), channel, address."""

    def names(self) -> Mapping[str, str]:
        """Give the readable names of the same, as they are today; they go into the erasable detail."""
