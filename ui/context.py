"""What base.html needs on every page, computed only when a page draws it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.functional import SimpleLazyObject

from lib.calendar import local_day
from organisation.queries import period_on
from ui.navigation import navigation_for, phone_tabs

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ui.navigation import Group


def office(request: HttpRequest) -> dict[str, object]:
    """Give who asks and when, their posts, the office's name of today and the navigation; else empties."""
    actor = getattr(request, "actor", None)

    def groups() -> list[Group]:
        match = request.resolver_match
        return navigation_for(actor, request.at, match.view_name if match else "")  # type: ignore[arg-type, attr-defined]

    def office_name() -> str:
        return period_on(actor.organisation, local_day(request.at)).name if actor is not None else ""  # type: ignore[attr-defined]

    nav: Any = SimpleLazyObject(groups) if actor is not None else []
    return {
        "actor": actor,
        "at": getattr(request, "at", None),
        "posts": getattr(request, "posts", []),
        "delegations": getattr(request, "delegations", []),
        "office_name": SimpleLazyObject(office_name),
        "nav": nav,
        "nav_phone": SimpleLazyObject(lambda: phone_tabs(nav)),
    }
