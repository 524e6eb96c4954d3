"""A BPMN file back as a route: the written subset, compiled to stages. What is drawn wins over what is hidden in it.

Read are: one start; user tasks in a row, several people by multi-instance or as a parallel block of single tasks; an
exclusive gateway behind a task with one arrow back (a return); one before a task whose other way goes around it (a
condition); a timer of whole days on a task that interrupts nothing, with the reminder it sends; one end. Everything
else is refused with the id of the element and the reason. Whatever the file does not say (who, what kind of stage)
is left open, noted, and a fault of the draft until somebody says it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from lib.text import single_line
from workflow.routes import bpmn_words as words
from workflow.routes.bpmn_graph import (
    END,
    EXCLUSIVE,
    PARALLEL,
    SEND,
    START,
    TASK,
    Flow,
    Graph,
    Node,
    read_graph,
    refused,
)
from workflow.routes.bpmn_words import MODEL
from workflow.routes.rules import MOST_WHO
from workflow.routes.schema import DRAFT, Condition, Mode, Route, Stage, StageKind

_KEY = re.compile(r"(?=.{1,30}$)[a-z](?:_?[a-z0-9])*")
_MOST_NAME = 80


class Note(NamedTuple):
    """Something the file did not say: the key of the stage and a sentence."""

    stage: str
    sentence: str


@dataclass
class Imported:
    """What was read: the route as a draft, what is open in it, and what the file calls those who are asked."""

    name: str
    route: Route
    notes: list[Note] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)


def read_bpmn(content: bytes) -> Imported:
    """Read an uploaded file; refuses BpmnIsRefused with the id of an element and the reason."""
    reading = _Reading(read_graph(content))
    reading.walk()
    return reading.result()


class _Reading:
    """One pass from the start to the end along the ordinary way."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.seen: set[str] = set()
        self.stages: list[Stage] = []
        self.keys: dict[str, str] = {}  # element -> key of the stage (or draft) that is entered there
        self.notes: list[Note] = []
        self.people: dict[str, str] = {}

    def result(self) -> Imported:
        """Give what was read, once every element was met."""
        for node in self.graph.nodes.values():
            if node.id not in self.seen:
                raise refused(node.id, _("it does not lie on the way from the start to the end"))
        name = single_line(self.graph.name)[:120]
        notes = list(dict.fromkeys(self.notes))
        return Imported(name, Route(tuple(self.stages)), notes, self.people)

    # ------------------------------------------------------------ the way
    def walk(self) -> None:
        """Follow the ordinary way, stage by stage."""
        starts = [node for node in self.graph.nodes.values() if node.tag == START]
        if len(starts) != 1:
            where = starts[1].id if starts else "process"
            raise refused(where, _("there is exactly one start; this file has %(n)d") % {"n": len(starts)})
        self.seen.add(starts[0].id)
        node = self._enter(self._only(starts[0]).target)
        while node.tag != END:
            if node.id in self.keys:
                raise refused(node.id, _("the ordinary way comes back to it"))
            node = self._stage(node)
        self._end(node)

    def _stage(self, node: Node) -> Node:
        """Read one stage that begins at ``node``, and give the element that follows it."""
        if node.tag == TASK:
            return self._task(node, None)
        if node.tag == PARALLEL:
            return self._block(node)
        if node.tag == EXCLUSIVE:
            return self._conditional(node)
        raise refused(node.id, _("nothing like this can stand on the way"))

    def _task(self, node: Node, when: Condition | None) -> Node:
        self.seen.add(node.id)
        if node.id == DRAFT:
            if self.stages or when is not None:
                raise refused(node.id, _("the draft comes first"))
            self.keys[node.id] = DRAFT
            return self._enter(self._only(node).target)
        stage = replace(self._read(node), when=when)
        self.keys[node.id] = stage.key
        self.stages.append(stage)
        return self._after(node, self._only(node).target)

    def _after(self, node: Node, target: str) -> Node:
        """Read what follows a stage: perhaps a gateway with one arrow back."""
        gateway = self.graph.node(target)
        if gateway.tag != EXCLUSIVE or len(gateway.leaving) == 1:
            return self._enter(target)
        back = [flow for flow in gateway.leaving if self._key_behind(flow.target)]
        if not back:
            return self._enter(target)
        if len(gateway.leaving) != 2 or len(back) != 1 or len(gateway.arriving) != 1:  # noqa: PLR2004
            raise refused(gateway.id, _("a return is one arrow back and one forward, behind one task"))
        (arrow,) = back
        if arrow.id == gateway.default or (arrow.condition and not words.is_returned(arrow.condition)):
            raise refused(arrow.id, _("an arrow back can only say that the step was returned"))
        self.seen.add(gateway.id)
        (forward,) = (flow for flow in gateway.leaving if flow is not arrow)
        if forward.condition:
            raise refused(forward.id, _("the way on from a return has no condition"))
        self.stages[-1] = replace(self.stages[-1], returns_to=self._key_behind(arrow.target))
        return self._enter(forward.target)

    def _conditional(self, gateway: Node) -> Node:
        """Read a task that is only done where a condition holds, with the way around it."""
        if len(gateway.leaving) != 2:  # noqa: PLR2004
            raise refused(gateway.id, _("a choice has two ways here: through the step, or around it"))
        into = [flow for flow in gateway.leaving if flow.condition and flow.id != gateway.default]
        if len(into) != 1:
            raise refused(gateway.id, _("exactly one of the two ways needs a condition"))
        when = words.condition_of(into[0].condition)
        if when is None:
            raise refused(into[0].id, _("the condition is not one comparison of a fact with a value"))
        task = self.graph.node(into[0].target)
        if task.tag != TASK or len(task.arriving) != 1:
            raise refused(into[0].id, _("the condition leads to something else than one step of its own"))
        self.seen.add(gateway.id)
        following = self._task(task, when)
        self.keys[gateway.id] = self.keys[task.id]
        (around,) = (flow for flow in gateway.leaving if flow is not into[0])
        if self._enter(around.target) is not following:
            raise refused(around.id, _("the way around a step has to meet the way behind it"))
        return following

    def _block(self, fork: Node) -> Node:
        """Read single tasks side by side between two parallel gateways as one stage that asks all of them."""
        tasks = [self.graph.node(flow.target) for flow in fork.leaving]
        joins = set()
        for task in tasks:
            if task.tag != TASK or len(task.arriving) != 1 or len(task.leaving) != 1:
                raise refused(task.id, _("between two parallel gateways stand single steps only"))
            if self.graph.boundary_of(task.id) or task.text_of(
                "multiInstanceLoopCharacteristics", "loopCardinality"
            ):
                raise refused(
                    task.id, _("a step side by side with others has no term and no group of its own")
                )
            joins.add(task.leaving[0].target)
        join = self.graph.node(joins.pop()) if len(joins) == 1 else fork
        if join.tag != PARALLEL or join is fork or len(join.arriving) != len(tasks) or len(tasks) < 2:  # noqa: PLR2004
            raise refused(fork.id, _("the ways side by side have to meet again in one parallel gateway"))
        parts = [self._read(task) for task in tasks]
        name = single_line(", ".join(part.name for part in parts))[:_MOST_NAME].rstrip()
        who = tuple(dict.fromkeys(one for part in parts for one in part.who))
        self.stages.append(replace(parts[0], name=name, who=who, mode=Mode.ALL.value, quorum=0))
        self.seen |= {fork.id, join.id, *(task.id for task in tasks)}
        for met in (fork, *tasks):
            self.keys[met.id] = parts[0].key
        return self._after(join, self._only(join).target)

    def _enter(self, target: str) -> Node:
        """Step over gateways that only bring ways together."""
        node, passed = self.graph.node(target), set()
        while node.tag in (EXCLUSIVE, PARALLEL) and len(node.leaving) == 1 and node.id not in passed:
            if node.tag == PARALLEL:
                raise refused(node.id, _("a parallel gateway has to open and close"))
            if node.leaving[0].condition:
                raise refused(node.leaving[0].id, _("a single way on has no condition"))
            passed.add(node.id)
            self.seen.add(node.id)
            node = self.graph.node(node.leaving[0].target)
        return node

    def _key_behind(self, target: str) -> str | None:
        """Give the stage already met that an arrow to ``target`` leads to, None when it leads on."""
        node, passed = self.graph.node(target), set()
        while (
            node.id not in self.keys
            and node.tag == EXCLUSIVE
            and len(node.leaving) == 1
            and node.id not in passed
        ):
            passed.add(node.id)
            node = self.graph.node(node.leaving[0].target)
        return self.keys.get(node.id)

    def _only(self, node: Node) -> Flow:
        if len(node.leaving) != 1:
            raise refused(
                node.id, _("it has to have exactly one way on; it has %(n)d") % {"n": len(node.leaving)}
            )
        if node.leaving[0].condition:
            raise refused(node.leaving[0].id, _("a single way on has no condition"))
        return node.leaving[0]

    def _end(self, node: Node) -> None:
        self.seen.add(node.id)

    # ------------------------------------------------------------ one task
    def _read(self, node: Node) -> Stage:
        key = node.id if _KEY.fullmatch(node.id) and node.id != DRAFT else self._new_key()
        stage = Stage(key, single_line(node.name), *self._exact(node, key), returns_to=None)
        return replace(self._counted(node, stage), due_wd=self._term(node))

    def _new_key(self) -> str:
        taken = {*self.graph.nodes, *self.keys.values()}
        return next(key for n in range(1, len(taken) + 2) if (key := f"s{n}") not in taken)

    def _exact(self, node: Node, key: str) -> tuple[str, tuple[str, ...], str, int]:
        """Give kind, who, mode and quorum: our exact data where it is there, else what BPMN itself says."""
        owners = self._owners(node)
        given = node.ours()
        if not given:
            self.notes.append(
                Note(key, _("The file does not say what kind of stage this is: taken for an opinion."))
            )
            if not owners:
                self.notes.append(Note(key, _("The file does not say who is asked.")))
            return StageKind.OPINION.value, owners, Mode.ALL.value, 0
        try:
            exact: Any = json.loads(given)
            kind, who, mode, quorum = (exact[name] for name in ("kind", "who", "mode", "quorum"))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise refused(node.id, _("the data of this installation in it cannot be read")) from error
        whole = isinstance(who, list) and all(isinstance(one, str) for one in [kind, mode, *who])
        if (
            not whole
            or not isinstance(quorum, int)
            or isinstance(quorum, bool)
            or not 0 <= quorum <= MOST_WHO
        ):
            raise refused(node.id, _("the data of this installation in it cannot be read"))
        return kind, tuple(who), mode, quorum

    def _owners(self, node: Node) -> tuple[str, ...]:
        found = []
        for owner in node.element.iterfind(f"{{{MODEL}}}potentialOwner"):
            path = f"{{{MODEL}}}resourceAssignmentExpression/{{{MODEL}}}formalExpression"
            who = single_line(owner.findtext(path) or "")
            if who:
                found.append(who)
                self.people[who] = single_line(owner.get("name", ""))
        return tuple(found)

    def _counted(self, node: Node, stage: Stage) -> Stage:
        """Give ``stage`` with the mode that is drawn: how many are asked and how many have to pass."""
        several = node.element.find(f"{{{MODEL}}}multiInstanceLoopCharacteristics")
        if several is None:
            if len(stage.who) > 1:
                raise refused(node.id, _("it names several people but is drawn as done once"))
            return stage
        if several.get("isSequential") == "true":
            raise refused(
                node.id, _("people of one stage are asked at the same time, not one after the other")
            )
        said = node.text_of("multiInstanceLoopCharacteristics", "loopCardinality")
        count = int(said) if said.isascii() and said.isdigit() and len(said) < 4 else 0  # noqa: PLR2004
        if not count or (stage.who and count != len(stage.who)):
            raise refused(
                node.id, _("it does not say for how many people it is, or names another number of them")
            )
        expression = node.text_of("multiInstanceLoopCharacteristics", "completionCondition")
        needed = words.needed_of(expression) if expression else count
        if needed is None or not 1 <= needed <= count:
            raise refused(node.id, _("its completion condition does not say how many of them have to pass"))
        if stage.who and stage.needed(count) == needed:
            return stage
        if needed == count:
            return replace(stage, mode=Mode.ALL.value, quorum=0)
        mode, quorum = (Mode.ANY.value, 0) if needed == 1 else (Mode.QUORUM.value, needed)
        return replace(stage, mode=mode, quorum=quorum)

    def _term(self, node: Node) -> int | None:
        events = self.graph.boundary_of(node.id)
        if not events:
            return None
        if len(events) > 1:
            raise refused(events[1].id, _("a step has one term"))
        (event,) = events
        if event.element.get("cancelActivity", "true") != "false":
            raise refused(event.id, _("a term interrupts nothing: the timer must not end the step"))
        days = words.days_of(event.text_of("timerEventDefinition", "timeDuration"))
        if days is None:
            raise refused(event.id, _("a term is a duration of whole days, as P3D"))
        self.seen.add(event.id)
        self._reminder(event)
        return days

    def _reminder(self, event: Node) -> None:
        """Read over what a timer does: it sends a reminder and ends."""
        node = event
        for expected in (SEND, END):
            if not node.leaving:
                return
            node = self.graph.node(self._only(node).target)
            if node.tag not in (expected, END) or len(node.arriving) != 1:
                raise refused(node.id, _("a timer only sends a reminder and ends"))
            self.seen.add(node.id)
            if node.tag == END:
                return
