"""Reading retention: schedules, the longest item, what has run out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, F, QuerySet
from django.utils.translation import gettext, ngettext

from archive.enums import DossierState, Keeping, Level
from archive.models import CatalogueUnit, Dossier, Record, RetentionItem, RetentionSchedule
from archive.models.catalogue import LAST_YEAR
from archive.queries.catalogue import units_visible_to
from archive.queries.contents import records_of
from archive.queries.dossiers import dossiers_visible_to
from lib.calendar import local_year
from organisation.models import Organisation
from organisation.models.actor import Actor


def schedules_of(organisation: Organisation) -> QuerySet[RetentionSchedule]:
    """Give every version of every schedule, each with ``item_count``: by name, the newest version first."""
    rows = RetentionSchedule.objects.filter(organisation=organisation).select_related("imported_by")
    return rows.annotate(item_count=Count("items")).order_by("name", "-version")


def schedule_of(organisation: Organisation, pk: int) -> RetentionSchedule:
    """Give one version of a schedule; raise DoesNotExist if it is not of this organisation."""
    return schedules_of(organisation).get(pk=pk)


def items_of_schedule(schedule: RetentionSchedule) -> QuerySet[RetentionItem]:
    """Give the lines of a schedule in order."""
    return RetentionItem.objects.filter(schedule=schedule).order_by("position")


def items_in_force(organisation: Organisation, day: date) -> list[RetentionItem]:
    """Give the lines one may choose from on ``day``: those of the newest version in force of each schedule."""
    newest: dict[str, RetentionSchedule] = {}
    begun = RetentionSchedule.objects.filter(organisation=organisation, valid_from__lte=day)
    for schedule in begun.order_by("name", "version"):
        newest[schedule.name] = schedule
    rows = RetentionItem.objects.filter(schedule__in=newest.values()).select_related("schedule")
    return list(rows.order_by("schedule__name", "position"))


def years_said(years: int | None) -> str:
    """Say how long something is kept, in the reader's language."""
    if years is None:
        return gettext("for ever")
    return ngettext("%(n)s year", "%(n)s years", years) % {"n": years}


def longest(periods: Iterable[int | None]) -> int | None:
    """Give the longest of some periods in years; None is for ever and wins (domain, trap 16)."""
    known = list(periods)
    return None if None in known else max((years for years in known if years is not None), default=None)


def longest_item(dossier: Dossier) -> Record | None:
    """Give the record of the dossier that is kept longest by the schedule, if any was judged."""
    judged = records_of(dossier).filter(retention_item__isnull=False).select_related("retention_item")
    return max(judged, key=_years, default=None)


def retention_of(dossier: Dossier) -> int | None:
    """Give how long the dossier is kept: its own period or that of its longest item, whichever is longer."""
    item = longest_item(dossier)
    if item is None or item.retention_item is None:
        return dossier.retention_years
    return longest([dossier.retention_years, item.retention_item.years])


def expires_after(dossier: Dossier) -> int | None:
    """Give the year at whose end the retention runs out: that of the work's end plus its years; None: never."""
    if dossier.retention_years is None or dossier.work_ended_on is None:
        return None
    return dossier.work_ended_on.year + dossier.retention_years


def expired_dossiers(actor: Actor, at: datetime) -> QuerySet[Dossier]:
    """Give the dossiers ``actor`` sees whose retention ran out by ``at``, the longest past first.

    A list for people to look at: nothing is done with it by itself, and nothing is ever destroyed by it.
    """
    seen = dossiers_visible_to(actor, at)
    over = seen.filter(
        state__in=[DossierState.CLOSED, DossierState.OFFERED, DossierState.ARCHIVED],
        retention_years__isnull=False,
        work_ended_on__isnull=False,
    ).annotate(last_year=F("work_ended_on__year") + F("retention_years"))
    return over.filter(last_year__lt=local_year(at)).order_by("last_year", "year", "code", "id")


def expired_units(actor: Actor, at: datetime) -> QuerySet[CatalogueUnit]:
    """Give the dossiers old lists brought whose retention ran out by ``at``, of those ``actor`` sees, likewise.

    An old list tells the years of the papers and not of the work: the last of them stands for the year it ended.
    What says its period or its years in words only is not judged.
    """
    kept = units_visible_to(actor, at).filter(
        level=Level.DOSSIER, dossier__isnull=True, keeping=Keeping.YEARS
    )
    over = kept.annotate(last_year=LAST_YEAR).filter(last_year__lt=local_year(at))
    return over.order_by("last_year", "code_sort", "id")


def _years(record: Record) -> float:
    item = record.retention_item
    return float("inf") if item is None or item.years is None else item.years
