"""Where one lands, and how a supervisor asks whether the house stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect

from ui.screens import answer_json, screen
from web.home.health import database_answers, signer_answers

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ui.request import OfficeRequest


@screen()
def front(request: OfficeRequest) -> HttpResponse:
    """Open the inbox: the work comes first."""
    return redirect("inbox:list")


@screen(public=True)
def health(request: OfficeRequest) -> HttpResponse:
    """Tell database and signer apart; 503 without the database. A silent signer holds up signing alone."""
    database, signer = database_answers(), signer_answers()
    facts = {"database": database, "signer": signer, "healthy": database and signer}
    return answer_json(facts, status=200 if database else 503)
