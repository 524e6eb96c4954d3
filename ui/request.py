"""The request of the house: Django's, with the person in a post and the moment already known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from datetime import datetime

    from django_htmx.middleware import HtmxDetails

    from organisation.models.actor import Actor
    from organisation.models.people import Post
    from organisation.models.powers import Delegation


class OfficeRequest(HttpRequest):
    """A request that came through ``OfficeMiddleware``; only a type, no instance of it is ever made.

    ``actor`` is what every ``@screen`` may rely on; on a public screen it is None for a stranger.
    ``posts`` are the posts this person may work in today, the chosen one included; ``delegations`` what they
    may do for absent colleagues.
    """

    actor: Actor
    at: datetime
    posts: list[Post]
    delegations: list[Delegation]
    htmx: HtmxDetails
