"""The tree and one unit of it: what it says, what it holds, where it stands. All of it works without scripts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive import policies, queries
from archive.enums import Level
from archive.models import CatalogueRecord
from archive.operations import catalogue_use
from audit.queries import history_of
from ui.paging import paginate
from ui.rows import Column, LogEntry
from ui.screens import render, screen
from web.catalogue import words
from web.catalogue.finding import unit_of

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse

    from archive.models import CatalogueUnit
    from audit.models import Event
    from ui.request import OfficeRequest

COLUMNS: Final = (
    Column(label=_("Code"), key="code"),
    Column(label=_("Title"), key="title", width="wide"),
    Column(label=_("Time"), key="date"),
    Column(label=_("Extent"), width="number"),
    Column(label=_("Retention")),
    Column(label=_("Medium")),
)
ORDERS: Final = (
    ("", _("As arranged")),
    ("code", _("By code")),
    ("date", _("By date")),
    ("-date", _("Newest first")),
    ("title", _("By title")),
)
RECORDS_ON_A_PAGE: Final = 100
HAPPENED: Final = {
    "catalogue.added": _("entered it in the catalogue"),
    "catalogue.placed": _("gave the dossier its place in the catalogue"),
    "catalogue.described": _("changed the description"),
    "catalogue.moved": _("moved it"),
    "catalogue.viewed": _("looked at it"),
    "catalogue.lent": _("lent the original"),
    "catalogue.copy_asked": _("asked for a certified copy"),
    "catalogue.came_back": _("took the original in again"),
    "catalogue.read": _("read a document of it"),
}


@dataclass(frozen=True)
class Row:
    """A dossier as a line of a list."""

    unit: CatalogueUnit
    dates: str
    keeping: str


@screen()
def home(request: OfficeRequest) -> HttpResponse:
    """Show the fonds this person may see."""
    seen = queries.units_visible_to(request.actor, request.at)
    branch = queries.branch_of(seen, None, after=_after(request))
    context = {
        "tree": branch,
        "branch": branch,
        "rows": [(part, words.dates_of(part.unit)) for part in branch.parts],
        "may_change": policies.may_catalogue(request.actor),
        "readings": queries.readings_waiting_for(request.actor, request.at).count(),
        "copies": queries.copies_waiting_for(request.actor, request.at).count(),
        "creators": queries.creators_of(request.actor.organisation),
    }
    return render(request, "catalogue/home.html", context)


@screen()
def branch(request: OfficeRequest, pk: int) -> HttpResponse:
    """Give the parts of a unit as a branch of the tree; the whole page for those without scripts."""
    parent = unit_of(request, pk) if pk else None
    seen = queries.units_visible_to(request.actor, request.at)
    found = queries.branch_of(seen, parent, after=_after(request))
    depth = len(queries.ancestors_of(seen, parent)) + 2 if parent else 1
    context = {"branch": found, "parent": parent, "depth": depth}
    return render(request, "catalogue/branch.html", context)


@screen()
def unit(request: OfficeRequest, pk: int) -> HttpResponse:
    """Show one unit at its permanent address: way up, tree around it, description, contents, neighbours."""
    seen = queries.units_visible_to(request.actor, request.at)
    found = queries.with_all_it_names(seen).filter(pk=pk).first()
    if found is None:
        raise Http404
    found.place = queries.place_of(found)
    before, after = queries.neighbours_of(seen, found)
    way = queries.ancestors_of(seen, found)
    context = {
        "unit": found,
        "tree": queries.tree_around(seen, found, way),
        "way": way,
        "before": before,
        "after": after,
        "facts": words.facts_of(found, queries.access_of(found, way)),
        "left_over": words.told_of_left_over(found),
        "may_change": policies.may_change_unit(request.actor, found),
    }
    if found.level == Level.DOSSIER:
        catalogue_use.note_view(unit=found, by=request.actor, at=request.at)
        context |= {"records": paginate(queries.records_in(found), request, per_page=RECORDS_ON_A_PAGE)}
        context |= {"out": queries.loan_out(found)}
        until = queries.may_be_read_until(found, request.actor.person, request.at)
        context |= {"until": until, "may_leaf": policies.may_leaf_through(request.actor, found, until)}
        own = found.dossier
        context |= {"has_for_work": own is not None and queries.has_for_work(request.actor, request.at, own)}
        context |= {"may_copy": policies.may_ask_for_copy(request.actor, found)}
        context |= {"own": queries.contents_of(found.dossier) if found.dossier else None}
    else:
        context |= _held(request, found, seen)
    context["history"] = [_told(event) for event in _history(request, found)]
    return render(request, "catalogue/unit.html", context)


@screen()
def alike(request: OfficeRequest, pk: int) -> HttpResponse:
    """Give what is most like a unit; asked for by its page once that stands, or by a link."""
    found = unit_of(request, pk)
    context = {"unit": found, "alike": queries.more_like(found, actor=request.actor, at=request.at)}
    return render(request, "catalogue/alike.html", context)


@screen()
def record(request: OfficeRequest, pk: int) -> HttpResponse:
    """Lead to the dossier a record of an old list lies in, at its line."""
    try:
        found = queries.record_for(request.actor, request.at, pk)
    except CatalogueRecord.DoesNotExist:
        raise Http404 from None
    page = (queries.records_in(found.unit).filter(ordinal__lt=found.ordinal).count() // RECORDS_ON_A_PAGE) + 1
    return redirect(reverse("catalogue:unit", args=[found.unit_id]) + f"?page={page}#record-{found.pk}")


def _held(request: OfficeRequest, found: CatalogueUnit, seen: QuerySet[CatalogueUnit]) -> dict[str, object]:
    order = request.GET.get("sort", "")
    page = paginate(queries.dossiers_in(seen, found, order), request)
    rows = [Row(one, words.dates_of(one), words.keeping_of(one)) for one in page.rows]
    return {
        "page": page,
        "rows": rows,
        "parts": queries.branch_of(seen, found, after=_after(request)),
        "sort": order,
        "orders": ORDERS,
        "columns": COLUMNS,
        "below": queries.levels_below(found, actor=request.actor, at=request.at),
    }


def _history(request: OfficeRequest, found: CatalogueUnit) -> list[Event]:
    """Give what happened to the unit; who looked at it is for the archivist's eyes."""
    events = history_of(request.actor.organisation_key, catalogue_use.SUBJECT, found.pk)
    if not policies.may_catalogue(request.actor):
        events = events.exclude(name__in=["catalogue.viewed", "catalogue.read"])
    return list(events.order_by("-id")[:30])


def _told(event: Event) -> LogEntry:
    told = event.detail.text if hasattr(event, "detail") else {}
    who = dict(told.get("names") or {}).get("person", "")
    return LogEntry(at=event.at, text=HAPPENED.get(event.name, event.name), who=str(who))


def _after(request: OfficeRequest) -> int | None:
    asked = request.GET.get("after", "")
    digits = asked.removeprefix("-")
    return int(asked) if digits.isascii() and digits.isdigit() and len(digits) < 16 else None  # noqa: PLR2004 -- fits
