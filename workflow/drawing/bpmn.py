"""The chart as BPMN 2.0 with places (DI) and conditions, for other people's tools. A description, not a program.

Choices stand apart as exclusive gateways with an expression on every side way; the ends that are reached from
anywhere are event sub-processes, which is what BPMN has for "at any moment". Terms are working days, which
BPMN's durations cannot say, so they stand in words in the documentation.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from workflow.drawing.chart import END, GATEWAY, JOB, START, STEP, Chart, Element, Way, chart_of
from workflow.drawing.layout import Box, Layout, lay_out
from workflow.enums import Outcome
from workflow.procedure import Procedure

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
SHAPES = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
FEEL = "https://www.omg.org/spec/DMN/20191111/FEEL/"
TARGET = "urn:van-thu:procedures"
_TAGS = {
    START: "startEvent",
    END: "endEvent",
    STEP: "userTask",
    JOB: "serviceTask",
    GATEWAY: "exclusiveGateway",
}


def bpmn(procedure: type[Procedure]) -> str:
    """Give ``procedure`` as a BPMN 2.0 document that is valid under the OMG's schemas."""
    for prefix, uri in (("bpmn", MODEL), ("bpmndi", SHAPES), ("dc", DC), ("di", DI), ("xsi", XSI)):
        ET.register_namespace(prefix, uri)
    chart = chart_of(procedure, gateways=True)
    layout = lay_out(chart)
    root = ET.Element(
        f"{{{MODEL}}}definitions",
        {"id": "definitions", "targetNamespace": TARGET, "expressionLanguage": FEEL, "exporter": "Van Thu"},
    )
    process = ET.SubElement(
        root,
        f"{{{MODEL}}}process",
        {"id": procedure.__name__, "name": str(chart.title), "isExecutable": "false"},
    )
    for element in chart.elements:
        _flow_node(process, element, chart)
    for outcome, element in chart.interruptions:
        _interruption(process, outcome, element, chart.anywhere)
    for way in chart.ways:
        _flow(process, way)
    diagram(root, procedure.__name__, chart, layout)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _flow_node(process: ET.Element, element: Element, chart: Chart) -> None:
    leaving = [way for way in chart.ways if way.source == element.name]
    given = {"id": element.name}
    if element.title:
        given["name"] = str(element.title)
    if element.kind == GATEWAY:
        given["name"] = _("How was the step left?")
        given["default"] = next(way.name for way in leaving if not way.outcomes)
    node = ET.SubElement(process, f"{{{MODEL}}}{_TAGS[element.kind]}", given)
    if element.who:
        ET.SubElement(node, f"{{{MODEL}}}documentation").text = str(element.who)
    for way in chart.ways:
        if way.target == element.name:
            ET.SubElement(node, f"{{{MODEL}}}incoming").text = way.name
    for way in leaving:
        ET.SubElement(node, f"{{{MODEL}}}outgoing").text = way.name


def _flow(process: ET.Element, way: Way) -> None:
    given = {"id": way.name, "sourceRef": way.source, "targetRef": way.target}
    if way.outcomes:
        given["name"] = " / ".join(way.labels)
    flow = ET.SubElement(process, f"{{{MODEL}}}sequenceFlow", given)
    if way.outcomes:
        condition = ET.SubElement(
            flow, f"{{{MODEL}}}conditionExpression", {f"{{{XSI}}}type": "bpmn:tFormalExpression"}
        )
        condition.text = " or ".join(f'outcome = "{outcome.value}"' for outcome in way.outcomes)


def _interruption(process: ET.Element, outcome: Outcome, element: Element, anywhere: object) -> None:
    """Write an event sub-process: a message from outside interrupts the whole procedure and ends it."""
    name = element.name
    frame = ET.SubElement(
        process,
        f"{{{MODEL}}}subProcess",
        {"id": f"{name}_frame", "name": str(anywhere), "triggeredByEvent": "true"},
    )
    start = ET.SubElement(
        frame,
        f"{{{MODEL}}}startEvent",
        {"id": f"{name}_start", "name": str(outcome.label), "isInterrupting": "true"},
    )
    ET.SubElement(start, f"{{{MODEL}}}outgoing").text = f"{name}_flow"
    ET.SubElement(start, f"{{{MODEL}}}messageEventDefinition", {"id": f"{name}_message"})
    end = ET.SubElement(frame, f"{{{MODEL}}}endEvent", {"id": name, "name": str(element.title)})
    ET.SubElement(end, f"{{{MODEL}}}incoming").text = f"{name}_flow"
    ET.SubElement(
        frame,
        f"{{{MODEL}}}sequenceFlow",
        {"id": f"{name}_flow", "sourceRef": f"{name}_start", "targetRef": name},
    )


def diagram(root: ET.Element, process: str, chart: Chart, layout: Layout) -> None:
    """Write the places of everything on ``chart``."""
    page = ET.SubElement(root, f"{{{SHAPES}}}BPMNDiagram", {"id": "diagram"})
    plane = ET.SubElement(page, f"{{{SHAPES}}}BPMNPlane", {"id": "plane", "bpmnElement": process})
    for element in chart.elements:
        shape(plane, element.name, layout.boxes[element.name], marker=element.kind == GATEWAY)
    for _outcome, element in chart.interruptions:
        frame, end = layout.frames[element.name], layout.boxes[element.name]
        begin = Box(frame.x + 24, end.y, end.width, end.height)
        shape(plane, f"{element.name}_frame", frame, expanded=True)
        shape(plane, f"{element.name}_start", begin)
        shape(plane, element.name, end)
        edge(plane, f"{element.name}_flow", ((begin.right, begin.middle[1]), (end.x, end.middle[1])))
    for way in chart.ways:
        edge(plane, way.name, layout.bends[way.name])


def shape(plane: ET.Element, name: str, box: Box, *, marker: bool = False, expanded: bool = False) -> None:
    """Write the place of one element."""
    given = {"id": f"{name}_shape", "bpmnElement": name}
    if marker:
        given["isMarkerVisible"] = "true"
    if expanded:
        given["isExpanded"] = "true"
    drawn = ET.SubElement(plane, f"{{{SHAPES}}}BPMNShape", given)
    sides = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    ET.SubElement(drawn, f"{{{DC}}}Bounds", {side: str(value) for side, value in sides.items()})


def edge(plane: ET.Element, name: str, bends: tuple[tuple[int, int], ...]) -> None:
    """Write the bends of one arrow."""
    line = ET.SubElement(plane, f"{{{SHAPES}}}BPMNEdge", {"id": f"{name}_edge", "bpmnElement": name})
    for x, y in bends:
        ET.SubElement(line, f"{{{DI}}}waypoint", {"x": str(x), "y": str(y)})
