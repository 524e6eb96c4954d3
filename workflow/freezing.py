"""What follows an act on an issued letter: its procedure ends or goes on, and those who took part are told.

A frozen letter is asked of nobody any more; a letter whose recall was stopped is asked to be filed again if it was
not. Both are the procedure brought to where the letter stands. A replaced letter is another than the one being
issued, so its process is held in a transaction of its own: one process an act, as everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from dispatch import queries
from dispatch.enums import FROZEN, RelationKind
from dispatch.models import OutgoingLetter
from dispatch.operations import recalling
from jobs.models import Job
from jobs.operations.leasing import finishing
from organisation.models.actor import Actor
from workflow.acting import interrupting
from workflow.enums import Outcome
from workflow.errors import NotUnderWay
from workflow.outgoing_letter import telling
from workflow.outgoing_letter.flow import OutgoingLetterProcedure as Procedure
from workflow.outgoing_letter.following import NAMED
from workflow.outgoing_letter.telling import News
from workflow.rebuilding import rebuild_one

Clock = Callable[[], datetime]
_NEWS = {
    RelationKind.CORRECTS: News.CORRECTED,
    RelationKind.REPLACES: News.REPLACED,
    RelationKind.RECALLS: News.RECALLED,
}


@transaction.atomic
def recall(*, letter: OutgoingLetter, reason: str, by: Actor, at: datetime) -> OutgoingLetter:
    """Recall an issued letter: it is frozen, nobody is asked to file it, those who took part know why."""
    _hold(letter)
    row = recalling.recall(letter=letter, reason=reason, by=by, at=at)
    _follow(row.letter, by=by, at=at)
    telling.what_became(row.letter, News.RECALLED, reason=row.reason, by=by.person, at=at)
    return row.letter


@transaction.atomic
def stop_recall(*, letter: OutgoingLetter, reason: str, by: Actor, at: datetime) -> OutgoingLetter:
    """Stop a recall: the letter is in force again, and asked to be filed if it was not."""
    _hold(letter)
    row = recalling.stop(letter=letter, reason=reason, by=by, at=at)
    _follow(row.letter, by=by, at=at)
    telling.what_became(row.letter, News.RECALL_STOPPED, reason=row.stop_reason, by=by.person, at=at)
    return row.letter


def named(job: Job, *, clock: Clock = timezone.now) -> None:
    """Bring the procedure of a letter that was corrected, replaced or recalled to where it stands, and tell of it."""
    at = clock()
    relation = queries.relation_by_key(job.payload["relation"])
    with transaction.atomic():
        _hold(relation.target)
        target = Procedure.letters().get(pk=relation.target_id)
        _follow(target, by=Actor.system(target.organisation, NAMED), at=at)
        kind = RelationKind(relation.kind)
        telling.what_became(relation.target, _NEWS[kind], code=relation.letter.reference_code, by=None, at=at)
        with finishing(job, at=at):
            pass


HANDLERS = {NAMED: named}


def _hold(letter: OutgoingLetter) -> None:
    """Hold the letter's process until the transaction ends: process before letter."""
    key = Procedure.processes_of(letter.pk).order_by("-id").values_list("pk", flat=True).first()
    if key is not None:
        with Procedure.holding(key):
            pass


def _follow(letter: OutgoingLetter, *, by: Actor, at: datetime) -> None:
    """End the procedure of a frozen letter; bring that of any other to where the letter stands."""
    if letter.status not in FROZEN:
        rebuild_one(letter, at=at)
        return
    with (
        suppress(NotUnderWay),
        interrupting(letter, procedure=Procedure, by=by, at=at, outcome=Outcome.FROZEN),
    ):
        pass
