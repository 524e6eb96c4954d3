"""What happened to a dossier, or to a transfer, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy

from audit.queries import history_of
from ui.rows import LogEntry

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from audit.models import Event

HAPPENED: Final[dict[str, str | Promise]] = {
    "dossier.opened": gettext_lazy("opened the dossier"),
    "dossier.closed": gettext_lazy("closed the dossier"),
    "dossier.reopened": gettext_lazy("reopened the dossier"),
    "dossier.described": gettext_lazy("put code, title or retention right"),
    "dossier.offered": gettext_lazy("offered it to the archive"),
    "dossier.offer_withdrawn": gettext_lazy("withdrew the offer"),
    "dossier.returned": gettext_lazy("returned it to the unit"),
    "dossier.archived": gettext_lazy("took it into the archive's custody"),
    "dossier.kept_back": gettext_lazy("consented to keeping it back"),
    "dossier.no_longer_kept_back": gettext_lazy("ended keeping it back"),
    "dossier.passed_on": gettext_lazy("gave it to another keeper"),
    "dossier.reminded": gettext_lazy("reminded of handing it over"),
    "record.described": gettext_lazy("completed a line"),
    "transfer.offered": gettext_lazy("offered the dossiers"),
    "transfer.withdrawn": gettext_lazy("withdrew the offer"),
    "transfer.returned": gettext_lazy("returned the last dossier"),
    "transfer.accepted": gettext_lazy("took the dossiers over"),
    "transfer.reminded": gettext_lazy("reminded the archive"),
    "transfer.record_drawn": gettext_lazy("laid the transfer record out"),
    "transfer.copy_given": gettext_lazy("the giver's signature is on a copy"),
    "transfer.copy_signed": gettext_lazy("the receiver's signature is on a copy"),
    "record.filed": gettext_lazy("filed"),
    "record.taken_out": gettext_lazy("took out"),
    "access.granted": gettext_lazy("gave sight of the dossier"),
    "access.revoked": gettext_lazy("took sight of the dossier away"),
}


def history_lines(organisation_key: int, kind: str, key: int) -> list[LogEntry]:
    """Give what happened to a dossier or a transfer, the latest first."""
    return [_told(event) for event in history_of(organisation_key, kind, key)][::-1]


def _told(event: Event) -> LogEntry:
    told = event.detail.text if hasattr(event, "detail") else {}
    parts = [
        str(HAPPENED.get(event.name, event.name)),
        str(told.get("code") or ""),
        str(told.get("title") or ""),
    ]
    if event.name == "dossier.opened":
        parts = parts[:1]
    said = " ".join(part for part in parts if part)
    reason = str(told.get("reason") or "")
    who = dict(told.get("names") or {}).get("person", "")
    return LogEntry(at=event.at, text=f"{said}: {reason}" if reason else said, who=str(who))
