"""Where the index lies and how far it reaches: one small file, replaced as a whole after every commit.

``through``: every row whose transaction is older is in the index. ``ahead``: rows of younger transactions
that are in it too. ``cluster`` names the database the index was made from; an index of another one is no
index.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

FORM: Final = 1  # raise it with every change of schema, words or document: old indexes are then built anew
_NAME: Final = "place.json"
_MOST_AHEAD: Final = 5_000  # readers take what is not written for not yet indexed, which is only slower


@dataclass(frozen=True)
class Place:
    """The index as its writer left it; ``commit`` counts the commits of ``folder``."""

    folder: str
    cluster: str
    through: int
    commit: int = 0
    form: int = FORM
    ahead: dict[int, int] = field(default_factory=dict)


def read(home: Path) -> Place | None:
    """Give the place written in ``home``, or None when there is none, it is damaged, or of another form."""
    try:
        kept = json.loads((home / _NAME).read_bytes())
        kept["ahead"] = {int(pk): changed for pk, changed in kept["ahead"].items()}
        place = Place(**kept)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return place if place.form == FORM else None


def write(home: Path, place: Place) -> None:
    """Replace the place kept in ``home``."""
    fresh = home / f"{_NAME}.new"
    ahead = dict(islice(place.ahead.items(), _MOST_AHEAD))
    fresh.write_text(json.dumps({**asdict(place), "ahead": ahead}))
    fresh.replace(home / _NAME)
