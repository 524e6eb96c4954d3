"""The letter, or the part of it, that a page is about: found among what this person may read, or not found at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from dispatch import queries
from dispatch.models import Assignment, Handling, IncomingLetter
from workflow.errors import NotUnderWay

if TYPE_CHECKING:
    from ui.request import OfficeRequest


def letter_of(request: OfficeRequest, pk: int) -> IncomingLetter:
    """Give the registered letter; 404 alike for what is missing and for what is not for this person."""
    if not queries.registered_visible_to(request.actor, request.at).filter(pk=pk).exists():
        raise Http404
    return queries.incoming_by_key(request.actor.organisation, pk)


def handling_of(letter: IncomingLetter) -> Handling:
    """Give what is done about the letter; refuses one whose handling never began."""
    found = queries.handling_of(letter)
    if found is None:
        raise NotUnderWay
    return found


def assignment_of(request: OfficeRequest, pk: int) -> Assignment:
    """Give one assignment of a letter this person may read; 404 else."""
    try:
        found = queries.assignment_by_key(request.actor.organisation, pk)
    except Assignment.DoesNotExist:
        raise Http404 from None
    letter_of(request, found.letter_id)
    return found
