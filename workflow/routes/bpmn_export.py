"""A route as BPMN 2.0: every choice a gateway, a group a multi-instance task, a term a timer beside its task.

What BPMN cannot say (the kind of a stage, who exactly, how they count) stands in an element of ours as exact data;
the drawing says the rest twice, so that the file is whole for other people's tools, and drawn changes count when
it comes back. Durations are working days; BPMN has no word for them, so each timer says it in words.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from organisation.models import Post
from workflow.drawing.bpmn import diagram, edge, shape
from workflow.drawing.chart import END, GATEWAY, STAGE, START, STEP, Chart, Element, Way
from workflow.drawing.layout import Box, Layout, lay_out
from workflow.routes import bpmn_words as words
from workflow.routes.asking import said
from workflow.routes.bpmn_words import BACK, CHOICE, DUE, ENTRY, MODEL, OURS, REMIND, REMINDED
from workflow.routes.chart import BEGIN, FINISH, when_said
from workflow.routes.errors import RouteHasProblems
from workflow.routes.rules import problems
from workflow.routes.schema import DRAFT, Route, Stage

_TAGS = {
    START: "startEvent",
    END: "endEvent",
    STEP: "userTask",
    STAGE: "userTask",
    GATEWAY: "exclusiveGateway",
}
_BESIDE = 720  # where reminders stand: right of every way around a stage


def export(route: Route, *, code: str, name: str, posts: Mapping[int, Post] | None = None) -> str:
    """Give ``route`` as a document that is valid under the OMG's schemas and complete with places.

    Refuses (RouteHasProblems) a draft with faults: what cannot be published cannot be drawn for others either.
    """
    found = problems(route)
    if found:
        raise RouteHasProblems(first=found[0].sentence, count=len(found))
    for prefix, uri in (
        ("bpmn", MODEL), ("bpmndi", words.SHAPES), ("dc", words.DC), ("di", words.DI), ("xsi", words.XSI),
        ("vanthu", OURS),
    ):  # fmt: skip
        ET.register_namespace(prefix, uri)
    chart = bpmn_chart(route, name)
    root = ET.Element(
        f"{{{MODEL}}}definitions",
        {"id": "definitions", "targetNamespace": words.TARGET, "expressionLanguage": words.FEEL, "exporter": "Van Thu"},
    )  # fmt: skip
    process = ET.SubElement(
        root, f"{{{MODEL}}}process", {"id": f"Route.{code}", "name": name, "isExecutable": "true"}
    )
    for element in chart.elements:
        _node(process, element, chart, route, posts)
    for stage in route.stages:
        if stage.due_wd is not None:
            _timer(process, stage)
    for way in chart.ways:
        _flow(process, way, route)
    layout = lay_out(chart)
    diagram(root, f"Route.{code}", chart, layout)
    _timer_places(root, route, layout)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def bpmn_chart(route: Route, title: str) -> Chart:
    """Give the chart of ``route`` with every merge and choice as an element of its own."""
    targets = {stage.returns_to for stage in route.stages if stage.returns_to}
    elements, ways, behind = [Element(BEGIN, START, _("Begin"))], [], [BEGIN]
    if DRAFT in targets:
        elements.append(Element(f"{ENTRY}{DRAFT}", GATEWAY))
    elements.append(Element(DRAFT, STEP, _("Draft"), _("the drafter")))
    ways += _chain(behind, [element.name for element in elements[1:]])
    behind = [DRAFT]
    for stage in route.stages:
        made = _parts(stage, merges=stage.key in targets or len(behind) > 1)
        elements += made
        ways += _chain(behind, [element.name for element in made])
        behind = [made[-1].name] if stage.when is None else [made[-1].name, f"{CHOICE}{stage.key}"]
    elements.append(Element(FINISH, END, _("Number and seal")))
    ways += _chain(behind, [FINISH])
    ways += [Way(f"{BACK}{stage.key}", _entry(stage.returns_to), words=(pgettext("route", "returned"),))
             for stage in route.stages if stage.returns_to]  # fmt: skip
    return Chart(title, tuple(elements), tuple(ways), ())


def _parts(stage: Stage, *, merges: bool) -> list[Element]:
    parts = [Element(f"{ENTRY}{stage.key}", GATEWAY)] if merges else []
    if stage.when is not None:
        parts.append(Element(f"{CHOICE}{stage.key}", GATEWAY))
    parts.append(Element(stage.key, STAGE, stage.name))
    if stage.returns_to:
        parts.append(Element(f"{BACK}{stage.key}", GATEWAY))
    return parts


def _chain(behind: list[str], names: list[str]) -> list[Way]:
    """Lead from everything ``behind`` into the first of ``names``, and on from each to the next."""
    return [
        *(Way(one, names[0]) for one in behind),
        *(Way(*pair) for pair in zip(names, names[1:], strict=False)),
    ]


def _entry(key: str | None) -> str:
    return f"{ENTRY}{key}"


# ------------------------------------------------------------------ elements
def _node(
    process: ET.Element, element: Element, chart: Chart, route: Route, posts: Mapping[int, Post] | None
) -> None:
    leaving = [way for way in chart.ways if way.source == element.name]
    given = {"id": element.name}
    if element.title:
        given["name"] = str(element.title)
    stage = next((one for one in route.stages if one.key == element.name), None)
    if element.kind == GATEWAY and len(leaving) > 1:
        back = element.name.startswith(BACK)
        given["name"] = _("Returned?") if back else _("Does it apply?")
        given["default"] = next(way.name for way in leaving if not _condition(way, route))
    node = ET.SubElement(process, f"{{{MODEL}}}{_TAGS[element.kind]}", given)
    if stage is not None:
        extension = ET.SubElement(node, f"{{{MODEL}}}extensionElements")
        exact = {"kind": stage.kind, "who": list(stage.who), "mode": stage.mode, "quorum": stage.quorum}
        ET.SubElement(extension, f"{{{OURS}}}stage").text = json.dumps(exact, ensure_ascii=False)
    for way in chart.ways:
        if way.target == element.name:
            ET.SubElement(node, f"{{{MODEL}}}incoming").text = way.name
    for way in leaving:
        ET.SubElement(node, f"{{{MODEL}}}outgoing").text = way.name
    if stage is not None:
        _people(node, stage, posts)


def _people(node: ET.Element, stage: Stage, posts: Mapping[int, Post] | None) -> None:
    for number, who in enumerate(stage.who, start=1):
        given = {"id": f"Who.{stage.key}.{number}", "name": said(who, posts)}
        owner = ET.SubElement(node, f"{{{MODEL}}}potentialOwner", given)
        assigned = ET.SubElement(owner, f"{{{MODEL}}}resourceAssignmentExpression")
        ET.SubElement(assigned, f"{{{MODEL}}}formalExpression").text = who
    if len(stage.who) > 1:
        several = ET.SubElement(
            node, f"{{{MODEL}}}multiInstanceLoopCharacteristics", {"isSequential": "false"}
        )
        _expression(several, "loopCardinality", str(len(stage.who)))
        needed = stage.needed(len(stage.who))
        _expression(several, "completionCondition", words.enough(needed, can_return=bool(stage.returns_to)))


def _flow(process: ET.Element, way: Way, route: Route) -> None:
    given = {"id": way.name, "sourceRef": way.source, "targetRef": way.target}
    condition = _condition(way, route)
    if way.labels:
        given["name"] = way.labels[0]
    elif condition:
        given["name"] = when_said(route.stage(way.target).when)
    flow = ET.SubElement(process, f"{{{MODEL}}}sequenceFlow", given)
    if condition:
        _expression(flow, "conditionExpression", condition)


def _condition(way: Way, route: Route) -> str:
    """Give the expression on an arrow: into a stage that has a condition, or back from one; empty elsewhere."""
    if way.source.startswith(BACK):
        return words.RETURNED if way.labels else ""
    key = way.source.removeprefix(CHOICE)
    if way.source == key or way.target != key:
        return ""
    when = route.stage(key).when
    return words.expression_of(when) if when else ""


def _expression(node: ET.Element, tag: str, text: str) -> None:
    given = {f"{{{words.XSI}}}type": "bpmn:tFormalExpression"}
    ET.SubElement(node, f"{{{MODEL}}}{tag}", given).text = text


# ------------------------------------------------------------------ terms
def _timer(process: ET.Element, stage: Stage) -> None:
    """Write the term: a timer that interrupts nothing, and the reminder it sends."""
    due, remind, reminded = (f"{part}{stage.key}" for part in (DUE, REMIND, REMINDED))
    event = ET.SubElement(
        process,
        f"{{{MODEL}}}boundaryEvent",
        {"id": due, "attachedToRef": stage.key, "cancelActivity": "false"},
    )
    ET.SubElement(event, f"{{{MODEL}}}documentation").text = _("Working days of the office's calendar.")
    ET.SubElement(event, f"{{{MODEL}}}outgoing").text = f"{due}.flow"
    timer = ET.SubElement(event, f"{{{MODEL}}}timerEventDefinition", {"id": f"{due}.timer"})
    _expression(timer, "timeDuration", f"P{stage.due_wd}D")
    task = ET.SubElement(process, f"{{{MODEL}}}sendTask", {"id": remind, "name": _("Remind")})
    ET.SubElement(task, f"{{{MODEL}}}incoming").text = f"{due}.flow"
    ET.SubElement(task, f"{{{MODEL}}}outgoing").text = f"{remind}.flow"
    end = ET.SubElement(process, f"{{{MODEL}}}endEvent", {"id": reminded})
    ET.SubElement(end, f"{{{MODEL}}}incoming").text = f"{remind}.flow"
    for source, target in ((due, remind), (remind, reminded)):
        given = {"id": f"{source}.flow", "sourceRef": source, "targetRef": target}
        ET.SubElement(process, f"{{{MODEL}}}sequenceFlow", given)


def _timer_places(root: ET.Element, route: Route, layout: Layout) -> None:
    plane = root.find(f".//{{{words.SHAPES}}}BPMNPlane")
    if plane is None:  # a bug: the diagram is written just before
        raise ValueError("no plane to draw on")
    for stage in route.stages:
        if stage.due_wd is None:
            continue
        task = layout.boxes[stage.key]
        due = Box(task.right - 46, task.bottom - 18, 36, 36)
        remind = Box(_BESIDE, task.bottom - 20, 120, 40)
        reminded = Box(remind.right + 40, task.bottom - 18, 36, 36)
        for name, box in zip((DUE, REMIND, REMINDED), (due, remind, reminded), strict=True):
            shape(plane, f"{name}{stage.key}", box)
        y = task.bottom
        edge(plane, f"{DUE}{stage.key}.flow", ((due.right, y), (remind.x, y)))
        edge(plane, f"{REMIND}{stage.key}.flow", ((remind.right, y), (reminded.x, y)))
