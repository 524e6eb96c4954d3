"""Reading what lies in a dossier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from archive import ports
from archive.models import Dossier, Record
from organisation.models.actor import Actor


@dataclass(frozen=True)
class Contents:
    """The list of documents of a dossier: its lines in order, and its totals."""

    lines: tuple[Record, ...]
    record_count: int
    page_total: int
    without_pages: int


def records_of(dossier: Dossier) -> QuerySet[Record]:
    """Give what lies in the dossier now, in order."""
    return Record.objects.filter(dossier=dossier, removed_at__isnull=True).order_by("ordinal")


def left_records(dossier: Dossier) -> QuerySet[Record]:
    """Give what lay in the dossier once and left it: its line, its number and why stay (trap 15)."""
    return Record.objects.filter(dossier=dossier, removed_at__isnull=False).order_by("ordinal")


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
