"""Several asked at once at one stop: one task row each, all of them written with three statements.

The free edition's for-each and join would write a row for the fan and one for the gathering of every stage, and the
join finds its row by node instead of by token (workflow paper, trap 10). Here the ledger says who is still asked, and
whoever answers last goes on; the lock of the process makes one of two the last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from viewflow.workflow.status import STATUS

from workflow import items
from workflow.passage import Opening, passage_of


def open_all(behind: Any, openings: Iterable[Opening]) -> Iterator[Any]:
    """Open a step for each of ``openings`` behind the activation ``behind``; give their activations."""
    passage, flow_class = passage_of(behind), behind.flow_class
    asked = tuple(openings)
    tasks = [_task(behind, one) for one in asked]
    flow_class.task_class._default_manager.bulk_create(tasks)
    if behind.task.pk is not None:
        link = flow_class.task_class.previous.through
        link._default_manager.bulk_create(
            [link(from_task_id=task.pk, to_task_id=behind.task.pk) for task in tasks]
        )
    activations = [task.flow_task.activation_class(task) for task in tasks]
    passage.opened += items.open_items(behind, list(zip(tasks, asked, strict=True)))
    yield from activations


def cancel_beside(activation: Any) -> None:
    """Stop asking the others who were asked beside this step."""
    if not passage_of(activation).shared:
        return
    others = activation.flow_class.open_tasks(activation.process).exclude(pk=activation.task.pk)
    for task in others.select_related("process"):
        task.process = activation.process
        task.flow_task.activation_class(task).cancel()


def _task(behind: Any, one: Opening) -> Any:
    flow_class, post = behind.flow_class, one.holder.post
    return flow_class.task_class(
        process=behind.process,
        flow_task=flow_class.instance.node(one.node),
        token=behind.task.token,
        data={},
        owner=post.person if post is not None else None,
        status=STATUS.ASSIGNED if post is not None else STATUS.NEW,
    )
