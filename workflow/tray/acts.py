"""Confirm letters together, and go on with what is left. Each letter then is one transaction of its own (``jobs``).

The PIN goes to the signer's memory for exactly the files that were confirmed, and nowhere else; with a wrong one no
batch comes into being and no letter moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from dispatch import queries as letters
from jobs.enums import Queue
from jobs.operations.queueing import enqueue
from lib.calendar import local_day
from lib.database import locked
from organisation.models.actor import Actor
from signing.enums import SigningRole
from signing.errors import TooManyAtOnce
from signing.keys.pinbox import MOST_FILES, MOST_SECONDS, SECONDS, SECONDS_A_FILE
from signing.operations import authorising
from workflow import errors
from workflow.enums import TrayAct
from workflow.models import TrayBatch, TrayLine
from workflow.tray import queries

WORK_OFF = "workflow.tray"
KIND = "tray_batch"
MOST_LETTERS = 100


@dataclass(frozen=True)
class Chosen:
    """One letter as it was shown when it was ticked: the step, the act, and the bytes."""

    letter_key: int
    item_key: int
    act: TrayAct
    sha256: str


@transaction.atomic
def confirm(
    *, chosen: Sequence[Chosen], by: Actor, at: datetime, pin: str = "", legal_day: date | None = None
) -> TrayBatch:
    """Confirm letters in the order shown; give the batch, which the machine works off letter by letter.

    The PIN is asked only when something is signed or sealed. Refuses, changing nothing: no letter, more than a
    hundred, a file this person has not opened, and whatever the signer says about the PIN. What may be done to each
    letter is asked when its turn comes, so that the refusal of one never stops another.
    """
    if not chosen:
        raise errors.NothingChosen
    if len(chosen) > MOST_LETTERS:
        raise TooManyAtOnce(most=MOST_LETTERS)
    if by.person is None or by.post is None:
        raise ValueError("only a person in a post confirms letters")
    _refuse_unread(chosen, by, at)
    batch = TrayBatch.rows.create(
        organisation=by.organisation,
        person=by.person,
        post=by.post,
        legal_day=legal_day,
        address=by.address,
        confirmed_at=at,
    )
    TrayLine.rows.bulk_create(
        TrayLine(
            organisation=by.organisation,
            batch=batch,
            position=place,
            act=one.act,
            letter_key=one.letter_key,
            item_key=one.item_key,
            sha256=one.sha256,
        )
        for place, one in enumerate(chosen, start=1)
    )
    return _go(batch, pin, event="confirmed", by=by, at=at)


@transaction.atomic
def resume(*, batch: TrayBatch, pin: str, by: Actor, at: datetime) -> TrayBatch:
    """Give the PIN again for what is left of a batch, and for that alone; what is done stays done.

    Refuses somebody else's batch, one with nothing left, and whatever the signer says about the PIN.
    """
    row = locked(TrayBatch.rows.select_related("organisation", "person"), batch.pk)
    if by.person is None or row.person_id != by.person.pk:
        raise errors.BatchIsNotYours(name=row.person.full_name)
    if not queries.lines_left(row).exists():
        raise errors.NothingLeft
    row.attempt, row.stopped_at = row.attempt + 1, None
    row.legal_day = row.legal_day and local_day(at)  # a letter that has its number keeps its day
    return _go(row, pin, event="resumed", by=by, at=at)


def held_pin(batch: TrayBatch, attempt: int) -> authorising.HeldPin:
    """Name the PIN the signer holds for one attempt at a batch."""
    return authorising.HeldPin(f"tray:{batch.pk}/{attempt}")


def _go(batch: TrayBatch, pin: str, *, event: str, by: Actor, at: datetime) -> TrayBatch:
    """Have the PIN held for what is left and the machine begin."""
    left = list(queries.lines_left(batch))
    signed = [line for line in left if line.act != TrayAct.APPROVE]
    if signed:
        role = SigningRole.SEAL if signed[0].act == TrayAct.SEAL else SigningRole.LEADER
        files = [line.sha256 for line in signed]
        if role == SigningRole.SEAL:
            files += letters.markable_hashes([line.letter_key for line in signed])[: MOST_FILES - len(files)]
        authorising.hold_for_batch(
            by=by, at=at, batch=held_pin(batch, batch.attempt), role=role, files=files, pin=pin
        )
        span = min(SECONDS + SECONDS_A_FILE * len(files), MOST_SECONDS)
        batch.held_until = at + timedelta(seconds=span)
    batch.save(update_fields=["attempt", "stopped_at", "held_until", "legal_day"])
    recording.record(
        f"tray.{event}",
        subject=Subject(KIND, str(batch.pk)),
        by=by,
        at=at,
        facts={
            "attempt": batch.attempt,
            "letters": [line.letter_key for line in left],
            "files": [line.sha256 for line in left],
            "acts": [line.act for line in left],
        },
    )
    enqueue(
        WORK_OFF,
        key=f"{batch.pk}/{batch.attempt}",
        organisation_key=batch.organisation_id,
        payload={"batch": batch.pk, "attempt": batch.attempt},
        queue=Queue.INTERACTIVE,
        at=at,
    )
    return batch


def _refuse_unread(chosen: Sequence[Chosen], by: Actor, at: datetime) -> None:
    """Refuse what was not opened, and alike what this person may not even see: the sentence names only what is seen."""
    keys = [one.letter_key for one in chosen]
    rows = {one.pk: one for one in letters.letters_visible_to(by, at).filter(pk__in=keys)}
    opened = letters.opened_files(by, rows.values())
    for one in chosen:
        if one.letter_key not in rows or one.sha256 not in opened:
            letter = rows.get(one.letter_key)
            raise errors.NotOpenedYet(code=letter.subject if letter else one.letter_key)
