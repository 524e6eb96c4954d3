"""Our nodes, from viewflow's public extension points: steps with named side ways, and jobs the free edition lacks.

A step has one ordinary way on (``Next``) and named side ways (``When``), chosen by the outcome of the passage;
so one act is one task row, and no gateway row lies between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from viewflow import this
from viewflow.workflow import nodes
from viewflow.workflow.activation import Activation
from viewflow.workflow.base import Edge, Node
from viewflow.workflow.nodes import mixins
from viewflow.workflow.nodes.job import AbstractJob, AbstractJobActivation
from viewflow.workflow.nodes.start import StartHandleActivation
from viewflow.workflow.nodes.view import ViewActivation
from viewflow.workflow.status import STATUS

from jobs.enums import Queue
from jobs.operations import queueing
from workflow import items, stops
from workflow.enums import Outcome
from workflow.passage import Holder, passage_of

HolderOf = Callable[[Any], Holder]


class OutcomeActivation:
    """Goes on by the outcome of the passage. A mixin: with a base of its own it would hide the parents' transitions."""

    flow_task: Any
    flow_class: Any
    task: Any

    @Activation.status.transition(source=STATUS.DONE)
    def create_next(self) -> Iterator[Activation]:
        """Create what follows: who is asked at a stop of the route, else the way the chart has for the outcome."""
        passage = passage_of(self)
        if passage.stays:
            return
        stops.cancel_beside(self)
        asked = passage.opens
        if asked is None:
            asked = self.flow_class.openings(passage.letter, passage.at)
        if asked is not None:
            yield from stops.open_all(self, asked)
            return
        target = self.flow_task.way(passage.outcome)
        if target is not None:
            yield target._create(self, self.task.token)


class Outcomes(mixins.NextNodeMixin):
    """A node with an ordinary way on and side ways by outcome."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ways: list[tuple[tuple[Outcome, ...], Any]] = []

    def When(self, *outcomes: Outcome, then: Any) -> Outcomes:
        """Declare the step that follows when this one is left by one of ``outcomes``."""
        self._ways.append((outcomes, then))
        return self

    def way(self, outcome: Outcome) -> Node | None:
        """Give the node that follows ``outcome``; an outcome without a way of its own goes on as usual when DONE."""
        for outcomes, target in self._ways:
            if outcome in outcomes:
                return target
        if outcome is not Outcome.DONE:
            raise ValueError(f"{self.name} cannot be left by {outcome}")
        return self._next

    @property
    def ways(self) -> list[tuple[tuple[Outcome, ...], Node]]:
        """Give all ways on, the ordinary one first."""
        ordinary = [((Outcome.DONE,), self._next)] if self._next else []
        return ordinary + list(self._ways)

    def _resolve(self, instance: Any) -> None:
        super()._resolve(instance)
        # A new list: nodes are copied shallowly, and a shared list would leak into another procedure (P10).
        self._ways = [(outcomes, this.resolve(instance, then)) for outcomes, then in self._ways]

    def _outgoing(self) -> Iterator[Edge]:
        yield from super()._outgoing()
        for outcomes, target in self._ways:
            yield Edge(src=self, dst=target, edge_class=outcomes[0].value)


# ------------------------------------------------------------------ beginning and end
class StartActivation(StartHandleActivation):
    """Begins a process that already has its passage."""


class Start(nodes.StartHandle):
    """The beginning: ``run(passage=…)`` makes the process of a letter and opens its first step."""

    activation_class = StartActivation

    def _create_wrapper_function(self, origin_func: Any) -> Callable[..., Any]:
        return super()._create_wrapper_function(self._take_letter)

    def _take_letter(self, activation: Any, passage: Any) -> Any:
        self.flow_class.attach(activation.process, passage)
        return activation.process


class End(nodes.End):
    """An end: reached once, and the process is over."""


# ------------------------------------------------------------------ what people do
class StepActivation(OutcomeActivation, ViewActivation):
    """A person's step. Its work item is opened, closed and cancelled with it."""

    @Activation.status.transition(source=[STATUS.NEW, STATUS.ASSIGNED], target=STATUS.STARTED)
    def begin(self) -> None:
        """Take the step for whoever acts; kept in memory, written when the step is left."""
        passage = passage_of(self)
        self.task.owner = passage.by.person
        self.task.started = passage.at

    @Activation.status.super()
    def complete(self) -> None:
        """Finish the task and its work item."""
        super().complete.original()
        items.close_item(self, passage_of(self).outcome)

    @Activation.status.super()
    def cancel(self) -> None:
        """Cancel the task and its work item."""
        super().cancel.original()
        items.close_item(self, passage_of(self).outcome)


class Step(Outcomes, nodes.View):
    """What one person does; ``held_by`` says whose turn it is, asked when the step is reached."""

    activation_class = StepActivation

    def __init__(self, held_by: HolderOf, **kwargs: Any) -> None:
        super().__init__(None, **kwargs)  # no view: screens call moves, never viewflow
        self._held_by = held_by

    def _resolve(self, instance: Any) -> None:
        super()._resolve(instance)
        self._held_by = this.resolve(instance, self._held_by)

    def holder(self, activation: Any) -> Holder:
        """Say whose turn it is in ``activation``."""
        return passage_of(activation).given_to or self._held_by(activation)

    def calc_owner(self, activation: Any) -> Any:
        """Give viewflow the person, None for a pool; remembered so that the office is asked once."""
        activation.holder = self.holder(activation)
        return activation.holder.post.person if activation.holder.post else None

    def _create(self, prev_activation: Any, token: Any, data: Any = None, seed: Any = None) -> Any:
        activation = super()._create(prev_activation, token, data=data, seed=seed)
        items.open_item(activation, activation.holder)
        return activation


# ------------------------------------------------------------------ what machines do
class JobActivation(OutcomeActivation, AbstractJobActivation):
    """Waits for work that is done outside the act, and goes on when ``completing`` says so."""

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.SCHEDULED)
    def activate(self) -> None:
        """Write the job in this very transaction; ``external_task_id`` is the job's key."""
        passage, node = passage_of(self), self.flow_task
        if node.kind:
            queueing.enqueue(
                node.kind,
                key=self.task.external_task_id,
                organisation_key=passage.letter.organisation.pk,
                payload={"letter": passage.letter.pk, "process": self.process.pk},
                queue=node.queue,
                at=passage.at,
            )
        self.task.status = STATUS.SCHEDULED
        self.task.save(update_fields=["status"])

    @Activation.status.transition(source=STATUS.SCHEDULED, target=STATUS.STARTED)
    def begin(self) -> None:
        """Begin to close the wait; kept in memory, written when the node is left."""
        self.task.started = passage_of(self).at

    @Activation.status.transition(source=STATUS.STARTED)
    def execute(self) -> None:
        """Go on. Unlike viewflow's, an error in the next step undoes everything instead of being swallowed."""
        self.complete()
        self.activate_next()

    @Activation.status.transition(source=[STATUS.NEW, STATUS.SCHEDULED], target=STATUS.CANCELED)
    def cancel(self) -> None:
        """Stop waiting; the job finds its node gone and closes without effect."""
        self.task.finished = passage_of(self).at
        self.task.save()


class Job(Outcomes, AbstractJob):
    """Work of a machine. With ``kind`` a ``jobs.Job`` is queued; without, another package brings the result."""

    activation_class = JobActivation

    def __init__(self, kind: str = "", *, queue: Queue = Queue.INTERACTIVE, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind, self.queue = kind, queue
