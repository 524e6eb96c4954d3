"""Reading plans, dossiers and what lies in them. Screens list by ``dossiers_visible_to``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from archive import policies, ports
from archive.enums import DossierState
from archive.models import AccessGrant, Dossier, FilePlan, FilePlanEntry, Origin, Record
from organisation.enums import Duty
from organisation.models import Organisation
from organisation.models.actor import Actor
from organisation.queries import access_tokens_of

_SEE_ALL = (Duty.HEAD, Duty.DEPUTY_HEAD, Duty.CHIEF_OF_OFFICE, Duty.REGISTRY_CLERK, Duty.ARCHIVIST)


@dataclass(frozen=True)
class Contents:
    """The list of documents of a dossier: its lines in order, and its totals."""

    lines: tuple[Record, ...]
    record_count: int
    page_total: int
    without_pages: int


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


def dossiers_visible_to(actor: Actor, at: datetime) -> QuerySet[Dossier]:
    """Give the dossiers ``actor`` sees at ``at``: newest year first, then by code."""
    seen = Dossier.objects.filter(
        organisation=actor.organisation, tokens__overlap=access_tokens_of(actor, at) or [""]
    )
    return seen.select_related("unit", "keeper").order_by("-year", "code", "id")


def dossier_for(actor: Actor, at: datetime, pk: int) -> Dossier:
    """Give the dossier ``pk`` if ``actor`` sees it; raise DoesNotExist otherwise."""
    return dossiers_visible_to(actor, at).get(pk=pk)


def dossiers_to_file_in(actor: Actor, at: datetime) -> list[Dossier]:
    """Give the open dossiers ``actor`` may file in at ``at``, in the order of ``dossiers_visible_to``."""
    seen = dossiers_visible_to(actor, at).filter(state=DossierState.OPEN)
    return [dossier for dossier in seen if policies.may_file(actor, dossier)]


def records_of(dossier: Dossier) -> QuerySet[Record]:
    """Give what lies in the dossier now, in order."""
    return Record.objects.filter(dossier=dossier, removed_at__isnull=True).order_by("ordinal")


def contents_of(dossier: Dossier) -> Contents:
    """Give the list of documents of the dossier with its totals (Decree 30/2020 App. V).

    Whoever sees the dossier sees the labels in it; opening a document is decided by its owner
    (``may_open_origin``).
    """
    lines = tuple(records_of(dossier).select_related("filed_by"))
    counted = [line.page_count for line in lines if line.page_count is not None]
    return Contents(lines, len(lines), sum(counted), len(lines) - len(counted))


def may_open_origin(record: Record, actor: Actor, at: datetime) -> bool:
    """Say whether ``actor`` may open the thing itself behind a line of a dossier."""
    if record.organisation_id != actor.organisation_key:
        return False
    return ports.owner_of(record.origin_kind).visible(record.origin, actor, at)


def dossiers_of(origin: Origin, actor: Actor, at: datetime) -> QuerySet[Dossier]:
    """Give the dossiers the thing lies in now, of those ``actor`` sees."""
    lying = Record.objects.filter(
        origin_kind=origin.kind,
        origin_key=origin.key,
        organisation=actor.organisation,
        removed_at__isnull=True,
    )
    return dossiers_visible_to(actor, at).filter(pk__in=lying.values("dossier"))


def grants_of(dossier: Dossier) -> QuerySet[AccessGrant]:
    """Give the grants in force on the dossier, oldest first."""
    live = AccessGrant.objects.filter(dossier=dossier, revoked_at__isnull=True)
    return live.select_related("unit", "post__person", "person").order_by("id")


def tokens_for(dossier: Dossier) -> list[str]:
    """Give the access tokens of those who see ``dossier``: keeper, unit, office, grants."""
    prefix = f"org:{dossier.organisation_id}"
    tokens = {f"{prefix}/person:{dossier.keeper_id}", f"{prefix}/unit:{dossier.unit_id}"}
    tokens |= {f"{prefix}/duty:{duty.value}" for duty in _SEE_ALL}
    if dossier.pk:
        tokens |= {
            grant.token for grant in AccessGrant.objects.filter(Q(dossier=dossier), revoked_at__isnull=True)
        }
    return sorted(tokens)
