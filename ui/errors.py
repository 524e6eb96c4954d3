"""The pages for what went wrong outside a refusal: forbidden, not found, a stale form, our own fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string

from ui.refusals import came_from
from ui.screens import answer_json, is_fragment, render, wants_json

if TYPE_CHECKING:
    from django.http import HttpRequest


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return _answer(request, "ui/forbidden.html", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404; the same words whether the thing is missing or not for this person."""
    return _answer(request, "ui/not_found.html", 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form whose token is old (a page left open overnight); nothing was changed."""
    return _answer(request, "ui/stale_form.html", 403)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500 without asking the database, the session or the context processors for anything."""
    return HttpResponseServerError(render_to_string("ui/broken.html", {"path": request.path}))


def _answer(request: HttpRequest, template: str, status: int) -> HttpResponse:
    if wants_json(request):
        return answer_json({"sentence": ""}, status=status)
    context = {"back": came_from(request)}
    response = render(request, template, context, status=status, fragment="components/_trouble.html")
    if is_fragment(request):
        response["HX-Retarget"] = "#flash"
        response["HX-Reswap"] = "innerHTML"
    return response
