"""Is every letter where its procedure says, and every step in exactly one inbox? Reads only; ``rebuild`` cures.

The invariants are those of the workflow paper §6.5 that concern the driver; the ledger's own (numbers,
signatures, issue) are constraints of the modules.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import PROCESS, STATUS

from jobs import queries as jobs
from jobs.enums import JobState
from lib.calendar import local_day
from organisation.models import Organisation
from workflow.models import WorkItem
from workflow.nodes import End, Job, Step
from workflow.outgoing_letter.flow import OutgoingLetterProcedure as Procedure
from workflow.outgoing_letter.position import position_of
from workflow.procedure import FINISHED
from workflow.routes.soundness import unsound_pins


class Finding(NamedTuple):
    """One broken invariant. ``code`` is stable, ``what`` is for the administrator, in English."""

    code: str
    letter: int
    what: str


def findings(at: datetime, *, organisation: Organisation | None = None) -> list[Finding]:
    """Give everything that stands wrong, of one organisation or of all; an empty list is a healthy house."""
    letters = {letter.pk: letter for letter in _letters(organisation)}
    tasks = _tasks_by_process()
    found: list[Finding] = []
    live: Counter[int] = Counter()
    open_tasks: dict[int, Any] = {}
    for process in Process._default_manager.filter(flow_class=Procedure):
        if process.artifact_object_id not in letters:
            continue
        mine = tasks[process.pk]
        found += _of_process(process, mine)
        if process.status == PROCESS.NEW:
            live[process.artifact_object_id] += 1
            open_tasks |= {task.pk: (process.artifact_object_id, task) for task in mine if _is_open(task)}
    found += _of_items(letters, open_tasks, at)
    lost = dict(unsound_pins(letters))
    found += [Finding("I11", letter, f"the letter {what}") for letter, what in lost.items()]
    for letter in (one for one in letters.values() if one.pk not in lost):  # whose place no route can tell
        found += _of_letter(
            letter, live[letter.pk], [task for key, task in open_tasks.values() if key == letter.pk]
        )
    return sorted(set(found))


def _of_process(process: Any, tasks: list[Any]) -> Iterator[Finding]:
    letter, flow_class = process.artifact_object_id, process.flow_class
    waiting = [task for task in tasks if _is_open(task)]
    ends = [task for task in tasks if isinstance(task.flow_task, End) and task.status == STATUS.DONE]
    if process.status == PROCESS.NEW and not waiting:
        yield Finding("I1", letter, f"process {process.pk} runs and nothing waits in it")
    if process.status != PROCESS.NEW and waiting:
        yield Finding("I1", letter, f"process {process.pk} has ended and something waits in it")
    if process.status == PROCESS.DONE and len(ends) != 1:
        yield Finding("I1", letter, f"process {process.pk} has {len(ends)} ends instead of one")
    for task in tasks:
        if task.status == STATUS.ERROR:
            yield Finding("I8", letter, f"task {task.pk} failed and nobody was told")
        if task.flow_task is None or task.flow_task.flow_class is not flow_class:
            yield Finding("I12", letter, f"task {task.pk} belongs to another procedure")
    yield from _of_jobs(letter, waiting)


def _of_jobs(letter: int, waiting: list[Any]) -> Iterator[Finding]:
    for task in waiting:
        node = task.flow_task
        if not isinstance(node, Job) or not node.kind:
            continue
        job = jobs.find(node.kind, task.external_task_id)
        if job is None or job.state in (JobState.DONE, JobState.DEAD):
            yield Finding(
                "I8", letter, f"{node.name} waits for a job that is {'missing' if job is None else job.state}"
            )


def _of_items(letters: dict[int, Any], open_tasks: dict[int, Any], at: datetime) -> Iterator[Finding]:
    """I9: every open step of people has exactly one open work item with the same owner, and the other way round."""
    rows = WorkItem.items.filter(letter_kind=Procedure.letter_kind, done_at__isnull=True)
    items = {item.task_key: item for item in rows.select_related("owner_post") if item.letter_key in letters}
    for key, (letter, task) in open_tasks.items():
        item = items.pop(key, None)
        if not isinstance(task.flow_task, Step):
            continue
        if item is None:
            yield Finding("I9", letter, f"{task.flow_task.name} waits and stands in no inbox")
            continue
        owner = item.owner_post.person_id if item.owner_post else None
        if owner != task.owner_id or item.step != task.flow_task.name:
            yield Finding(
                "I9", letter, f"{item.step} stands in the inbox of somebody else than its task says"
            )
        if item.owner_post and item.owner_post.valid_until and item.owner_post.valid_until < local_day(at):
            yield Finding("I20", letter, f"{item.step} waits for a post that has ended")
    for item in items.values():
        yield Finding("I9", item.letter_key, f"{item.step} stands in an inbox and nothing waits there")


def _of_letter(letter: Any, live: int, tasks: list[Any]) -> Iterator[Finding]:
    """I21: the driver stands where the ledger does, once."""
    place = position_of(letter)
    where = sorted(task.flow_task.name for task in tasks)
    if place is None and live:
        yield Finding(
            "I21", letter.pk, f"the letter is at its end and its procedure waits at {', '.join(where)}"
        )
    if place is not None and live != 1:
        yield Finding("I21", letter.pk, f"the letter has {live} running procedures instead of one")
    elif place is not None and where != sorted(place.nodes):
        yield Finding("I21", letter.pk, f"the letter is at {place.node}, its procedure at {', '.join(where)}")


def _letters(organisation: Organisation | None) -> Any:
    rows = Procedure.letters()
    return rows if organisation is None else rows.filter(organisation=organisation)


def _tasks_by_process() -> dict[int, list[Any]]:
    tasks: dict[int, list[Any]] = defaultdict(list)
    for task in Task._default_manager.filter(process__flow_class=Procedure).order_by("id"):
        tasks[task.process_id].append(task)
    return tasks


def _is_open(task: Any) -> bool:
    return task.status not in FINISHED
