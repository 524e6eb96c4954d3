"""The pages of the organisation, as tabs above each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from organisation import policies
from ui.rows import Tab

if TYPE_CHECKING:
    from organisation.models.actor import Actor


def tabs_for(current: str, actor: Actor) -> list[Tab]:
    """Give the tabs ``actor`` has, with ``current`` (a URL name of the area) chosen."""
    named = {
        "office": _("Units and people"),
        "delegations": _("Delegations"),
        "mandates": _("Mandates to sign"),
        "calendar": _("Calendar"),
        "names": _("Names"),
    }
    if policies.may_administer(actor):
        named["certificates"] = _("Certificates")
    tabs = [
        Tab(label=label, url=reverse(f"organisation:{name}"), current=name == current)
        for name, label in named.items()
    ]
    routes = Tab(label=_("Routes of letters"), url=reverse("routes:list"), current=current == "routes")
    mail = Tab(label=_("Mail"), url=reverse("sending:mail"))
    return [*tabs, routes, *([mail] if policies.may_administer(actor) else [])]
