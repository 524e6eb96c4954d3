"""The dossiers of the office, by year and heading of the file plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from archive import policies, queries
from archive.enums import DossierState
from lib.text import fold
from ui.paging import paginate
from ui.screens import render, screen

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse, QueryDict

    from archive.models import Dossier
    from ui.request import OfficeRequest

OUTSIDE: Final = "-"  # stands for the dossiers that come from no plan
ORDERS: Final = {
    "": ("-year", "code", "id"),
    "code": ("code", "-year", "id"),
    "-code": ("-code", "-year", "id"),
    "title": ("title_sort", "-year", "id"),
    "-title": ("-title_sort", "-year", "id"),
}


@dataclass(frozen=True)
class Heading:
    """One heading of a year's plan and how many dossiers stand under it."""

    name: str
    key: str
    count: int
    current: bool


@dataclass(frozen=True)
class Year:
    """One year and its headings."""

    year: int
    count: int
    current: bool
    headings: tuple[Heading, ...]


@screen()
def dossiers(request: OfficeRequest) -> HttpResponse:
    """List the dossiers this person sees; what is left out is said aloud."""
    seen = queries.dossiers_visible_to(request.actor, request.at)
    year, heading, state = _year(request.GET), request.GET.get("heading", ""), request.GET.get("state", "")
    text, mine = request.GET.get("q", "").strip()[:200], request.GET.get("mine") == "1"
    shown = _narrowed(seen, year, heading)
    if mine:
        shown = shown.filter(keeper=request.actor.person)
    if text:
        shown = shown.filter(pk__in=_meant(shown, text))
    states = dict(shown.order_by().values_list("state").annotate(n=Count("pk")))
    if state in DossierState.values:
        shown = shown.filter(state=state)
    lying = Count("records", filter=Q(records__removed_at__isnull=True))
    order = request.GET.get("sort", "")
    rows = shown.annotate(record_count=lying).order_by(*ORDERS.get(order, ORDERS[""]))
    unit = request.actor.acting_post.unit if request.actor.acting_post else None
    context = {
        "page": paginate(rows, request),
        "years": _tree(seen, year, heading),
        "everything": seen.count(),
        "said": _said(year, heading, state, text, mine=mine),
        "states": [(value, label, states.get(value, 0)) for value, label in DossierState.choices],
        "all_states": sum(states.values()),
        "state": state,
        "mine": mine,
        "text": text,
        "sort": order,
        "year": year,
        "heading": heading,
        "may_open": policies.may_open(request.actor, unit) if unit else False,
        "plan_year": year or request.at.year,
    }
    return render(request, "dossiers/list.html", context)


def _year(asked: QueryDict) -> int | None:
    year = asked.get("year", "")
    return int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None  # noqa: PLR2004 -- a year


def _narrowed(seen: QuerySet[Dossier], year: int | None, heading: str) -> QuerySet[Dossier]:
    if year is not None:
        seen = seen.filter(year=year)
    if heading == OUTSIDE:
        return seen.filter(entry__isnull=True)
    return seen.filter(entry__heading=heading.replace("\0", "")) if heading else seen


def _meant(shown: QuerySet[Dossier], text: str) -> list[int]:
    """Give those whose code or title holds the text, marks or none."""
    words = fold(text).split()
    lines = shown.order_by().values_list("pk", "code", "title")
    return [pk for pk, code, title in lines if all(word in fold(f"{code} {title}") for word in words)]


def _tree(seen: QuerySet[Dossier], year: int | None, heading: str) -> list[Year]:
    """Give years, newest first, each with the headings of its plan and the dossiers that come from no plan."""
    counted: dict[int, Counter[str]] = {}
    lines = seen.order_by().values_list("year", "entry_id", "entry__heading").annotate(n=Count("pk"))
    for of_year, entry, name, number in lines:
        counted.setdefault(of_year, Counter())[OUTSIDE if entry is None else name or ""] += number
    return [
        Year(
            year=of_year,
            count=sum(names.values()),
            current=of_year == year and not heading,
            headings=tuple(
                Heading(
                    _("Outside the plan") if name == OUTSIDE else name,
                    name,
                    names[name],
                    of_year == year and name == heading,
                )
                for name in sorted(names, key=lambda name: (name == OUTSIDE, name))
                if name
            ),
        )
        for of_year, names in sorted(counted.items(), reverse=True)
    ]


def _said(year: int | None, heading: str, state: str, text: str, *, mine: bool) -> list[str]:
    labels: Mapping[str, str] = {str(value): str(label) for value, label in DossierState.choices}
    said = []
    if year is not None:
        said.append(_("year %(year)s") % {"year": year})
    if heading:
        said.append(_("outside the plan") if heading == OUTSIDE else heading)
    if state in labels:
        said.append(labels[state])
    if mine:
        said.append(_("kept by me"))
    if text:
        said.append(_("with “%(text)s”") % {"text": text})
    return said
