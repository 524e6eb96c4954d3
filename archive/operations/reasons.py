"""The reason an act has to give."""

from __future__ import annotations

from archive import errors
from lib.text import single_line


def required(reason: str) -> str:
    """Give the cleaned ``reason``; refuse one with fewer than five letters or digits."""
    reason = single_line(reason)
    if sum(letter.isalnum() for letter in reason) < 5:
        raise errors.ReasonNeeded
    return reason
