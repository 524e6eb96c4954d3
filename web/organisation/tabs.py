"""The pages of the organisation, as tabs above each of them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from ui.rows import Tab


def tabs_for(current: str) -> list[Tab]:
    """Give the tabs with ``current`` (a URL name of the area) chosen."""
    named = {
        "office": _("Units and people"),
        "delegations": _("Delegations"),
        "mandates": _("Mandates to sign"),
        "calendar": _("Calendar"),
        "names": _("Names"),
    }
    return [
        Tab(label=label, url=reverse(f"organisation:{name}"), current=name == current)
        for name, label in named.items()
    ]
