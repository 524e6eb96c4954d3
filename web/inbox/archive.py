"""What was asked of the archive, as lines of an inbox: requests to read, certified copies, transfers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive import queries
from archive.enums import CopyState
from ui.rows import LetterRow
from ui.writing import moment

if TYPE_CHECKING:
    from datetime import datetime

    from archive.models import HoldingCopy, ReadingRequest, Transfer
    from organisation.models.actor import Actor

MOST = 20  # lines of each kind; the lists themselves show all


def archive_rows(actor: Actor, at: datetime) -> tuple[list[LetterRow], int]:
    """Give the lines of what waits for ``actor`` in the archive and how much it is, each kind the oldest first.

    Of each kind so many are shown; where there are more, a last line leads to their list.
    """
    kinds = (
        (list(map(_of_reading, queries.readings_waiting_for(actor, at))), "catalogue:requests"),
        (list(map(_of_copy, queries.copies_waiting_for(actor, at))), "catalogue:copies"),
        (list(map(_of_offer, queries.offers_waiting_for(actor, at))), "custody:transfers"),
        (list(map(_of_record, queries.records_waiting_for(actor, at))), "custody:transfers"),
    )
    rows: list[LetterRow] = []
    for lines, page in kinds:
        rows += lines[:MOST]
        rows += [_of_more(len(lines) - MOST, page)] if len(lines) > MOST else []
    return rows, sum(len(lines) for lines, _page in kinds)


def _of_more(count: int, page: str) -> LetterRow:
    title = ngettext("%(n)d more", "%(n)d more", count) % {"n": count}
    return LetterRow(
        url=reverse(page), title=title, action_label=_("Open the list"), action_url=reverse(page)
    )


def _of_reading(asked: ReadingRequest) -> LetterRow:
    page = reverse("catalogue:request", args=[asked.pk])
    named = asked.unit is not None
    return LetterRow(
        url=page,
        title=asked.asked_for,
        meta_code=_("Request to read"),
        why=_("It waits for your decision.")
        if named
        else _("The dossier that is meant has to be named first."),
        who=asked.person,
        who_note=_("asked at %(at)s") % {"at": moment(asked.asked_at)},
        action_label=_("Decide") if named else _("Name the dossier"),
        action_url=page,
    )


def _of_copy(copy: HoldingCopy) -> LetterRow:
    document = queries.copied(copy)
    page = reverse("catalogue:copy", args=[copy.pk])
    why, label, act = _("It waits for your decision."), _("Decide"), page
    if copy.trouble:
        why = _("It could not be made; its page says why. The number has to be voided.")
        label = _("Void the number")
    elif copy.state == CopyState.ALLOWED:
        why, label = _("It is made; the organisation's signature is missing."), _("Certify")
        act = reverse("catalogue:sign_copy", args=[copy.pk])
    return LetterRow(
        url=page,
        title=f"{document.code} {document.title}".strip(),
        meta_code=copy.code or _("Certified copy"),
        meta=_("Certified copy") if copy.code else "",
        why=why,
        who=copy.person,
        who_note=_("asked at %(at)s") % {"at": moment(copy.asked_at)},
        action_label=label,
        action_url=act,
    )


def _of_offer(transfer: Transfer) -> LetterRow:
    why = _("Dossiers are offered to the archive; take them over or return them.")
    return _of_transfer(transfer, why, _("Look through"), "custody:detail")


def _of_record(transfer: Transfer) -> LetterRow:
    why = _("The archive took the dossiers over; your signature on the record is missing.")
    return _of_transfer(transfer, why, _("Sign both copies"), "custody:sign")


def _of_transfer(transfer: Transfer, why: str, label: str, act: str) -> LetterRow:
    return LetterRow(
        url=reverse("custody:detail", args=[transfer.pk]),
        title=transfer.unit.name,
        meta_code=str(transfer),
        meta=_("Archive transfer"),
        why=why,
        who=transfer.giver.person,
        who_note=_("offered at %(at)s") % {"at": moment(transfer.offered_at)},
        action_label=label,
        action_url=reverse(act, args=[transfer.pk]),
    )
