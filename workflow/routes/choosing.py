"""Which route a letter goes by: chosen once, kept with the letter by digest, changed only by a logged move."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import F

from lib.canonical import canonical
from workflow.models import Route as RouteRow
from workflow.models import RoutePin, RouteVersion
from workflow.routes.built_in import BUILT_IN, default_route
from workflow.routes.errors import RouteIsUnknown
from workflow.routes.schema import Route, read_route

LETTER_KIND = "outgoing"


class Chosen(NamedTuple):
    """A route and the version row it comes from; no version: built in."""

    route: Route
    version: RouteVersion | None

    @property
    def digest(self) -> str:
        """Give the digest a letter is pinned to."""
        return self.version.digest if self.version else self.route.digest


def route_for(letter: Any, at: datetime) -> Chosen:
    """Give the route a new letter goes by: the current version of the active route that fits it best.

    A route for its kind and unit goes before one for its kind, that before one for its unit, that before one for
    every letter; publishing refuses two that fit equally well. Without any it is the built-in one.
    """
    rows = RouteRow.rows.filter(organisation=letter.organisation_id, is_active=True)
    ordered = rows.select_related("current").order_by("code", "id")
    fitting = [(row, row.current) for row in ordered if row.current is not None and fits(row, letter)]
    if not fitting:
        return Chosen(default_route(), None)
    _best, version = max(fitting, key=lambda one: (bool(one[0].kinds), one[0].unit_id is not None))
    return chosen(version)


def fits(row: RouteRow, letter: Any) -> bool:
    """Say whether ``letter`` is of the kinds and the unit ``row`` is for."""
    return (not row.kinds or letter.kind in row.kinds) and row.unit_id in (None, letter.unit_id)


def pinned(letter: Any) -> Chosen | None:
    """Give the route ``letter`` was pinned to; None when it was never pinned. Refuses an unknown digest."""
    pin = pin_of(letter)
    return None if pin is None else route_of(pin)


def pin_of(letter: Any) -> RoutePin | None:
    """Give the pin of ``letter``, with its version."""
    pins = RoutePin.rows.filter(organisation=letter.organisation_id, letter_kind=LETTER_KIND)
    return pins.select_related("version").filter(letter_key=letter.pk).first()


def route_of(pin: RoutePin) -> Chosen:
    """Give the route behind a pin, by its digest."""
    if pin.version is not None:
        return chosen(pin.version)
    if pin.digest not in BUILT_IN:
        raise RouteIsUnknown(digest=pin.digest[:12])
    return Chosen(BUILT_IN[pin.digest], None)


def pin(letter: Any, *, at: datetime) -> Chosen:
    """Pin ``letter`` to the route that fits it now, unless it has one; give its route. Call within the act."""
    known = pinned(letter)
    if known is not None:
        return known
    new = route_for(letter, at)
    RoutePin.rows.create(
        organisation_id=letter.organisation_id,
        letter_kind=LETTER_KIND,
        letter_key=letter.pk,
        version=new.version,
        digest=new.digest,
        pinned_at=at,
    )
    return new


def move_pin(letter: Any, new: Chosen) -> None:
    """Pin ``letter`` to another route, a counted move; the caller holds the letter and writes the event."""
    pins = RoutePin.rows.filter(organisation=letter.organisation_id, letter_kind=LETTER_KIND)
    pins.filter(letter_key=letter.pk).update(version=new.version, digest=new.digest, moves=F("moves") + 1)


def chosen(version: RouteVersion) -> Chosen:
    """Give the route of ``version``, read once a process: by digest, never by key, for keys come again."""
    return Chosen(_read(version.digest, canonical(version.stages)), version)


@lru_cache(maxsize=256)
def _read(digest: str, stages: bytes) -> Route:
    route = read_route(json.loads(stages))
    if route.digest != digest:  # the row does not hold what its digest says: never go by it
        raise RouteIsUnknown(digest=digest[:12])
    return route
