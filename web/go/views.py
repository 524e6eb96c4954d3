"""Turns a kind and a key into the page of today; the page itself decides who may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse

from ui.screens import screen

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ui.request import OfficeRequest

PAGES = {
    "letter": "letters:detail",
    "joint": "joint:detail",
    "incoming": "incoming:letter",
    "dossier": "dossiers:detail",
    "catalogue": "catalogue:unit",
    "record": "catalogue:record",
    "reading": "catalogue:request",
    "holding_copy": "catalogue:copy",
    "place": "catalogue:place",
    "transfer": "custody:detail",
    "person": "organisation:person",
}


@screen()
def go(request: OfficeRequest, kind: str, key: str) -> HttpResponse:
    """Lead to the page of a thing; 404 for a kind without one."""
    try:
        return redirect(reverse(PAGES[kind], args=[int(key)]))
    except (KeyError, ValueError, NoReverseMatch):
        raise Http404 from None
