"""What is told of dossiers, of transfers to the archive and of what is asked of it, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import queries
from archive.models import Dossier, HoldingCopy, ReadingRequest, Transfer
from archive.operations import reminding

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from organisation.models.actor import Actor

OF_ARCHIVE: Mapping[str, Promise] = {
    reminding.DUE_SOON: gettext_lazy("It is due for the archive on %(day)s."),
    reminding.DUE: gettext_lazy(
        "It is due for the archive: a year has passed since the work ended, on %(day)s."
    ),
    reminding.OVERDUE: gettext_lazy("It is still not in the archive; it was due on %(day)s."),
    reminding.UNANSWERED: gettext_lazy("%(name)s has waited for the archive's answer since before %(day)s."),
    "transfer.item_returned": gettext_lazy("The archive returned dossier %(code)s: “%(reason)s”"),
    "transfer.accepted": gettext_lazy("The archive took the dossiers over. Sign the transfer record."),
    "reading.allowed": gettext_lazy("You may read what you asked for until %(day)s."),
    "reading.refused": gettext_lazy("What you asked to read was refused: “%(reason)s”"),
    "holding_copy.allowed": gettext_lazy(
        "The certified copy you asked for was allowed; its number is %(code)s."
    ),
    "holding_copy.refused": gettext_lazy("The certified copy you asked for was refused: “%(reason)s”"),
    "holding_copy.certified": gettext_lazy("The certified copy you asked for is ready: number %(code)s."),
    "holding_copy.voided": gettext_lazy("The number %(code)s of the certified copy was voided: “%(reason)s”"),
}


def things_of(actor: Actor, at: datetime) -> dict[str, Callable[[], QuerySet[Any]]]:
    """Give the rows of the archive ``actor`` may see, by the kind a notice names; asked only when there is need."""
    return {
        "dossier": lambda: queries.dossiers_visible_to(actor, at),
        "transfer": lambda: queries.transfers_visible_to(actor, at),
        queries.READING: lambda: queries.requests_visible_to(actor, at),
        queries.HOLDING_COPY: lambda: queries.copies_visible_to(actor, at),
    }


def title_of(thing: Dossier | Transfer | ReadingRequest | HoldingCopy) -> str:
    """Give what a line of news is about."""
    if isinstance(thing, Dossier):
        return f"{thing.code} {thing.title}"
    if isinstance(thing, ReadingRequest):
        return thing.asked_for
    if isinstance(thing, HoldingCopy):  # not the document: who asked once may no longer see it
        return (
            _("Certified copy %(code)s") % {"code": thing.code}
            if thing.code
            else _("Request for a certified copy")
        )
    return _("Transfer %(number)s") % {"number": thing}
