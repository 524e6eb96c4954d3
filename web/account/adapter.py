"""How people sign in: nobody signs up by themselves, and a person is shown by name."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from organisation.models import Person


class OfficeAccountAdapter(DefaultAccountAdapter):
    """Sign-in without sign-up: administrators create people."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse every sign-up."""
        return False


def display_name(person: Person) -> str:
    """Give the name a signed-in person is greeted by."""
    return person.full_name
