"""How people sign in: nobody signs up by themselves, and a person is shown by name."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from organisation.models import Person
from web.account import known


class OfficeAccountAdapter(DefaultAccountAdapter):
    """Sign-in without sign-up: administrators create people."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse every sign-up."""
        return False

    def post_login(self, request: HttpRequest, user: Person, **how: Any) -> HttpResponse:
        """Go on after the sign-in, of which the browser keeps a mark."""
        response = super().post_login(request, user, **how)
        known.remember(request, response, user.username)
        return response

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count the wrong passwords of a name, apart for each browser that knows it."""
        username = str(credentials.get("username", ""))
        return f"{username.lower()}:{known.mark_of(request, username)}"


def display_name(person: Person) -> str:
    """Give the name a signed-in person is greeted by."""
    return person.full_name
