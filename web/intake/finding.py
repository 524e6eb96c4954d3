"""Find the incoming letter a page is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from dispatch import policies, queries
from dispatch.models import IncomingLetter

if TYPE_CHECKING:
    from ui.request import OfficeRequest


def incoming(request: OfficeRequest, pk: int) -> IncomingLetter:
    """Give the letter; 404 alike for what is missing and for what another office received."""
    policies.may_read_intake(request.actor).enforce()
    try:
        return queries.incoming_by_key(request.actor.organisation, pk)
    except IncomingLetter.DoesNotExist:
        raise Http404 from None
