"""Routes go out as BPMN 2.0 that other tools accept, and come back the same."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.sizes import SIZES
from tests.workflow.random_routes import routes
from workflow.routes.bpmn_export import export
from workflow.routes.bpmn_graph import MOST_BYTES
from workflow.routes.bpmn_import import read_bpmn
from workflow.routes.built_in import default_route
from workflow.routes.errors import BpmnIsRefused, RouteHasProblems
from workflow.routes.rules import problems
from workflow.routes.schema import Condition, Route, Stage, read_route

XSD = Path(__file__).with_name("xsd")
NS = {"b": "http://www.omg.org/spec/BPMN/20100524/MODEL", "d": "http://www.omg.org/spec/BPMN/20100524/DI"}
FLOW_NODES = (
    "startEvent", "endEvent", "userTask", "sendTask", "exclusiveGateway", "boundaryEvent", "parallelGateway",
)  # fmt: skip


@cache
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(XSD / "BPMN20.xsd"))


def drawn(route: Route) -> bytes:
    return export(route, code="thuong", name="Công văn <thường>").encode()


def plain(content: bytes) -> bytes:
    """The same file without anything of ours, as a tool that drops unknown elements would leave it."""
    root = etree.fromstring(content)
    for extension in root.findall(".//b:extensionElements", NS):
        extension.getparent().remove(extension)
    return etree.tostring(root)


@given(routes())
@settings(max_examples=SIZES.routes_drawn, deadline=None)
def test_a_random_route_is_valid_whole_with_its_places_and_comes_back_the_same(route: Route) -> None:
    content = drawn(route)
    document = etree.fromstring(content)
    schema().assertValid(document)
    process = document.find("b:process", NS)
    nodes = {one.get("id") for tag in FLOW_NODES for one in process.iter(f"{{{NS['b']}}}{tag}")}
    flows = {one.get("id") for one in process.iter(f"{{{NS['b']}}}sequenceFlow")}
    assert {one.get("bpmnElement") for one in document.iterfind(".//d:BPMNShape", NS)} == nodes
    assert {one.get("bpmnElement") for one in document.iterfind(".//d:BPMNEdge", NS)} == flows
    back = read_bpmn(content)
    assert back.route == route
    assert (back.notes, back.name) == ([], "Công văn <thường>")


@given(routes())
@settings(max_examples=SIZES.routes_drawn, deadline=None)
def test_the_shape_comes_back_from_plain_bpmn_and_what_is_missing_is_said(route: Route) -> None:
    back = read_bpmn(plain(drawn(route)))
    assert [
        (one.key, one.name, one.due_wd, one.when, one.returns_to, one.who, one.needed(len(one.who)))
        for one in back.route.stages
    ] == [
        (one.key, one.name, one.due_wd, one.when, one.returns_to, one.who, one.needed(len(one.who)))
        for one in route.stages
    ]
    assert [note.stage for note in back.notes] == [one.key for one in route.stages]


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_readers_language_changes_words_and_nothing_else(language: str) -> None:
    with translation.override(language):
        assert read_bpmn(drawn(default_route())).route == default_route()


def test_a_route_with_faults_is_not_drawn_for_others() -> None:
    with pytest.raises(RouteHasProblems):
        drawn(Route(default_route().stages[:1]))


def test_what_is_drawn_wins_over_the_data_hidden_in_the_file() -> None:
    group = Stage(
        "ask", "Lấy ý kiến", "opinion", ("unit:A", "unit:B", "unit:C"), mode="quorum", quorum=2, due_wd=3
    )
    content = drawn(Route((group, *default_route().stages))).decode()
    changed = (
        content.replace('name="Lấy ý kiến"', 'name="Hỏi ý kiến"')
        .replace("P3D", "P5D")
        .replace("numberOfCompletedInstances &gt;= 2", "numberOfCompletedInstances &gt;= 1")
    )
    stage = read_bpmn(changed.encode()).route.stages[0]
    assert (stage.name, stage.due_wd, stage.mode, stage.quorum) == ("Hỏi ý kiến", 5, "any", 0)
    assert (stage.who, stage.kind) == (group.who, "opinion")


# ------------------------------------------------------------------ drawn by hand
def by_hand(inside: str, around: str = "", **of_the_process: str) -> bytes:
    given = " ".join(
        f'{name}="{value}"' for name, value in {"id": "p", "name": "Vẽ tay", **of_the_process}.items()
    )
    return (
        f'<?xml version="1.0"?><definitions xmlns="{NS["b"]}" targetNamespace="urn:x" id="defs">{around}'
        f"<process {given}>{inside}</process></definitions>"
    ).encode()


def flow(source: str, target: str, condition: str = "", key: str = "") -> str:
    inside = f"<conditionExpression><![CDATA[{condition}]]></conditionExpression>" if condition else ""
    key = key or f"{source}-{target}"
    return f'<sequenceFlow id="{key}" sourceRef="{source}" targetRef="{target}">{inside}</sequenceFlow>'


def task(key: str, name: str = "", inside: str = "") -> str:
    return f'<userTask id="{key}" name="{name or key}">{inside}</userTask>'


ENDS = '<startEvent id="begin"/><endEvent id="done"/>'
HAND_DRAWN = (
    ENDS + task("Activity_0x1", "Soát nội dung") + task("Activity_0x2", "Phòng A") + task("Activity_0x3", "Phòng B")
    + task("sign", "Ký")
    + '<parallelGateway id="fork"/><parallelGateway id="join"/><exclusiveGateway id="ok"/>'
    + '<textAnnotation id="t"><text>ghi chú</text></textAnnotation>'
    + flow("begin", "Activity_0x1") + flow("Activity_0x1", "fork") + flow("fork", "Activity_0x2")
    + flow("fork", "Activity_0x3") + flow("Activity_0x2", "join") + flow("Activity_0x3", "join")
    + flow("join", "sign") + flow("sign", "ok") + flow("ok", "done") + flow("ok", "Activity_0x1")
)  # fmt: skip


def test_a_file_drawn_by_hand_is_read_as_far_as_it_speaks() -> None:
    back = read_bpmn(by_hand(HAND_DRAWN))
    assert back.name == "Vẽ tay"
    assert [(one.key, one.name, one.mode, one.returns_to) for one in back.route.stages] == [
        ("s1", "Soát nội dung", "all", None),
        ("s2", "Phòng A, Phòng B", "all", None),
        ("sign", "Ký", "all", "s1"),
    ]
    assert {note.stage for note in back.notes} == {"s1", "s2", "sign"}


def test_a_condition_and_the_people_of_plain_bpmn_are_read() -> None:
    owner = (
        '<potentialOwner id="o" name="Phòng Tài chính"><resourceAssignmentExpression><formalExpression>unit:TC'
        "</formalExpression></resourceAssignmentExpression></potentialOwner>"
    )
    inside = (
        ENDS + '<exclusiveGateway id="if" default="if-sign"/>' + task("ask", inside=owner) + task("sign")
        + flow("begin", "if") + flow("if", "ask", 'urgency in ("urgent", "express")') + flow("if", "sign")
        + flow("ask", "sign") + flow("sign", "done")
    )  # fmt: skip
    back = read_bpmn(by_hand(inside))
    assert back.route.stages[0].when == Condition("urgency", "in", ("urgent", "express"))
    assert back.route.stages[0].who == ("unit:TC",)
    assert back.people == {"unit:TC": "Phòng Tài chính"}


SIMPLE = ENDS + task("a") + flow("begin", "a") + flow("a", "done")
TIMER = '<boundaryEvent id="t" attachedToRef="a" {}><timerEventDefinition id="d"><timeDuration>{}</timeDuration></timerEventDefinition></boundaryEvent>'
MANY = "<multiInstanceLoopCharacteristics{}><loopCardinality>{}</loopCardinality>{}</multiInstanceLoopCharacteristics>"


def many(inside: str) -> str:
    return SIMPLE.replace(task("a"), task("a", inside=inside))


@pytest.mark.parametrize(
    ("content", "element"),
    [
        (b"not xml", "file"),
        (b"", "file"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "file"),
        ("<!DOCTYPE x><x/>".encode("utf-16"), "file"),
        (b"<x/>", "x"),
        (b" " * (MOST_BYTES + 1), "file"),
        (by_hand("", '<process id="other"/>'), "p"),
        (by_hand(SIMPLE, '<collaboration id="c"/>'), "c"),
        (by_hand(SIMPLE + task("a")), "a"),
        (by_hand(SIMPLE + task("lost")), "lost"),
        (by_hand(SIMPLE + '<scriptTask id="s"><script>import os</script></scriptTask>'), "s"),
        (by_hand(SIMPLE + '<serviceTask id="s"/>'), "s"),
        (by_hand(SIMPLE + '<subProcess id="s"/>'), "s"),
        (by_hand(SIMPLE + '<laneSet id="lanes"/>'), "lanes"),
        (by_hand(SIMPLE + '<inclusiveGateway id="s"/>'), "s"),
        (by_hand(SIMPLE + '<startEvent id="two"/>'), "two"),
        (by_hand(task("a") + flow("a", "a")), "process"),
        (by_hand(SIMPLE + flow("a", "nowhere", key="x")), "x"),
        (by_hand(SIMPLE + flow("a", "done", key="x")), "a"),
        (by_hand(ENDS + flow("begin", "done", "1 = 1", key="x")), "x"),
        (by_hand(SIMPLE.replace('<startEvent id="begin"/>', '<startEvent id="begin"><timerEventDefinition/></startEvent>')), "begin"),
        (by_hand(ENDS + task("a") + task("b") + flow("begin", "a") + flow("a", "b") + flow("b", "a")), "a"),
        (by_hand(SIMPLE + TIMER.format("", "P3D")), "t"),
        (by_hand(SIMPLE + TIMER.format('cancelActivity="false"', "PT3H")), "t"),
        (by_hand(SIMPLE + TIMER.format('cancelActivity="false"', "__import__('os')")), "t"),
        (by_hand(SIMPLE + TIMER.format('cancelActivity="false"', "P3D") + TIMER.format('cancelActivity="false"', "P4D").replace('"t"', '"u"').replace('"d"', '"e"')), "u"),
        (by_hand(many(MANY.format(' isSequential="true"', 2, ""))), "a"),
        (by_hand(many(MANY.format("", "len(x)", ""))), "a"),
        (by_hand(many(MANY.format("", 3, "<completionCondition>true</completionCondition>"))), "a"),
        (by_hand(many("<standardLoopCharacteristics/>")), "a"),
        (by_hand(many("<dataInputAssociation/>")), "a"),
        (by_hand(HAND_DRAWN.replace(flow("Activity_0x3", "join"), flow("Activity_0x3", "sign"))), "fork"),
        (by_hand(HAND_DRAWN.replace(flow("ok", "done"), flow("ok", "done", "outcome = 1"))), "ok-done"),
        (by_hand(HAND_DRAWN.replace(flow("ok", "Activity_0x1"), flow("ok", "Activity_0x1", "copies > 1"))), "ok-Activity_0x1"),
        (by_hand(HAND_DRAWN.replace('id="ok"', 'id="ok" default="ok-Activity_0x1"')), "ok-Activity_0x1"),
    ],
)  # fmt: skip
def test_whatever_is_outside_the_subset_is_refused_with_its_element(content: bytes, element: str) -> None:
    with pytest.raises(BpmnIsRefused) as refused:
        read_bpmn(content)
    assert refused.value.facts["element"] == element
    assert refused.value.facts["reason"]


CHOICE = (
    ENDS + '<exclusiveGateway id="if"/>' + task("ask") + task("sign")
    + flow("begin", "if") + "{into}" + "{around}" + flow("ask", "sign") + flow("sign", "done")
)  # fmt: skip


@pytest.mark.parametrize(
    ("into", "around", "element"),
    [
        (flow("if", "ask"), flow("if", "sign"), "if"),
        (flow("if", "ask", "copies >= 1"), flow("if", "sign", "copies <= 1"), "if"),
        (flow("if", "ask", "__import__('os').system('x')"), flow("if", "sign"), "if-ask"),
        (flow("if", "ask", 'urgency = "a" or 1 = 1'), flow("if", "sign"), "if-ask"),
        (flow("if", "ask", "copies >= 1"), flow("if", "done"), "if-done"),
    ],
)
def test_a_choice_that_is_not_one_step_with_a_way_around_it_is_refused(
    into: str, around: str, element: str
) -> None:
    with pytest.raises(BpmnIsRefused) as refused:
        read_bpmn(by_hand(CHOICE.format(into=into, around=around)))
    assert refused.value.facts["element"] == element


@pytest.mark.parametrize(
    "hidden",
    ["{", "[]", '{"kind": 1}', '{"kind":"opinion","who":"x","mode":"all","quorum":0}', "[" * 100_000],
)
def test_torn_data_of_ours_is_refused_at_its_element(hidden: str) -> None:
    content = drawn(default_route())
    root = etree.fromstring(content)
    root.find(".//{urn:van-thu:route:1}stage").text = hidden
    with pytest.raises(BpmnIsRefused) as refused:
        read_bpmn(etree.tostring(root))
    assert refused.value.facts["element"] == "check_content"


WRONG = [
    "",
    "x",
    "draft",
    "end",
    "s0",
    "If.s0",
    "false",
    "true",
    "P1D",
    "PT1H",
    "9" * 40,
    "\u0661",
    "a b",
    "<",
    "[[[[",
]


@st.composite
def torn(draw: Any) -> bytes:
    """A good file with a few things in it broken: elements gone, doubled, moved or renamed, values replaced."""
    root = etree.fromstring(drawn(draw(routes(most=4))))
    for _turn in range(draw(st.integers(1, 4))):
        parts = [one for one in root.iter() if one is not root]
        if not parts:
            break
        part, other = draw(st.sampled_from(parts)), draw(st.sampled_from(parts))
        match draw(st.sampled_from(["drop", "double", "move", "rename", "value", "text"])):
            case "drop":
                part.getparent().remove(part)
            case "double":
                part.getparent().append(deepcopy(part))
            case "move" if other is not part and part not in list(other.iterancestors()):
                other.append(part)
            case "rename":
                part.tag = other.tag
            case "value" if part.attrib:
                part.set(draw(st.sampled_from(sorted(part.attrib))), draw(st.sampled_from(WRONG[:-2])))
            case _:
                part.text = draw(st.sampled_from(WRONG))
    return etree.tostring(root)


@given(torn())
@settings(max_examples=SIZES.hypothesis_examples, deadline=None)
def test_a_torn_file_is_read_or_refused_and_never_breaks_the_reader(content: bytes) -> None:
    try:
        back = read_bpmn(content)
    except BpmnIsRefused as refused:
        assert refused.facts["element"] and refused.facts["reason"]
    else:
        assert read_route(back.route.as_json()) == back.route
        if not problems(back.route):
            assert read_bpmn(drawn(back.route)).route == back.route


@given(st.binary(max_size=400))
@settings(max_examples=SIZES.hypothesis_examples, deadline=None)
def test_noise_is_refused(content: bytes) -> None:
    with pytest.raises(BpmnIsRefused):
        read_bpmn(content)


def test_two_files_of_one_route_are_the_same_bytes() -> None:
    route = Route((replace(default_route().stages[0], name="A"), *default_route().stages[1:]))
    assert drawn(route) == drawn(route)
