"""The unit of a page: found among what this person may see, or not found at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from archive import queries
from archive.models import CatalogueUnit

if TYPE_CHECKING:
    from ui.request import OfficeRequest

LONGEST_KEY = 16


def unit_of(request: OfficeRequest, pk: int) -> CatalogueUnit:
    """Give the unit; 404 alike for what is missing and for what is not for this person."""
    try:
        return queries.unit_for(request.actor, request.at, pk)
    except CatalogueUnit.DoesNotExist:
        raise Http404 from None


def asked_unit(request: OfficeRequest, name: str) -> CatalogueUnit | None:
    """Give the unit the address names under ``name``, or None when it names none this person sees."""
    key = asked_unit_key(request, name)
    return None if key is None else queries.units_visible_to(request.actor, request.at).filter(pk=key).first()


def asked_unit_key(request: OfficeRequest, name: str) -> int | None:
    """Give the key the address or form names under ``name``, or None when it is none."""
    asked = request.GET.get(name, "") or request.POST.get(name, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < LONGEST_KEY else None
