"""Signing in and out, one's password and second factor. What an office does not leave to a person alone is absent."""

from __future__ import annotations

from typing import Never

from django.http import Http404, HttpRequest
from django.urls import include, path, re_path

from web.account import passwords


def absent(request: HttpRequest, **_parts: str) -> Never:
    """Answer as if nothing were there: people are taken on, named and given passwords by administrators."""
    raise Http404


ours = [
    path("password/", passwords.change, name="password"),
    # allauth's own page writes no event and forgets that a password was temporary
    path("password/change/", passwords.moved, name="moved"),
]
urlpatterns = [
    path("", include((ours, "account"))),
    re_path(r"^(?P<part>signup|email|confirm-email|inactive|login/code|password/(?:set|reset))/", absent),
    path("", include("allauth.urls")),
]
