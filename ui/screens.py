"""What a screen is: a function with a method guard, a sign-in, a post, and one way to render."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.http import HttpRequest

    from ui.request import OfficeRequest


def screen(
    *, methods: Sequence[str] = ("GET",), public: bool = False
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Make a view a screen: other methods get 405, strangers the sign-in, people without a post a 403.

    ``public`` screens (checking a printed letter) ask for nobody; there ``request.actor`` may be None. GET
    brings HEAD with it.
    """
    allowed = {*methods, "HEAD"} if "GET" in methods else set(methods)

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.method not in allowed:
                return HttpResponseNotAllowed(sorted(allowed))
            if not public:
                if not request.user.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                if cast("OfficeRequest", request).actor is None:
                    return render(request, "ui/no_post.html", {}, status=403)
            return view(request, *args, **kwargs)

        guarded.is_public = public  # type: ignore[attr-defined]  # the architecture test lists public screens
        guarded.is_screen = True  # type: ignore[attr-defined]
        return guarded

    return decorate


def is_fragment(request: HttpRequest) -> bool:
    """Say whether htmx asks for a part of a page (a boosted link or a history restore wants the whole)."""
    asked = request.headers.get("HX-Request") == "true"
    whole = "HX-Boosted" in request.headers or "HX-History-Restore-Request" in request.headers
    return asked and not whole


def fragment_of(template: str) -> str:
    """Name the fragment beside a page: ``letters/detail.html`` -> ``letters/_detail.html``."""
    folder, _slash, name = template.rpartition("/")
    return f"{folder}/_{name}" if folder else f"_{name}"


def render(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object] | None = None,
    *,
    status: int = 200,
    fragment: str | None = None,
) -> HttpResponse:
    """Render ``template``, or for htmx its fragment (``fragment`` if named, else ``_name.html`` if any)."""
    templates = [template]
    if is_fragment(request):
        templates = [fragment or fragment_of(template), template]
    response = HttpResponse(render_to_string(templates, dict(context or {}), request), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def answer_json(facts: Mapping[str, object], *, status: int = 200) -> JsonResponse:
    """Answer a script of ours (autosave, preview) with facts; never stored by a cache."""
    return JsonResponse(dict(facts), status=status, headers={"Cache-Control": "no-store"})


def wants_json(request: HttpRequest) -> bool:
    """Say whether a script of ours asked: it sends JSON, or accepts nothing else."""
    return request.content_type == "application/json" or request.headers.get("Accept") == "application/json"
