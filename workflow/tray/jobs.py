"""Work a confirmed batch off: one letter, one transaction; the refusal of one never stops the rest.

Killed at any point and begun again, it goes on with what is left: a line is locked first and done once. A PIN that
is gone stops it before the letter moves, so no number is given that nobody can seal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone, translation

from dispatch.errors import ApprovedFileIsAnother
from jobs.models import Job
from jobs.operations import leasing
from lib.database import locked
from lib.refusal import Refusal
from organisation.models.actor import Actor
from signing.enums import RequestState
from signing.errors import PinIsGone, SignerIsAway
from signing.models import SigningRequest
from workflow import queries as procedures
from workflow.enums import TrayAct
from workflow.models import TrayBatch, TrayLine
from workflow.outgoing_letter import moves
from workflow.tray import acts, queries

Clock = Callable[[], datetime]


def work_off(job: Job, *, clock: Clock = timezone.now) -> None:
    """Do what is left of the batch, in the order it was shown in."""
    batch = queries.batch_by_key(job.payload["batch"])
    attempt = int(job.payload["attempt"])
    by = replace(Actor.for_post(batch.post, address=batch.address), process=acts.WORK_OFF)
    with translation.override(batch.person.language):
        for line in queries.lines_left(batch):
            leasing.extend(job, at=clock())
            try:
                _do(line.pk, batch, attempt, by, clock())
            except (PinIsGone, SignerIsAway):
                _stop(batch, attempt, clock())
                return
            except Refusal as refusal:
                _note(line.pk, str(refusal))


HANDLERS = {acts.WORK_OFF: work_off}


@transaction.atomic
def _do(key: int, batch: TrayBatch, attempt: int, by: Actor, at: datetime) -> None:
    """Make the act of one line, unless another process has made it meanwhile."""
    line = locked(TrayLine.rows.select_related("request"), key)
    waits = line.request is not None and line.request.state == RequestState.PREPARED
    if line.refusal or (line.done_at is not None and not waits):
        return
    pin = acts.held_pin(batch, attempt)
    if line.request is not None:
        moves.give_pin(request=line.request, pin=pin, by=by, at=at)
        return
    line.request, line.done_at = _act(line, batch, by, at, pin), at
    line.save(update_fields=["request", "done_at"])


def _act(line: TrayLine, batch: TrayBatch, by: Actor, at: datetime, pin: moves.Pin) -> SigningRequest | None:
    item = procedures.item_for(by, line.item_key)
    if item.letter_key != line.letter_key:  # a page never shows that; a hand-made request does
        raise ApprovedFileIsAnother
    if line.act == TrayAct.APPROVE:
        moves.approve(item=item, sha256=line.sha256, by=by, at=at)
        return None
    if line.act == TrayAct.SEAL:
        request = moves.number_and_seal(item=item, pin=pin, legal_day=batch.legal_day, by=by, at=at)
    else:
        sign = moves.approve_and_sign if item.step == "approve" else moves.sign
        request = sign(item=item, sha256=line.sha256, pin=pin, by=by, at=at)
    if request.expected_sha256 != line.sha256:
        raise ApprovedFileIsAnother
    return request


@transaction.atomic
def _note(key: int, sentence: str) -> None:
    """Keep why a letter was not done, unless it was done meanwhile."""
    line = locked(TrayLine.rows.all(), key)
    if line.done_at is None:
        line.refusal = sentence
        line.save(update_fields=["refusal"])


@transaction.atomic
def _stop(batch: TrayBatch, attempt: int, at: datetime) -> None:
    """Say that the PIN is gone, so that the rest waits for another; a newer attempt is left alone."""
    row = locked(TrayBatch.rows.all(), batch.pk)
    if row.attempt == attempt:
        row.stopped_at = at
        row.save(update_fields=["stopped_at"])
