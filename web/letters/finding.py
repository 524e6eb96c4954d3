"""The letter and the step of a page: found among what this person may see, or not found at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from dispatch import queries
from dispatch.models import OutgoingLetter
from workflow import queries as procedures
from workflow.errors import NotUnderWay
from workflow.models import WorkItem

if TYPE_CHECKING:
    from ui.request import OfficeRequest


def letter_of(request: OfficeRequest, pk: int) -> OutgoingLetter:
    """Give the letter; 404 alike for what is missing and for what is not for this person."""
    try:
        return queries.letter_for(request.actor, request.at, pk)
    except OutgoingLetter.DoesNotExist:
        raise Http404 from None


def item_of(request: OfficeRequest, letter: OutgoingLetter, key: int | None = None) -> WorkItem:
    """Give the visit ``key`` of the letter to a step, done or not: the door says if it is stale or another's.

    Without a key, the step this person may take now; refuses when there is none.
    """
    if key is None:
        item = procedures.open_item_for(request.actor, letter, request.at)
        if item is None:
            raise NotUnderWay
        return item
    try:
        item = procedures.item_for(request.actor, key)
    except WorkItem.DoesNotExist:
        raise Http404 from None
    if item.letter_key != letter.pk:
        raise Http404
    return item
