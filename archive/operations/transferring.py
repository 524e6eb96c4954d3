"""Hand dossiers over to the office archive: offer, withdraw, return with remarks, take over (Decree 30/2020 Art. 30).

Taken over, a dossier is in custody: it is read and never changed, which the database holds too. The record of the
transfer is laid out by a worker and signed by both (``archive.operations.transfer_records``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.db.models import Max

from archive import errors, lifecycle, policies, queries
from archive.enums import DossierState, ItemState, TransferState
from archive.models import Dossier, Transfer, TransferItem
from archive.operations import showing
from archive.operations.reasons import required
from audit.models import Subject
from audit.operations import recording
from jobs.enums import Queue
from jobs.operations.queueing import enqueue
from lib.calendar import local_day
from lib.database import locked, queued
from lib.text import single_line
from notices.operations import notifying
from organisation.models import Organisation, Person
from organisation.models.actor import Actor
from organisation.queries import acting_as

KIND: Final = "transfer"
DRAW: Final = "archive.transfer_record"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What goes along with the dossiers: the basis, their condition, and what of them lies on paper."""

    basis: str = ""
    condition: str = ""
    paper_dossiers: int = 0
    paper_boxes: int = 0
    paper_metres: Decimal = Decimal(0)


@transaction.atomic
def offer(*, dossiers: Iterable[Dossier], new: Offer, by: Actor, at: datetime) -> Transfer:
    """Offer closed dossiers of one unit to the archive; give the transfer.

    Refuses an empty choice, dossiers of two units, an open one, one kept back with consent, and everybody but keeper
    and head of the unit.
    """
    keys = sorted({dossier.pk for dossier in dossiers})
    rows = [locked(Dossier.objects.select_related("unit", "entry", "keeper"), key) for key in keys]
    if not rows or by.acting_post is None:
        raise errors.NothingToOffer
    for row in rows:
        policies.may_offer(by, row).enforce()
    if len({row.unit_id for row in rows}) > 1:
        raise errors.NotOfOneUnit
    transfer = Transfer.objects.create(
        organisation=by.organisation,
        year=local_day(at).year,
        number=_next_number(by, local_day(at).year),
        unit=rows[0].unit,
        giver=by.acting_post,
        offered_by=by.person,
        offered_at=at,
        basis=single_line(new.basis),
        condition=single_line(new.condition),
        paper_dossiers=new.paper_dossiers,
        paper_boxes=new.paper_boxes,
        paper_metres=new.paper_metres,
    )
    for position, row in enumerate(sorted(rows, key=lambda one: (one.year, one.code, one.pk)), 1):
        TransferItem.objects.create(
            organisation=by.organisation, transfer=transfer, dossier=row, position=position
        )
        _carry(row, DossierState.OFFERED, at=at)
        _note_dossier(row, "offered", transfer, by=by, at=at)
    note(transfer=transfer, act="offered", by=by, at=at, facts={"dossiers": keys})
    return transfer


@transaction.atomic
def withdraw(*, transfer: Transfer, reason: str, by: Actor, at: datetime) -> Transfer:
    """Take an unanswered offer back, for a ``reason``; its dossiers are closed as before."""
    transfer = _locked(transfer)
    by = acting_as(by, at, lambda one: policies.may_withdraw_offer(one, transfer))
    policies.may_withdraw_offer(by, transfer).enforce()
    reason = required(reason)
    for item in _standing(transfer):
        _give_back(item, ItemState.WITHDRAWN, item.remark, by=by, at=at)
    lifecycle.advance_transfer(transfer, TransferState.WITHDRAWN)
    transfer.answered_at = at
    transfer.save(update_fields=["state", "answered_at"])
    note(transfer=transfer, act="withdrawn", by=by, at=at, detail={"reason": reason})
    return transfer


@transaction.atomic
def return_item(*, item: TransferItem, remark: str, by: Actor, at: datetime) -> TransferItem:
    """Return one dossier to its unit with the archive's ``remark``; with the last one the transfer ends.

    It is closed then; its keeper reopens it, puts it right and offers it again.
    """
    transfer = _locked(item.transfer)
    row = locked(TransferItem.objects.select_related("dossier__keeper"), item.pk)
    row.transfer = transfer
    by = acting_as(by, at, lambda one: policies.may_return_item(one, row))
    policies.may_return_item(by, row).enforce()
    remark = required(remark)
    _give_back(row, ItemState.RETURNED, remark, by=by, at=at)
    people = [transfer.giver.person, row.dossier.keeper]
    _tell(transfer, "item_returned", people, at, code=row.dossier.code, reason=remark)
    if not _standing(transfer):
        lifecycle.advance_transfer(transfer, TransferState.RETURNED)
        transfer.receiver, transfer.answered_at = by.acting_post, at
        transfer.save(update_fields=["state", "receiver", "answered_at"])
        note(transfer=transfer, act="returned", by=by, at=at)
    return row


@transaction.atomic
def accept(*, transfer: Transfer, by: Actor, at: datetime) -> Transfer:
    """Take the dossiers that were not returned into custody, and have the record laid out.

    From now on nothing in them changes. Refuses everybody but the archivist, the archivist's own offer, and a transfer
    of which nothing is left.
    """
    transfer = _locked(transfer)
    by = acting_as(by, at, lambda one: policies.may_answer(one, transfer))
    policies.may_answer(by, transfer).enforce()
    items = _standing(transfer)
    if not items:
        raise errors.AllWereReturned
    lifecycle.advance_transfer(transfer, TransferState.ACCEPTED)
    transfer.receiver, transfer.answered_at = by.acting_post, at
    for item in items:
        item.state = ItemState.ACCEPTED
        item.save(update_fields=["state"])
        _note_dossier(item.dossier, "archived", transfer, by=by, at=at)
        _into_custody(item.dossier, at=at)
    transfer.save(update_fields=["state", "receiver", "answered_at"])
    note(
        transfer=transfer,
        act="accepted",
        by=by,
        at=at,
        facts={"dossiers": [item.dossier_id for item in items]},
    )
    _tell(transfer, "accepted", [transfer.giver.person], at)
    enqueue(
        DRAW,
        key=str(transfer.pk),
        organisation_key=transfer.organisation_id,
        payload={"transfer": transfer.pk},
        queue=Queue.INTERACTIVE,
        at=at,
    )
    return transfer


def _locked(transfer: Transfer) -> Transfer:
    return locked(Transfer.objects.select_related("organisation", "unit", "giver__person"), transfer.pk)


def _standing(transfer: Transfer) -> list[TransferItem]:
    """Give the unanswered items, their dossiers locked in the order of their keys."""
    items = list(transfer.items.filter(state=ItemState.OFFERED))
    rows = {
        key: locked(Dossier.objects.select_related("unit", "entry", "keeper"), key)
        for key in sorted(item.dossier_id for item in items)
    }
    for item in items:
        item.dossier = rows[item.dossier_id]
    return items


def _give_back(item: TransferItem, state: ItemState, remark: str, *, by: Actor, at: datetime) -> None:
    dossier = locked(Dossier.objects.select_related("unit", "entry", "keeper"), item.dossier_id)
    item.state, item.remark = state, remark
    item.save(update_fields=["state", "remark"])
    _carry(dossier, DossierState.CLOSED, at=at)
    act = "returned" if state == ItemState.RETURNED else "offer_withdrawn"
    _note_dossier(dossier, act, item.transfer, by=by, at=at, detail={"reason": remark} if remark else None)


def _into_custody(dossier: Dossier, *, at: datetime) -> None:
    lifecycle.advance(dossier, DossierState.ARCHIVED)
    dossier.archived_on = local_day(at)
    dossier.save(update_fields=["state", "archived_on"])
    showing.show(dossier, at=at)


def _carry(dossier: Dossier, state: DossierState, *, at: datetime) -> None:
    lifecycle.advance(dossier, state)
    dossier.save(update_fields=["state"])
    showing.show(dossier, at=at)


def _tell(transfer: Transfer, act: str, people: list[Person], at: datetime, **facts: str) -> None:
    notifying.tell(
        people=people,
        kind=f"transfer.{act}",
        subject=Subject(KIND, str(transfer.pk)),
        facts={"number": str(transfer), **facts},
        at=at,
    )


def _next_number(by: Actor, year: int) -> int:
    queued(Organisation, by.organisation.pk)  # two units that offer at the same moment queue here
    given = Transfer.objects.filter(organisation=by.organisation, year=year).aggregate(n=Max("number"))["n"]
    return (given or 0) + 1


def note(
    *,
    transfer: Transfer,
    act: str,
    by: Actor,
    at: datetime,
    facts: dict[str, object] | None = None,
    detail: dict[str, object] | None = None,
) -> None:
    """Write what was done to a transfer."""
    recording.record(
        f"transfer.{act}",
        subject=Subject(KIND, str(transfer.pk)),
        by=by,
        at=at,
        facts={"number": str(transfer), "unit": transfer.unit_id, **(facts or {})},
        detail=detail or {},
    )


def _note_dossier(
    dossier: Dossier,
    act: str,
    transfer: Transfer,
    *,
    by: Actor,
    at: datetime,
    detail: dict[str, object] | None = None,
) -> None:
    facts: dict[str, object] = {"transfer": transfer.pk, "number": str(transfer)}
    if act == "archived":
        contents = queries.contents_of(dossier)
        facts |= {"records": contents.record_count, "pages": contents.page_total}
    subject = Subject("dossier", str(dossier.pk))
    recording.record(f"dossier.{act}", subject=subject, by=by, at=at, facts=facts, detail=detail or {})
