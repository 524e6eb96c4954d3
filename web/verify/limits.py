"""How often one address may ask: counters in the cache, a window a minute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.core.cache import cache

if TYPE_CHECKING:
    from datetime import datetime

WINDOW_SECONDS: Final = 60


def within(what: str, who: str, *, most: int, at: datetime) -> bool:
    """Count one asking of ``what`` by ``who``; say whether it is still among the first ``most`` of this minute."""
    key = f"limit-{what}-{who}-{int(at.timestamp()) // WINDOW_SECONDS}"
    cache.add(key, 0, 2 * WINDOW_SECONDS)
    try:
        return cache.incr(key) <= most
    except ValueError:  # the counter was dropped between the two calls; the next asking counts again
        return True
