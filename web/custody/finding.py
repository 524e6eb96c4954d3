"""The transfer of a page: found among what this person may see, or not found at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from archive import queries
from archive.models import Transfer

if TYPE_CHECKING:
    from ui.request import OfficeRequest


def transfer_of(request: OfficeRequest, pk: int) -> Transfer:
    """Give the transfer; 404 alike for what is missing and for what is not for this person."""
    try:
        return queries.transfer_for(request.actor, pk, request.at)
    except Transfer.DoesNotExist:
        raise Http404 from None
