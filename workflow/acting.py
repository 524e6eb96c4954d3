"""The one door. Lock the process, read again, refuse what is stale or another's, act, go on: one transaction.

Whatever the body does (one operation, which writes its own event) and the step of the procedure stand or fall
together. Nothing here knows what a letter is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from lib.calendar import local_time
from organisation.enums import Duty
from organisation.models import Post
from organisation.models.actor import Actor
from workflow import errors, stops
from workflow.enums import Outcome
from workflow.models import WorkItem
from workflow.nodes import Job, Step
from workflow.passage import Holder, Opening, Passage, passage_of
from workflow.procedure import FINISHED, Procedure
from workflow.standing import standing_for


@contextmanager
def acting(item_key: int, *, by: Actor, at: datetime, outcome: Outcome = Outcome.DONE) -> Iterator[Passage]:
    """Let ``by`` take the step of work item ``item_key`` and leave it by ``outcome``.

    Gives the passage: ``passage.by`` is the actor to hand to the operation (own post, or on behalf of the absent
    holder), ``passage.letter`` the letter; put what the operation returns back into it. Refuses StaleTask (the
    step was left meanwhile: who and when), StepIsNotYours. A second click is a StaleTask and changes nothing.
    """
    item = WorkItem.items.get(pk=item_key, organisation=by.organisation)
    with Procedure.holding(item.process_key):
        # The task, read under the lock, is the truth: an item never changes its holder while its task is open.
        task = _tasks().filter(pk=item.task_key, status__in=(STATUS.NEW, STATUS.ASSIGNED)).first()
        if task is None:
            raise stale(WorkItem.items.select_related("done_by").get(pk=item_key))
        actor = standing_for(item, by, at)
        if actor is None:
            raise errors.StepIsNotYours(holder=holder_name(item))
        post = actor.acting_post
        if post is not None and post.pk == item.owner_post_id:
            item.owner_post = post  # known already: who is told of the act asks for it
        activation = _activation(task)
        passage = _passage(activation, at=at, by=actor, outcome=outcome, item=item)
        activation.begin()
        yield passage
        activation.execute()


@contextmanager
def interrupting(
    letter: Any,
    *,
    procedure: type[Procedure],
    by: Actor,
    at: datetime,
    outcome: Outcome,
    about_key: int | None = None,
) -> Iterator[Passage]:
    """Let somebody who does not hold the step stop or take back ``letter``; whether they may, the operation asks.

    Where the open step has a way for ``outcome`` the letter takes it; otherwise the procedure ends there. Of several
    open steps it is the one ``about_key`` names, else the first.
    Refuses NotUnderWay when the procedure of this letter has ended.
    """
    process_key = procedure.processes_of(letter.pk).order_by("-id").values_list("pk", flat=True).first()
    if process_key is None:
        raise errors.NotUnderWay
    with procedure.holding(process_key):
        waiting = _tasks().filter(process_id=process_key).exclude(status__in=FINISHED).order_by("id")
        if about_key is not None:
            named = WorkItem.items.filter(process_key=process_key, about_key=about_key, done_at__isnull=True)
            waiting = waiting.filter(pk__in=list(named.values_list("task_key", flat=True)))
        task = waiting.first()
        if task is None:
            raise errors.NotUnderWay
        activation = _activation(task)
        held = WorkItem.items.select_related("owner_post__person").filter(task_key=task.pk).first()
        passage = _passage(activation, at=at, by=by, outcome=outcome, item=held)
        yield passage
        if outcome in procedure.interruptions:
            end_early(activation, outcome)
        else:
            activation.begin()
            activation.execute()


@contextmanager
def handing(
    letter: Any, *, procedure: type[Procedure], holder: Post, to: Post, by: Actor, at: datetime
) -> Iterator[Passage]:
    """Let ``to`` go on with ``letter`` where ``holder`` had to; whether ``by`` may give it, the operation asks.

    A step that waits for ``holder`` is opened anew for ``to``, with a new term, and a page drawn before is stale.
    Where the letter waits for somebody else no step moves. Refuses NotUnderWay when the procedure has ended.
    """
    process_key = procedure.processes_of(letter.pk).order_by("-id").values_list("pk", flat=True).first()
    if process_key is None:
        raise errors.NotUnderWay
    with procedure.holding(process_key):
        waiting = _tasks().filter(process_id=process_key).exclude(status__in=FINISHED).order_by("id")
        item = WorkItem.items.filter(process_key=process_key, owner_post=holder, done_at__isnull=True).first()
        task = waiting.filter(pk=item.task_key).first() if item is not None else waiting.first()
        if task is None:
            raise errors.NotUnderWay
        activation = _activation(task)
        passage = _passage(activation, at=at, by=by, outcome=Outcome.HANDED_OVER, item=item)
        yield passage
        if item is not None:
            _open_anew(activation, to)


@contextmanager
def completing(job_key: str, *, by: Actor, at: datetime) -> Iterator[Passage | None]:
    """Close the wait of a Job node whose key is ``job_key``; None when it is over already (withdrawn, or done twice).

    Set ``passage.outcome`` to leave it otherwise than DONE. Raise inside, and everything is undone.
    """
    found = _tasks().filter(external_task_id=job_key).values_list("process_id", flat=True).first()
    if found is None:
        yield None
        return
    with Procedure.holding(found):
        task = _tasks().get(external_task_id=job_key)
        if task.status != STATUS.SCHEDULED:
            yield None
            return
        activation = _activation(task)
        passage = _passage(activation, at=at, by=by, outcome=Outcome.DONE, item=None)
        activation.begin()
        yield passage
        activation.execute()


def wait_of(letter_key: int, *, procedure: type[Procedure], node: str) -> str | None:
    """Give the job key of the node ``node`` at which the letter waits, or None when it does not wait there."""
    waiting = _tasks().filter(process__in=procedure.processes_of(letter_key), status=STATUS.SCHEDULED)
    return next(
        (task.external_task_id for task in waiting.order_by("id") if task.flow_task.name == node), None
    )


def waiting_letter(job_key: str) -> Any | None:
    """Give the letter whose Job node waits for the job of key ``job_key``, unlocked; None when the wait is over."""
    task = _tasks().filter(external_task_id=job_key, status=STATUS.SCHEDULED).first()
    return None if task is None else _letter(_activation(task))


def mark_opened(letter_kind: str, letter_key: int, *, by: Actor, at: datetime) -> None:
    """Note on the open steps that wait for ``by`` that they were looked at; no step moves and nothing legal changes."""
    unopened = WorkItem.items.filter(
        letter_kind=letter_kind, letter_key=letter_key, done_at__isnull=True, opened_at__isnull=True
    )
    for item in unopened:
        if standing_for(item, by, at) is not None:
            WorkItem.items.filter(pk=item.pk, opened_at__isnull=True).update(opened_at=at)


def stale(item: WorkItem) -> errors.StaleTask:
    """Give the refusal for a step that was left meanwhile, naming who did it and when."""
    who = item.done_by.full_name if item.done_by else _("The system")
    moment = item.done_at
    return errors.StaleTask(who=who, when=f"{local_time(moment):%d/%m/%Y %H:%M}" if moment else "")


def holder_name(item: WorkItem) -> str:
    """Give the name of the person, or of the duty, a step waits for."""
    return item.owner_post.person.full_name if item.owner_post else str(Duty(item.duty).label)


def _open_anew(activation: Any, to: Post) -> None:
    """Cancel the open step and open it again for ``to``, with the duty the step belongs to."""
    node, passage = activation.flow_task, passage_of(activation)
    if passage.item is not None and passage.item.stage:
        _ask_another(activation, passage.item, to)
        return
    asked = node.holder(activation)
    if asked.post != to and asked.duty is None:
        return  # personal: nobody else can sign
    passage.given_to = Holder(to, asked.duty)
    activation.cancel()
    node._create(activation, activation.task.token)


def _ask_another(activation: Any, item: WorkItem, to: Post) -> None:
    """The same for one of several who are asked at a stop of the route."""
    duty = Duty(item.duty) if item.duty else None
    days = activation.flow_class.openings(passage_of(activation).letter, passage_of(activation).at) or ()
    fresh = next((one for one in days if one.holder.post == to), None)
    opening = fresh or Opening(item.step, Holder(to, duty), item.stage, item.about_key, item.due_on)
    activation.cancel()
    for _opened in stops.open_all(activation, [opening]):
        pass


def end_early(activation: Any, outcome: Outcome) -> None:
    """Cancel what is open and go to the end named for ``outcome``."""
    flow_class = activation.process.flow_class
    for task in flow_class.open_tasks(activation.process).select_related("process"):
        task.process = activation.process
        task.flow_task.activation_class(task).cancel()
    end = flow_class.instance.node(flow_class.interruptions[outcome])._create(
        activation, activation.task.token
    )
    end.activate()
    end.complete()


def _tasks() -> Any:
    return Task._default_manager.select_related("process")


def _activation(task: Any) -> Any:
    node = task.flow_task
    if not isinstance(node, Step | Job):
        raise TypeError(f"{node} is not a step of ours")
    return node.activation_class(task)


def _passage(activation: Any, *, at: datetime, by: Actor, outcome: Outcome, item: WorkItem | None) -> Passage:
    """Read the letter and give the passage of this act, laid on the process."""
    letter = _letter(activation)
    passage = Passage(at=at, by=by, letter=letter, outcome=outcome, item=item)
    passage.shared = activation.process.flow_class.is_shared(letter)
    activation.process.passage = passage
    return passage


def _letter(activation: Any) -> Any:
    return activation.process.flow_class.letter_of(activation.process)
