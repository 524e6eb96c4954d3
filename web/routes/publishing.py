"""A draft becomes a version; a route is retired and taken up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ui.screens import screen
from web.routes.finding import route_or_404
from workflow.routes import publishing as acts

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ui.request import OfficeRequest


@screen(methods=("POST",))
def publish(request: OfficeRequest, pk: int) -> HttpResponse:
    """Publish the draft the page showed."""
    row = route_or_404(request, pk)
    asked = request.POST.get("edition", "")
    edition = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 0  # noqa: PLR2004
    version = acts.publish(route=row, edition=edition, by=request.actor, at=request.at)
    said = _("Version %(number)d is in use. New letters go by it; those under way keep their own.")
    messages.success(request, said % {"number": version.number})
    return redirect("routes:route", pk)


@screen(methods=("POST",))
def retire(request: OfficeRequest, pk: int) -> HttpResponse:
    """Let no new letter go by a route."""
    acts.retire(route=route_or_404(request, pk), by=request.actor, at=request.at)
    messages.success(request, _("No new letter goes by this route; those under way go on by it."))
    return redirect("routes:route", pk)


@screen(methods=("POST",))
def take_up(request: OfficeRequest, pk: int) -> HttpResponse:
    """Take a retired route into use again."""
    acts.take_up(route=route_or_404(request, pk), by=request.actor, at=request.at)
    messages.success(request, _("The route is in use again."))
    return redirect("routes:route", pk)
