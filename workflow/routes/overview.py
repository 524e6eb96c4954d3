"""Where the letters of an office stand on their routes, and which of them are late: one question, however many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from organisation.models import Organisation
from workflow.models import RoutePin, RouteVersion, WorkItem
from workflow.routes.built_in import default_route
from workflow.routes.chart import FINISH
from workflow.routes.choosing import LETTER_KIND, chosen
from workflow.routes.schema import DRAFT, Route, StageKind

# The steps of ours that stand outside the stages, or are the signature whatever its stage is called.
_OUTSIDE: Mapping[str, str] = MappingProxyType(
    {"draft": DRAFT, "approve": "", "sign": "", "number_and_seal": FINISH}
)


@dataclass
class Standing:
    """The letters at one place of a route: how many, and how many of them past their day."""

    letters: int = 0
    late: int = 0


@dataclass
class UnderWay:
    """A route with letters on it. No ``version``: the built-in one. Places are stages, the draft and the number."""

    route: Route
    version: RouteVersion | None
    places: dict[str, Standing] = field(default_factory=dict)

    @property
    def letters(self) -> int:
        """Give how many letters are on the way."""
        return sum(one.letters for one in self.places.values())

    @property
    def late(self) -> int:
        """Give how many of them are late."""
        return sum(one.late for one in self.places.values())


def under_way(organisation: Organisation, day: date) -> list[UnderWay]:
    """Give every route of the office with letters on it, those with the most letters first.

    A letter that asks several at once counts once, and is late when one of them is. Letters begun before there
    were routes, and drafts nobody has submitted, go by the built-in one until they are pinned.
    """
    items = WorkItem.items.filter(organisation=organisation, letter_kind=LETTER_KIND, done_at__isnull=True)
    pins = RoutePin.rows.filter(letter_kind=LETTER_KIND, letter_key=OuterRef("letter_key"))
    rows = (
        items.order_by()
        .annotate(version=Subquery(pins.values("version")[:1]))
        .values("version", "stage", "step")
        .annotate(
            letters=Count("letter_key", distinct=True),
            late=Count("letter_key", distinct=True, filter=Q(due_on__lt=day)),
        )
    )
    counted = list(rows)
    versions = RouteVersion.rows.select_related("route").in_bulk(
        {row["version"] for row in counted if row["version"]}
    )
    found: dict[int | None, UnderWay] = {}
    for row in counted:
        version = versions.get(row["version"])
        key = version.pk if version else None
        if key not in found:
            found[key] = UnderWay(chosen(version).route if version else default_route(), version)
        place = place_of(found[key].route, row["stage"], row["step"])
        if place:
            standing = found[key].places.setdefault(place, Standing())
            standing.letters += row["letters"]
            standing.late += row["late"]
    return sorted((one for one in found.values() if one.letters), key=lambda one: -one.letters)


def late_items(organisation: Organisation, day: date) -> QuerySet[WorkItem]:
    """Give every step past its day, the longest waiting first, each with the ``version`` its letter goes by."""
    pins = RoutePin.rows.filter(letter_kind=LETTER_KIND, letter_key=OuterRef("letter_key"))
    items = WorkItem.items.filter(
        organisation=organisation, letter_kind=LETTER_KIND, done_at__isnull=True, due_on__lt=day
    )
    rows = items.annotate(version=Subquery(pins.values("version")[:1])).select_related("owner_post__person")
    return rows.order_by("due_on", "id")


def place_of(route: Route, stage: str, step: str) -> str:
    """Give the place on the drawing of a step: its stage, or what the chart of ours calls it; empty: outside."""
    if any(one.key == stage for one in route.stages):
        return stage
    signature = next((one.key for one in route.stages if one.kind == StageKind.SIGNATURE), "")
    if step in _OUTSIDE:
        return _OUTSIDE[step] or signature
    return step if any(one.key == step for one in route.stages) else ""
