"""Once per request: the moment, the person in a post, the language, and that no copy of the answer stays behind."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from lib.calendar import local_day
from organisation.enums import Channel
from organisation.models.actor import Actor
from organisation.models.standing import Standing, known
from organisation.queries import delegations_held_by, posts_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from organisation.models.people import Post
    from organisation.models.powers import Delegation

READING = {"GET", "HEAD"}
POST_KEY = "post"
DELEGATION_KEY = "delegation"
LANGUAGE_KEY = "language"


class OfficeMiddleware:
    """Set ``request.at``, ``.posts``, ``.delegations`` and ``.actor``. The only clock above ``ui``.

    A person with several posts works in the one chosen in the session, at first in the main one. Standing in
    for a colleague is chosen too, and ends with the delegation: only what is valid today is read.
    ``actor`` is None for strangers and for people without a post today.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request with its person and moment known."""
        at = datetime.now(UTC)
        posts: list[Post] = []
        delegations: list[Delegation] = []
        day = local_day(at)
        if request.user.is_authenticated:
            posts = list(posts_of(request.user, day))
            delegations = list(delegations_held_by(request.user, day))
        request.at, request.posts, request.delegations = at, posts, delegations  # type: ignore[attr-defined]
        request.actor = actor_of(request, posts, delegations)  # type: ignore[attr-defined]
        if request.method not in READING or not request.user.is_authenticated:
            return self.get_response(request)
        with known(Standing(request.user, day, posts, delegations)):
            return self.get_response(request)


def actor_of(request: HttpRequest, posts: list[Post], delegations: list[Delegation]) -> Actor | None:
    """Give who acts: by the chosen delegation, else in the chosen post, else in the main one; or None."""
    if not posts:
        return None
    address = request.META.get("REMOTE_ADDR", "")
    chosen = request.session.get(DELEGATION_KEY)
    for delegation in delegations:
        if delegation.pk == chosen:
            return Actor.by_delegation(delegation, channel=Channel.WEB, address=address)
    chosen = request.session.get(POST_KEY)
    post = next((post for post in posts if post.pk == chosen), posts[0])
    return Actor.for_post(post, channel=Channel.WEB, address=address)


class LanguageMiddleware:
    """Speak the language chosen in the session, else the person's, else the office's; not the browser's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request in its reader's language."""
        language = (
            request.session.get(LANGUAGE_KEY)
            or getattr(request.user, "language", "")
            or settings.LANGUAGE_CODE
        )
        with translation.override(language):
            request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class NothingStaysMiddleware:
    """Tell browsers and proxies to keep no copy of what a signed-in person is shown.

    A page that says otherwise is left alone: the bytes of files are kept and asked for each time. Static files never
    come this far.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; who is signed in is asked before, for signing out is such a page too."""
        signed_in = request.user.is_authenticated
        response = self.get_response(request)
        if signed_in or request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class TemporaryPasswordMiddleware:
    """Let whoever has a temporary password do nothing but change it, read in another language, or sign out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, or lead to the change of the password."""
        if getattr(request.user, "must_change_password", False):
            way = reverse("account:password")
            allowed = {way, reverse("account_logout"), reverse("ui:language"), reverse("ui:post")}
            if request.path_info not in allowed:
                return redirect(way)
        return self.get_response(request)
