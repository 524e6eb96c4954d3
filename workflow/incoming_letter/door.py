"""The one way through: hold the process, do one act of the ledger, bring the open steps to what the ledger says.

Whoever has no right, or comes second, is refused by the operation itself, which reads the locked row; then nothing
has happened. The steps follow in the same transaction, so no letter is ever without a holder.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from viewflow.workflow.status import STATUS

from dispatch import queries
from dispatch.enums import HandlingStage as H
from dispatch.models import IncomingLetter
from lib.database import locked
from organisation.models.actor import Actor
from workflow import acting, stops
from workflow.enums import Outcome
from workflow.incoming_letter.flow import IncomingLetterProcedure as Procedure
from workflow.incoming_letter.openings import openings_of
from workflow.models import WorkItem
from workflow.passage import Opening, Passage

NAME = "workflow.rebuild"
Key = tuple[str, int | None, str, int | None]


@contextmanager
def tending(
    letter: IncomingLetter, *, by: Actor, at: datetime, outcome: Outcome = Outcome.DONE
) -> Iterator[Passage]:
    """Let one act happen to ``letter`` and bring its steps after it; ``passage.opened`` are those asked anew."""
    with transaction.atomic():
        process = _held(letter)
        letter = Procedure.letters().get(pk=letter.pk)
        passage = Passage(at=at, by=by, letter=letter, outcome=outcome)
        yield passage
        passage.letter = Procedure.letters().get(pk=letter.pk)
        _follow(process, passage)


def bring_to(letter: IncomingLetter, *, at: datetime) -> bool:
    """Bring the steps of ``letter`` to what the ledger says; say whether anything had to be done. Writes no event."""
    by = Actor.system(letter.organisation, NAME)
    with transaction.atomic():
        process = _held(letter)
        row = locked(Procedure.letters(), letter.pk)
        return _follow(process, Passage(at=at, by=by, letter=row))


def stands_right(letter: IncomingLetter, at: datetime) -> bool:
    """Say whether exactly those are asked whom the ledger names."""
    running = [one for one in Procedure.processes_of(letter.pk) if Procedure.is_running(one)]
    items = _items(letter)
    wanted = openings_of(letter, at)
    if not wanted:
        return not running and not items
    tasks = Procedure.open_tasks(running[0]) if len(running) == 1 else []
    keys = sorted(task.pk for task in tasks)
    return keys == sorted(item.task_key for item in items) and _sorted(map(_asked_of, items)) == _sorted(
        map(_key, wanted)
    )


def _held(letter: IncomingLetter) -> Any | None:
    """Hold the process of ``letter`` until the transaction ends: process before letter; None when it has ended."""
    process = next(iter(reversed(_processes(letter))), None)
    if process is None:
        return None
    with Procedure.holding(process.pk):
        pass
    process.refresh_from_db()
    return process if Procedure.is_running(process) else None


def _follow(process: Any | None, passage: Passage) -> bool:
    if process is None:  # begun by somebody else while the letter was waited for
        process = next((one for one in _processes(passage.letter) if Procedure.is_running(one)), None)
    wanted = list(openings_of(passage.letter, passage.at))
    items = _items(passage.letter)
    standing: list[WorkItem] = []
    for item in items:
        one = next((each for each in wanted if _key(each) == _asked_of(item)), None)
        if one is None or process is None or item.process_key != process.pk:
            continue
        wanted.remove(one)
        standing.append(item)
        if item.due_on != one.due_on:
            WorkItem.items.filter(pk=item.pk).update(due_on=one.due_on)
    gone = [item for item in items if item not in standing]
    if process is None:
        WorkItem.items.filter(pk__in=[item.pk for item in gone]).delete()  # of no process: derived, and wrong
        return _begin(passage, wanted) or bool(gone)
    return _move(process, passage, standing=standing, gone=gone, fresh=wanted)


def _begin(passage: Passage, wanted: list[Opening]) -> bool:
    """Begin a process that goes straight to where the letter waits."""
    if not wanted:
        return False
    start: Any = Procedure.start.activation_class.create(Procedure.start, None, None)
    Procedure.attach(start.process, passage)
    start.process.save()
    start.task.process, start.task.status, start.task.finished = start.process, STATUS.DONE, passage.at
    start.task.save()
    for _opened in stops.open_all(start, wanted):
        pass
    return True


def _move(
    process: Any, passage: Passage, *, standing: list[WorkItem], gone: list[WorkItem], fresh: list[Opening]
) -> bool:
    """Close what is no longer asked, open what is asked now."""
    process.passage = passage
    tasks = {task.pk: task for task in Procedure.open_tasks(process)}
    known = {item.task_key for item in standing}
    left = [_activation(task, process) for key, task in tasks.items() if key not in known]
    lost = [item.pk for item in gone if item.task_key not in tasks]
    WorkItem.items.filter(pk__in=lost).delete()
    if not left and not fresh:
        return bool(lost)
    if not left:
        for _opened in stops.open_all(_activation(tasks[standing[0].task_key], process), fresh):
            pass
        return True
    behind, *others = left
    for activation in others:
        activation.cancel()
    if not standing and not fresh:
        _end(behind, passage)
        return True
    passage.opens, passage.stays = tuple(fresh), not fresh
    behind.begin()
    behind.execute()
    return True


def _end(behind: Any, passage: Passage) -> None:
    """Nobody is asked any more: filed, or ended without a result."""
    handling = queries.handling_of(passage.letter)
    if handling is None or handling.stage != H.FILED or behind.flow_task.name != "file_letter":
        acting.end_early(behind, Outcome.FROZEN)
        return
    passage.outcome = Outcome.DONE
    behind.begin()
    behind.execute()


def _activation(task: Any, process: Any) -> Any:
    task.process = process
    return task.flow_task.activation_class(task)


def _processes(letter: IncomingLetter) -> list[Any]:
    return list(Procedure.processes_of(letter.pk))


def _items(letter: IncomingLetter) -> list[WorkItem]:
    rows = WorkItem.items.filter(
        letter_kind=Procedure.letter_kind, letter_key=letter.pk, done_at__isnull=True
    )
    return list(rows.order_by("id"))


def _key(one: Opening) -> Key:
    duty = one.holder.duty.value if one.holder.duty else ""
    return (one.node, one.holder.post.pk if one.holder.post else None, duty, one.about_key)


def _asked_of(item: WorkItem) -> Key:
    return (item.step, item.owner_post_id, item.duty, item.about_key)


def _sorted(keys: Any) -> list[tuple[str, int, str, int]]:
    return sorted((step, post or 0, duty, about or 0) for step, post, duty, about in keys)
