"""Reading file plans."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from archive.models import FilePlan, FilePlanEntry, FilePlanPart
from organisation.models import Organisation, Unit


def plan_of(organisation: Organisation, year: int) -> FilePlan | None:
    """Give the file plan of ``year``, or None."""
    return FilePlan.objects.filter(organisation=organisation, year=year).first()


def plans_of(organisation: Organisation) -> QuerySet[FilePlan]:
    """Give the file plans of an organisation, newest first."""
    return FilePlan.objects.filter(organisation=organisation).order_by("-year")


def entries_of(plan: FilePlan) -> QuerySet[FilePlanEntry]:
    """Give the lines of a plan in order, each with ``dossier_count``."""
    lines = FilePlanEntry.objects.filter(plan=plan).select_related("unit", "maker")
    return lines.annotate(dossier_count=Count("dossiers")).order_by("position", "id")


def part_of(plan: FilePlan, unit: Unit) -> FilePlanPart | None:
    """Give the share of a unit in a plan, None before it was handed in for the first time."""
    return FilePlanPart.objects.filter(plan=plan, unit=unit).first()


def parts_of(plan: FilePlan) -> QuerySet[FilePlanPart]:
    """Give the shares handed in or given back."""
    return (
        FilePlanPart.objects.filter(plan=plan).select_related("unit", "handed_in_by__person").order_by("id")
    )
