"""What stands in the side bar and under the thumb: data, joined by config from the areas that are there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from django.utils.functional import Promise

    from organisation.models.actor import Actor

GROUPS: dict[str, str | Promise] = {
    "mine": _("My work"),
    "registry": _("Registry"),
    "office": _("The office"),
}
PHONE_TABS = 4


@dataclass(frozen=True)
class Item:
    """One way into an area; ``policy`` hides it from those it is not for, ``count`` says what waits there.

    ``also`` names further URL names (or whole namespaces) that light the item up.
    """

    url_name: str
    label: str | Promise
    icon: str
    group: str = "mine"
    policy: Callable[[Actor, datetime], object] | None = None
    count: Callable[[Actor, datetime], int | None] | None = None
    phone: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """An item as it is drawn for one person."""

    url: str
    label: str | Promise
    icon: str
    current: bool
    count: int | None
    phone: bool


@dataclass(frozen=True)
class Group:
    """A titled group of entries; empty ones are not drawn."""

    label: str | Promise
    entries: Sequence[Entry]


_items: list[Item] = []


def use(items: Sequence[Item]) -> None:
    """Set the whole navigation. Called once, by config; an unknown group raises ValueError."""
    unknown = {item.group for item in items} - set(GROUPS)
    if unknown:
        raise ValueError(f"unknown navigation group: {', '.join(sorted(unknown))}")
    _items[:] = items


def navigation_for(actor: Actor, at: datetime, here: str) -> list[Group]:
    """Give the groups this person sees, with the entry of ``here`` (the view name of the page) marked."""
    shown = [item for item in _items if item.policy is None or item.policy(actor, at)]
    groups = []
    for key, label in GROUPS.items():
        entries = [_entry(item, actor, at, here) for item in shown if item.group == key]
        if entries:
            groups.append(Group(label, entries))
    return groups


def phone_tabs(groups: Sequence[Group]) -> list[Entry]:
    """Give the few entries that fit under a thumb, in their order."""
    return [entry for group in groups for entry in group.entries if entry.phone][:PHONE_TABS]


def _entry(item: Item, actor: Actor, at: datetime, here: str) -> Entry:
    current = here == item.url_name or any(here == name or here.startswith(f"{name}:") for name in item.also)
    count = item.count(actor, at) if item.count else None
    return Entry(reverse(item.url_name), item.label, item.icon, current, count, item.phone)
