"""The dossier of a page: found among what this person may see, or not found at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from archive import queries
from archive.models import Dossier

if TYPE_CHECKING:
    from ui.request import OfficeRequest


def dossier_of(request: OfficeRequest, pk: int) -> Dossier:
    """Give the dossier; 404 alike for what is missing and for what this person has not for their work."""
    found = seen_dossier(request, pk)
    if not queries.has_for_work(request.actor, request.at, found):
        raise Http404
    return found


def seen_dossier(request: OfficeRequest, pk: int) -> Dossier:
    """Give the dossier also to whoever was only let read it: the catalogue shows it to them."""
    try:
        return queries.dossier_for(request.actor, request.at, pk)
    except Dossier.DoesNotExist:
        raise Http404 from None
