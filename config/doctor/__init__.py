"""What must be true of a running office, checked row by row: ``./office doctor``.

Constraints keep most of it while it runs; the doctor finds what came about beside the house: a restored backup,
a hand in the database, a damaged disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

Check = Callable[[], Iterator["Finding"]]


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it must be: the check that found it, the thing, and a sentence."""

    check: str
    subject: str
    sentence: str
