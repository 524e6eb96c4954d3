"""The rooms, shelves and boxes an old list names: those that stand are found, the others are made, all at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from archive.enums import PlaceKind
from archive.models import StorePlace
from lib.database import copy_values, next_keys
from lib.text import code_key

_NAMES: Final = ("id", "organisation", "kind", "code", "code_sort", "within", "name")
_AT_ONCE: Final = 200


@dataclass
class Places:
    """The places of one organisation while an import runs; ``write`` keeps those that are new."""

    organisation: int
    known: dict[tuple[str, str, int | None], int] | None = None
    shelves: dict[tuple[str, str, str], int | None] = field(default_factory=dict)
    fresh: list[tuple[Any, ...]] = field(default_factory=list)
    keys: list[int] = field(default_factory=list)

    def of(self, shelf: tuple[str, str, str]) -> int | None:
        """Give the place a list names by room, shelf and box; one that names no room stands in the room “?”."""
        if not any(shelf):
            return None
        if shelf not in self.shelves:
            room, rack, box = shelf
            place = self._one(PlaceKind.STORE, room or "?", None)
            if rack:
                place = self._one(PlaceKind.SHELF, rack, place)
            if box:
                place = self._one(PlaceKind.BOX, box, place)
            self.shelves[shelf] = place
        return self.shelves[shelf]

    def write(self) -> None:
        """Write the places that were not there before."""
        if self.fresh:
            copy_values(StorePlace, _NAMES, self.fresh)
            self.fresh = []

    def _one(self, kind: PlaceKind, code: str, within: int | None) -> int:
        if self.known is None:
            there = StorePlace.objects.filter(organisation=self.organisation).order_by()
            self.known = {
                (kind, code, within): pk
                for kind, code, within, pk in there.values_list("kind", "code", "within", "pk")
            }
        named = (kind.value, code[:60], within)
        if named not in self.known:
            if not self.keys:
                self.keys = next_keys(StorePlace, _AT_ONCE)[::-1]
            self.known[named] = key = self.keys.pop()
            self.fresh.append((key, self.organisation, *named[:2], code_key(named[1])[:200], within, ""))
        return self.known[named]
