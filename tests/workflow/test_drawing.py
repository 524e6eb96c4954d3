"""Drawings say what the procedure is, are valid for other people's tools, and are fresh."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import translation
from lxml import etree

from workflow.drawing import page
from workflow.drawing.bpmn import bpmn
from workflow.drawing.chart import chart_of
from workflow.drawing.layout import lay_out
from workflow.drawing.svg import svg
from workflow.enums import NodeState
from workflow.outgoing_letter.deadlines import TERMS
from workflow.outgoing_letter.flow import OutgoingLetterProcedure
from workflow.procedures import PROCEDURES, RENAMES

ROOT = Path(__file__).resolve().parents[2]
XSD = Path(__file__).with_name("xsd")
NS = {"b": "http://www.omg.org/spec/BPMN/20100524/MODEL", "d": "http://www.omg.org/spec/BPMN/20100524/DI"}


@pytest.fixture(scope="module")
def exported() -> Any:
    with translation.override("en"):
        return etree.fromstring(bpmn(OutgoingLetterProcedure).encode())


def test_the_committed_drawings_are_fresh(tmp_path: Path) -> None:
    (tmp_path / "drawn/workflow").mkdir(parents=True)
    call_command("workflow", "draw", into=tmp_path / "drawn")
    drawn = sorted(tmp_path.rglob("drawn/**/*.*"))
    assert len(drawn) == 3 * len(PROCEDURES) + 1
    for made in drawn:
        committed = ROOT / made.relative_to(tmp_path / "drawn")
        assert committed.read_text() == made.read_text(), (
            f"run manage.py workflow draw: {committed.name} is stale"
        )


def test_no_name_that_running_letters_store_disappears() -> None:
    locked = json.loads((ROOT / "workflow/flows.lock.json").read_text())
    now = json.loads(page.lock_of(PROCEDURES))
    gone = {
        f"{flow}.{node}" for flow, nodes in locked.items() for node in nodes if node not in now.get(flow, {})
    }
    assert gone <= set(RENAMES)


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_bpmn_is_valid_under_the_schemas_of_the_omg(language: str) -> None:
    with translation.override(language):
        document = etree.fromstring(bpmn(OutgoingLetterProcedure).encode())
    etree.XMLSchema(etree.parse(XSD / "BPMN20.xsd")).assertValid(document)


def test_every_flow_node_and_flow_has_its_place(exported: Any) -> None:
    process = exported.find("b:process", NS)
    drawn = {shape.get("bpmnElement") for shape in exported.iterfind(".//d:BPMNShape", NS)}
    edges = {edge.get("bpmnElement") for edge in exported.iterfind(".//d:BPMNEdge", NS)}
    flows = {flow.get("id") for flow in process.iter(f"{{{NS['b']}}}sequenceFlow")}
    kinds = ("startEvent", "endEvent", "userTask", "serviceTask", "exclusiveGateway", "subProcess")
    nodes = {node.get("id") for kind in kinds for node in process.iter(f"{{{NS['b']}}}{kind}")}
    assert edges == flows
    assert drawn == nodes
    assert len(nodes) == len(set(nodes))


def test_every_choice_has_a_default_and_a_condition_on_every_other_way(exported: Any) -> None:
    gateways = exported.findall(".//b:exclusiveGateway", NS)
    assert len(gateways) == 14
    for gateway in gateways:
        ways = exported.findall(f".//b:sequenceFlow[@sourceRef='{gateway.get('id')}']", NS)
        plain = [way.get("id") for way in ways if way.find("b:conditionExpression", NS) is None]
        assert plain == [gateway.get("default")]
    returned = exported.find(
        ".//b:sequenceFlow[@id='check_content_decision__draft']/b:conditionExpression", NS
    )
    assert returned.text == 'outcome = "returned" or outcome = "taken_back"'


def test_the_bpmn_has_the_steps_of_the_procedure(exported: Any) -> None:
    tasks = {node.get("id") for node in exported.iter(f"{{{NS['b']}}}userTask", f"{{{NS['b']}}}serviceTask")}
    assert tasks == {
        "draft", "give_opinion", "check_content", "check_format", "prepare", "approve", "sign", "await_signature",
        "cosign", "await_cosignature", "await_partner", "number_and_seal", "await_seal", "await_partner_seal",
        "file_letter",
    }  # fmt: skip


def test_boxes_do_not_overlap_and_everything_lies_on_the_sheet() -> None:
    for gateways in (False, True):
        layout = lay_out(chart_of(OutgoingLetterProcedure, gateways=gateways))
        boxes = [box for name, box in layout.boxes.items() if name != "withdrawn"]
        for index, one in enumerate(boxes):
            assert one.x >= 0 and one.right <= layout.width and one.bottom <= layout.height
            for other in boxes[index + 1 :]:
                apart = (
                    one.right <= other.x
                    or other.right <= one.x
                    or one.bottom <= other.y
                    or other.bottom <= one.y
                )
                assert apart, (one, other)
        for bends in layout.bends.values():
            assert all(0 <= x <= layout.width and 0 <= y <= layout.height for x, y in bends)


def test_the_drawing_shows_the_live_position_without_colour_or_script() -> None:
    states = {"draft": NodeState.DONE, "check_content": NodeState.NOW}
    with translation.override("en"):
        text = svg(OutgoingLetterProcedure, states)
    root = etree.fromstring(text.encode())
    nodes = {node.get("data-node"): node for node in root.iterfind(".//{*}g")}
    assert nodes["draft"].get("data-state") == "done"
    assert nodes["check_content"].get("data-state") == "now"
    assert nodes["approve"].get("data-state") is None
    assert root.get("aria-label") == "Outgoing letter: now Check the content"
    assert "<script" not in text and "style=" not in text and "<style" not in text
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', text)) <= {"none", "currentColor"}


def test_terms_stand_for_every_step_of_people() -> None:
    people = {
        element.name for element in chart_of(OutgoingLetterProcedure).elements if element.kind == "step"
    }
    assert set(TERMS) == people
