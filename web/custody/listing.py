"""Transfers, what is due for the archive, and what has run out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from archive import policies, queries
from archive.enums import DossierState, TransferState
from lib.calendar import local_day
from ui.paging import paginate
from ui.rows import Tab
from ui.screens import render, screen

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet
    from django.http import HttpResponse

    from archive.models import Dossier
    from organisation.models.actor import Actor
    from ui.request import OfficeRequest


@dataclass(frozen=True)
class Due:
    """A closed dossier with the day by which it goes to the archive; days are counted from today."""

    dossier: Dossier
    day: date | None
    days: int | None
    may_offer: object


@screen()
def transfers(request: OfficeRequest) -> HttpResponse:
    """List the transfers this person sees, newest first; those that wait for the archive stand on top."""
    rows = queries.transfers_visible_to(request.actor, request.at)
    waiting = rows.filter(state=TransferState.OFFERED)
    context = {
        "tabs": tabs_of(request.actor, request.at, "transfers"),
        "waiting": waiting,
        "page": paginate(rows.exclude(state=TransferState.OFFERED), request),
    }
    return render(request, "custody/transfers.html", context)


@screen()
def due(request: OfficeRequest) -> HttpResponse:
    """List the closed dossiers this person sees that have to go to the archive, the longest waiting first."""
    today = local_day(request.at)
    page = paginate(due_dossiers(request.actor, request.at), request)
    days = [(dossier, queries.due_on(dossier)) for dossier in page.rows]
    rows = [
        Due(dossier, day, (day - today).days if day else None, policies.may_offer(request.actor, dossier))
        for dossier, day in days
    ]
    context = {
        "tabs": tabs_of(request.actor, request.at, "due"),
        "page": page,
        "rows": rows,
        "any_to_offer": any(row.may_offer for row in rows),
    }
    return render(request, "custody/due.html", context)


@screen()
def expired(request: OfficeRequest) -> HttpResponse:
    """List what has run out. It is a list for people: nothing is destroyed by it, or by itself."""
    ours = queries.expired_dossiers(request.actor, request.at)
    context = {
        "tabs": tabs_of(request.actor, request.at, "expired"),
        "page": paginate(ours, request),
        "of_lists": queries.expired_units(request.actor, request.at).count(),
    }
    return render(request, "custody/expired.html", context)


@screen()
def expired_units(request: OfficeRequest) -> HttpResponse:
    """List what has run out of that which old lists brought into the catalogue."""
    page = paginate(queries.expired_units(request.actor, request.at), request)
    context = {
        "tabs": tabs_of(request.actor, request.at, "expired"),
        "page": page,
        "of_lists": page.total,
        "ours": queries.expired_dossiers(request.actor, request.at).count(),
    }
    return render(request, "custody/expired_units.html", context)


def due_dossiers(actor: Actor, at: datetime) -> QuerySet[Dossier]:
    """Give the closed dossiers ``actor`` sees that have to be handed over."""
    seen = queries.dossiers_visible_to(actor, at)
    return queries.closed_dossiers(actor.organisation).filter(
        pk__in=seen.filter(state=DossierState.CLOSED).order_by().values("pk")
    )


def tabs_of(actor: Actor, at: datetime, current: str) -> list[Tab]:
    """Give the four lists of the area, each with how much stands in it."""
    found = (
        ("transfers", _("Transfers"), queries.transfers_visible_to(actor, at).count()),
        ("due", _("Awaiting transfer"), due_dossiers(actor, at).count()),
        (
            "expired",
            _("Run out"),
            queries.expired_dossiers(actor, at).count() + queries.expired_units(actor, at).count(),
        ),
        ("schedules", _("Retention schedules"), None),
    )
    return [
        Tab(label=label, url=reverse(f"custody:{name}"), count=count, current=name == current)
        for name, label, count in found
    ]
