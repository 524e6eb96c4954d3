"""Choosing the post one works in, and the language one reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponseRedirect

from ui.middleware import DELEGATION_KEY, LANGUAGE_KEY, POST_KEY
from ui.refusals import came_from
from ui.screens import screen

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ui.request import OfficeRequest


@screen(methods=("POST",))
def choose_post(request: OfficeRequest) -> HttpResponse:
    """Work from now on in another of one's posts, or for a colleague who delegated; ignore the rest."""
    post, delegation = request.POST.get("post", ""), request.POST.get("delegation", "")
    if post in {str(own.pk) for own in request.posts}:
        request.session[POST_KEY] = int(post)
        request.session.pop(DELEGATION_KEY, None)
    if delegation in {str(held.pk) for held in request.delegations}:
        request.session[DELEGATION_KEY] = int(delegation)
    return HttpResponseRedirect("/")


@screen(methods=("POST",), public=True)
def choose_language(request: OfficeRequest) -> HttpResponse:
    """Read the screens in another language; printed forms stay Vietnamese."""
    asked = request.POST.get("language", "")
    if asked in dict(settings.LANGUAGES):
        request.session[LANGUAGE_KEY] = asked
    return HttpResponseRedirect(came_from(request))
