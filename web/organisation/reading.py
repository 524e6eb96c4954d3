"""Reading the office: everybody in it may."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.http import HttpResponse

from dispatch.models.kinds import PARTY, kind_of
from lib.calendar import local_day
from organisation import policies, queries
from organisation.enums import Duty
from ui.paging import paginate
from ui.screens import render, screen
from web.organisation.missing import missing_for
from web.organisation.tabs import tabs_for
from workflow.in_hand import left_behind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from organisation.models import Delegation, Post, SigningMandate, Unit
    from ui.request import OfficeRequest


@dataclass(frozen=True)
class Holder:
    """A post as it is listed: who, as what, and who stands in."""

    post: Post
    duties: str
    away: Delegation | None


@dataclass(frozen=True)
class UnitRows:
    """A unit and its people in protocol order."""

    unit: Unit
    depth: int
    holders: tuple[Holder, ...]


def duties_of(codes: Iterable[str]) -> str:
    """Give duties in words."""
    return ", ".join(str(Duty(code).label) for code in codes if code in Duty.values)


@screen()
def office(request: OfficeRequest) -> HttpResponse:
    """Show units and people in protocol order, as of today."""
    organisation, day = request.actor.organisation, local_day(request.at)
    posts = list(queries.posts_on(organisation, day))
    away = {row.principal_id: row for row in queries.delegations_of(organisation) if in_force(row, day)}
    holders: dict[int, list[Holder]] = defaultdict(list)
    for post in posts:
        holders[post.unit_id].append(Holder(post, duties_of(post.duties), away.get(post.pk)))
    units = list(queries.units_of(organisation, day))
    may_administer = policies.may_administer(request.actor)
    context = {
        "tabs": tabs_for("office", request.actor),
        "units": _tree(units, holders),
        "unit_count": len(units),
        "people_count": len({post.person_id for post in posts}),
        "may_administer": may_administer,
        "missing": missing_for(request.actor, request.at),
        "left_behind": left_behind(organisation, request.at) if may_administer else [],
    }
    return render(request, "organisation/office.html", context)


def _tree(units: Sequence[Unit], holders: dict[int, list[Holder]]) -> list[UnitRows]:
    """Give the units depth first, each under its parent."""
    below: dict[int | None, list[Unit]] = defaultdict(list)
    known = {unit.pk for unit in units}
    for unit in units:
        below[unit.parent_id if unit.parent_id in known else None].append(unit)

    def walk(parent: int | None, depth: int) -> list[UnitRows]:
        rows: list[UnitRows] = []
        for unit in below[parent]:
            rows.append(UnitRows(unit, depth, tuple(holders[unit.pk])))
            rows += walk(unit.pk, depth + 1)
        return rows

    return walk(None, 0)


def in_force(row: Delegation, day: date) -> bool:
    """Say whether a delegation lets somebody act on ``day``, as far as its own row tells."""
    return row.revoked_at is None and row.valid_from <= day <= row.valid_until


def with_kinds(row: SigningMandate) -> SigningMandate:
    """Give the mandate with the names of the kinds it is limited to, for the page."""
    row.kind_names = "; ".join(kind_of(code).name for code in row.kinds)  # type: ignore[attr-defined]
    return row


@screen()
def mandates(request: OfficeRequest) -> HttpResponse:
    """Show who may sign, by what right, since when."""
    page = paginate(queries.mandates_of(request.actor.organisation), request)
    page = replace(page, rows=[with_kinds(row) for row in page.rows])
    context = {
        "tabs": tabs_for("mandates", request.actor),
        "page": page,
        "today": local_day(request.at),
        "may_administer": policies.may_administer(request.actor),
    }
    return render(request, "organisation/mandates.html", context)


@screen()
def names(request: OfficeRequest) -> HttpResponse:
    """Show what the organisation was called, and when."""
    context = {
        "tabs": tabs_for("names", request.actor),
        "periods": (periods := queries.periods_of(request.actor.organisation)),
        "kinds_are_open": any(period.format_profile == PARTY for period in periods[:1]),
        "may_administer": policies.may_administer(request.actor),
    }
    return render(request, "organisation/names.html", context)
