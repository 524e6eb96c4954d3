"""SpiffWorkflow goes by the exported file, which it has read with its own parser: an engine nobody here wrote.

Its script engine is Python's ``eval``; here it gets one that knows the few forms of our expressions and nothing
else. Timers are not let run: a day never passes in a walk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from tests.workflow.route_reference import DRAFT, END, RETURN, At
from workflow.routes.bpmn_words import condition_of
from workflow.routes.schema import Facts

_ENOUGH = re.compile(r'numberOfCompletedInstances >= (\d+)( or outcome = "returned")?')


class ComparingEngine(PythonScriptEngine):
    """Evaluates a number, a duration, a comparison of a fact, and when a group is through."""

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> Any:
        if expression.isdigit():
            return int(expression)
        if re.fullmatch(r"P\d+D", expression):
            return expression
        group = _ENOUGH.fullmatch(expression)
        if group:
            done = len(task.parent.internal_data["merged"])
            return done >= int(group[1]) or (group[2] is not None and task.data.get("outcome") == "returned")
        if expression == 'outcome = "returned"':
            return task.data.get("outcome") == "returned"
        when = condition_of(expression)
        assert when is not None, expression
        return when.holds(task.data)


def spiff_walk(bpmn: str, process: str, facts: Facts, acts: Iterable[tuple[int, str]]) -> Iterator[At]:
    """Give where SpiffWorkflow waits at first and after each act, as the reference does."""
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(bpmn.encode()))
    workflow = BpmnWorkflow(parser.get_spec(process), script_engine=ComparingEngine())
    workflow.set_data(**facts)
    for task in workflow.get_tasks():
        task.data.update(facts)
    here = _advance(workflow)
    yield here
    for which, verdict in acts:
        waiting = _waiting(workflow)
        task = waiting[which % len(waiting)]
        task.data["outcome"] = "returned" if verdict == RETURN and task.task_spec.bpmn_id != DRAFT else "done"
        task.run()
        here = _advance(workflow)
        yield here
        if here.stage == END:
            return


def _advance(workflow: Any) -> At:
    workflow.do_engine_steps()
    waiting = _waiting(workflow)
    if not waiting:
        assert workflow.completed
        return At(END, ())
    (stage,) = {task.task_spec.bpmn_id for task in waiting}
    return At(stage, tuple(_place(task) for task in waiting))


def _waiting(workflow: Any) -> list[Any]:
    ready = [task for task in workflow.get_tasks(state=TaskState.READY) if task.task_spec.manual]
    return sorted(ready, key=_place)


def _place(task: Any) -> int:
    """Give the place in the group: the engine counts the people of a multi-instance task from nought."""
    data = task.internal_data
    return int(data["item"] if "item" in data else data.get("key_or_index", 0))
