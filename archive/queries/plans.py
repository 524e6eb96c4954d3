"""Reading file plans."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from archive.models import FilePlan, FilePlanEntry
from organisation.models import Organisation


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
