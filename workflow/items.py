"""Keep the work item of a step in step with viewflow's task. Called by the nodes and by nobody else."""

from __future__ import annotations

from typing import Any

from lib.calendar import local_day
from organisation import queries as office
from workflow.enums import Outcome
from workflow.models import WorkItem
from workflow.passage import Holder, Opening, passage_of


def open_item(activation: Any, holder: Holder) -> WorkItem:
    """Put the step into the inbox of its holder, with the day it is due."""
    passage, node = passage_of(activation), activation.flow_task
    organisation = passage.letter.organisation
    days = node.flow_class.working_days(node.name, passage.letter)
    due_on = None if days is None else office.add_working_days(organisation, local_day(passage.at), days)
    item = WorkItem.items.create(
        organisation=organisation,
        task_key=activation.task.pk,
        process_key=activation.process.pk,
        letter_kind=node.flow_class.letter_kind,
        letter_key=passage.letter.pk,
        step=node.name,
        owner_post=holder.post,
        duty=holder.duty.value if holder.duty else "",
        reason=passage.outcome,
        assigned_at=passage.at,
        due_on=due_on,
    )
    passage.opened.append(item)
    return item


def open_items(behind: Any, asked: list[tuple[Any, Opening]]) -> list[WorkItem]:
    """Put the steps of one stop into the inboxes of those asked there, in one statement."""
    passage = passage_of(behind)
    rows = [
        WorkItem(
            organisation=passage.letter.organisation,
            task_key=task.pk,
            process_key=behind.process.pk,
            letter_kind=behind.flow_class.letter_kind,
            letter_key=passage.letter.pk,
            step=one.node,
            stage=one.stage,
            about_key=one.about_key,
            owner_post=one.holder.post,
            duty=one.holder.duty.value if one.holder.duty else "",
            reason=passage.outcome,
            assigned_at=one.since or passage.at,
            due_on=one.due_on,
        )
        for task, one in asked
    ]
    return WorkItem.items.bulk_create(rows)


def close_item(activation: Any, outcome: Outcome) -> None:
    """Take the step out of the inbox and remember who left it, when and how."""
    passage = passage_of(activation)
    WorkItem.items.filter(task_key=activation.task.pk, done_at__isnull=True).update(
        done_at=passage.at, done_by=passage.by.person, outcome=outcome
    )
