"""What is told of dossiers and transfers to the archive, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models import Dossier, Transfer
from archive.operations import reminding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import Promise

OF_ARCHIVE: Mapping[str, Promise] = {
    reminding.DUE_SOON: gettext_lazy("It is due for the archive on %(day)s."),
    reminding.DUE: gettext_lazy(
        "It is due for the archive: a year has passed since the work ended, on %(day)s."
    ),
    reminding.OVERDUE: gettext_lazy("It is still not in the archive; it was due on %(day)s."),
    reminding.UNANSWERED: gettext_lazy("%(name)s has waited for the archive's answer since before %(day)s."),
    "transfer.offered": gettext_lazy("%(name)s offers dossiers to the archive."),
    "transfer.item_returned": gettext_lazy("The archive returned dossier %(code)s: “%(reason)s”"),
    "transfer.accepted": gettext_lazy("The archive took the dossiers over. Sign the transfer record."),
}


def title_of(thing: Dossier | Transfer) -> str:
    """Give what a line of news is about."""
    if isinstance(thing, Dossier):
        return f"{thing.code} {thing.title}"
    return _("Transfer %(number)s") % {"number": thing}
