"""What must be true of dossiers and transfers, asked by the doctor; in all organisations."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from archive.enums import DossierState, ItemState, TransferState
from archive.models import Dossier, Transfer, TransferCopy


def custody_without_transfer() -> QuerySet[Dossier]:
    """Give the dossiers in custody that were closed here, and that no accepted item of a transfer brought."""
    held = Dossier.objects.filter(
        state=DossierState.ARCHIVED, closed_on__isnull=False, work_ended_on__isnull=False
    )
    return held.exclude(transfer_items__state=ItemState.ACCEPTED).order_by("id")


def offered_without_offer() -> QuerySet[Dossier]:
    """Give the offered dossiers that no waiting transfer holds."""
    waiting = Q(
        transfer_items__state=ItemState.OFFERED, transfer_items__transfer__state=TransferState.OFFERED
    )
    return Dossier.objects.filter(state=DossierState.OFFERED).exclude(waiting).order_by("id")


def kept_by_nobody() -> QuerySet[Dossier]:
    """Give the dossiers outside custody whose keeper has left (Decree 30/2020 Art. 31)."""
    rows = Dossier.objects.filter(keeper__is_active=False).exclude(state=DossierState.ARCHIVED)
    return rows.order_by("id")


def changed_in_custody() -> list[tuple[Dossier, int]]:
    """Give the dossiers in custody with records filed or taken out after the day they came, and how many."""
    since = F("transfer_items__transfer__answered_at")
    late = Q(records__filed_at__gt=since) | Q(records__removed_at__gt=since)
    held = Dossier.objects.filter(state=DossierState.ARCHIVED, transfer_items__state=ItemState.ACCEPTED)
    rows = held.annotate(late=Count("records", filter=late)).filter(late__gt=0).order_by("id")
    return [(row, row.late) for row in rows]


def unrecorded_transfers(before: datetime) -> QuerySet[Transfer]:
    """Give the transfers taken over before a moment whose record was never laid out."""
    taken = Transfer.objects.filter(state=TransferState.ACCEPTED, answered_at__lt=before)
    return taken.filter(copies__isnull=True).order_by("id")


def all_record_copies() -> QuerySet[TransferCopy]:
    """Give every copy of every transfer record with its files."""
    rows = TransferCopy.objects.select_related("file__blob", "given_file__blob", "signed_file__blob")
    return rows.order_by("id")
