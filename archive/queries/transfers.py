"""Reading transfers to the archive. Screens list by ``transfers_visible_to``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Count, Q, QuerySet, Sum

from archive import policies
from archive.enums import DossierState, ItemState
from archive.models import Dossier, Record, Transfer, TransferCopy, TransferItem
from organisation.models import Organisation
from organisation.models.actor import Actor
from organisation.queries import capacities
from signing.enums import SigningRole
from signing.models import SigningRequest
from signing.queries import request_for

SIGNED_AS: Final = "transfer"  # the kind of origin of the signatures on a transfer record
LEAST_YEARS: Final = 5  # dossiers kept this long or longer have to be handed over (Decree 30/2020 Art. 30)


@dataclass(frozen=True)
class Volume:
    """How much a transfer holds: dossiers, records and pages, those records without pages, first and last day."""

    dossiers: int
    records: int
    pages: int
    since: date | None
    until: date | None


def transfers_visible_to(actor: Actor, at: datetime) -> QuerySet[Transfer]:
    """Give the transfers ``actor`` sees in any post, newest first, each with ``dossier_count``."""
    seen = Transfer.objects.filter(organisation=actor.organisation)
    standing = capacities(actor, at)
    if not any(policies.may_see_every_transfer(one) for one in standing):
        units = [one.acting_post.unit_id for one in standing if one.acting_post]
        mine = Q(giver__person=actor.person) | Q(receiver__person=actor.person)
        seen = seen.filter(mine | Q(unit__in=units))
    told = seen.select_related("unit", "giver__person", "receiver__person")
    return told.annotate(dossier_count=Count("items")).order_by("-year", "-number")


def transfer_for(actor: Actor, pk: int, at: datetime) -> Transfer:
    """Give the transfer ``pk`` if ``actor`` sees it; raise DoesNotExist otherwise."""
    return transfers_visible_to(actor, at).get(pk=pk)


def transfers_of(dossier: Dossier) -> QuerySet[TransferItem]:
    """Give every offer the dossier was part of, the latest first."""
    rows = TransferItem.objects.filter(dossier=dossier).select_related("transfer")
    return rows.order_by("-transfer__offered_at")


def items_of(transfer: Transfer) -> QuerySet[TransferItem]:
    """Give the dossiers of a transfer in order, each item with ``record_count`` and ``page_total``."""
    lying = Q(dossier__records__removed_at__isnull=True)
    rows = TransferItem.objects.filter(transfer=transfer).select_related(
        "dossier__entry__plan", "dossier__unit", "dossier__keeper", "transfer"
    )
    return rows.annotate(
        record_count=Count("dossier__records", filter=lying),
        page_total=Sum("dossier__records__page_count", filter=lying, default=0),
    ).order_by("position")


def copies_of_record(transfer: Transfer) -> list[TransferCopy]:
    """Give the copies of the transfer record; none before it is laid out."""
    rows = TransferCopy.objects.filter(transfer=transfer)
    return list(rows.select_related("file__blob", "given_file__blob", "signed_file__blob").order_by("number"))


def signature_on(copy: TransferCopy, role: SigningRole) -> SigningRequest | None:
    """Give the latest request for a signature on one copy."""
    return request_for(copy.organisation, SIGNED_AS, str(copy.pk), role)


def volume_of(transfer: Transfer) -> Volume:
    """Count what is handed over: the dossiers that were not returned."""
    taken = [ItemState.OFFERED, ItemState.ACCEPTED]
    dossiers = Dossier.objects.filter(transfer_items__transfer=transfer, transfer_items__state__in=taken)
    lying = Record.objects.filter(dossier__in=dossiers, removed_at__isnull=True)
    days = [day for day in lying.order_by("dated_on").values_list("dated_on", flat=True) if day]
    return Volume(
        dossiers=dossiers.count(),
        records=lying.count(),
        pages=lying.aggregate(n=Sum("page_count", default=0))["n"],
        since=days[0] if days else None,
        until=days[-1] if days else None,
    )


def must_be_handed_over(dossier: Dossier) -> bool:
    """Say whether the law has the dossier handed over: kept for five years and more, or for ever (Art. 30)."""
    return dossier.retention_years is None or dossier.retention_years >= LEAST_YEARS


def due_on(dossier: Dossier) -> date | None:
    """Give the day by which a dossier goes to the archive: a year after the work ended, or when keeping back ends."""
    if dossier.kept_back_until is not None:
        return dossier.kept_back_until
    return a_year_after(dossier.work_ended_on) if dossier.work_ended_on else None


def a_year_after(day: date, years: int = 1) -> date:
    """Give the same day ``years`` later; the 29th of February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def closed_dossiers(organisation: Organisation) -> QuerySet[Dossier]:
    """Give the closed dossiers that have to be handed over, the longest waiting first."""
    rows = Dossier.objects.filter(organisation=organisation, state=DossierState.CLOSED)
    must = Q(retention_years__isnull=True) | Q(retention_years__gte=LEAST_YEARS)
    return rows.filter(must).select_related("unit", "keeper").order_by("work_ended_on", "id")
