"""The one place where a Refusal becomes something to read: a page, a fragment for htmx, or JSON."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.utils.http import url_has_allowed_host_and_scheme

from lib.refusal import Refusal
from ui.screens import answer_json, is_fragment, render, wants_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)
CONFLICT = 409


class RefusalMiddleware:
    """Answer 409 for every Refusal that leaves a view; anything else that is raised is a bug and goes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; refusals come back through ``process_exception``."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Translate a Refusal; give None for the rest, so that Django answers 500 and logs the traceback."""
        if not isinstance(exception, Refusal):
            return None
        return refused(request, exception)


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Give the answer to a declined request, in the shape it was asked for, and log its name."""
    name = type(refusal).__name__
    logger.info("refused: %s on %s %s", name, request.method, request.path)
    if wants_json(request):
        return answer_json({"refusal": name, "sentence": str(refusal)}, status=CONFLICT)
    context = {"sentence": str(refusal), "refusal": name, "back": came_from(request)}
    if is_fragment(request):
        response = render(
            request, "components/_refusal.html", context, status=CONFLICT, fragment="components/_refusal.html"
        )
        response["HX-Retarget"] = "#flash"
        response["HX-Reswap"] = "innerHTML"
        return response
    return render(request, "ui/refusal.html", context, status=CONFLICT)


def came_from(request: HttpRequest) -> str:
    """Give the page of ours the person came from, or the first page; an outside referrer is never linked."""
    referrer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referrer, {request.get_host()}):
        return "/"
    parts = urlsplit(referrer)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
