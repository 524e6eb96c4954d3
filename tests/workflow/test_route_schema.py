"""The form of routes and what the law and good sense ask of them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings

from tests.sizes import SIZES
from tests.workflow.random_routes import ACTS, FACTS, routes
from tests.workflow.route_reference import END, PASS, RETURN, At, walk
from workflow.outgoing_letter.flow import OutgoingLetterProcedure
from workflow.routes.built_in import BUILT_IN, default_route
from workflow.routes.errors import RouteIsMalformed
from workflow.routes.rules import problems
from workflow.routes.schema import Condition, Route, Stage, read_route

DIGEST = "f0bc44ce30ac5ce2ef7db8cfe76a1c3759bd70d9cbfb280401d26478c0539834"


def with_stage(place: int, **changes: Any) -> Route:
    stages = list(default_route().stages)
    stages[place] = replace(stages[place], **changes)
    return Route(tuple(stages))


def opinion(key: str = "finance", **changes: Any) -> Stage:
    return replace(Stage(key, "Ý kiến Phòng Tài chính", "opinion", ("unit:TC",)), **changes)


def opened(*stages: Stage, at: int = 0) -> Route:
    ordinary = list(default_route().stages)
    return Route((*ordinary[:at], *stages, *ordinary[at:]))


def codes(route: Route) -> dict[str, str]:
    return {problem.code: problem.stage for problem in problems(route)}


def test_the_built_in_route_is_what_the_house_did_before_and_its_digest_never_changes() -> None:
    route = default_route()
    assert route.digest == DIGEST
    assert BUILT_IN[DIGEST] is route
    assert [(stage.kind, stage.who) for stage in route.stages] == [
        ("content", ("unit_head:drafting",)),
        ("format", ("duty:chief_of_office",)),
        ("signature", ("field:signer",)),
    ]
    nodes = {node.name for node in OutgoingLetterProcedure.instance.nodes()}
    assert {stage.key for stage in route.stages} <= nodes
    assert problems(route) == []


@given(routes())
@settings(max_examples=SIZES.hypothesis_examples, deadline=None)
def test_a_route_is_read_as_it_was_written(route: Route) -> None:
    stored = json.loads(json.dumps(route.as_json()))
    assert read_route(stored) == route
    assert read_route(stored).digest == route.digest
    assert problems(route) == []


@pytest.mark.parametrize(
    ("spoil", "where"),
    [
        (lambda r: r.pop("schema"), "the route"),
        (lambda r: r.update(schema=2), "schema"),
        (lambda r: r.update(schema=True), "schema"),
        (lambda r: r.update(stages={}), "stages"),
        (lambda r: r.update(colour="red"), "the route"),
        (lambda r: r["stages"].append("x"), "stage 4"),
        (lambda r: r["stages"][1].pop("who"), "stage 2"),
        (lambda r: r["stages"][1].update(who="duty:head"), "stage 2, who"),
        (lambda r: r["stages"][1].update(who=[7]), "stage 2, who"),
        (lambda r: r["stages"][1].update(quorum=True), "stage 2, quorum"),
        (lambda r: r["stages"][1].update(quorum=1.5), "stage 2, quorum"),
        (lambda r: r["stages"][1].update(due_wd=-1), "stage 2, due_wd"),
        (lambda r: r["stages"][1].update(when={"field": "urgency"}), "stage 2, when"),
        (lambda r: r["stages"][1].update(when={"field": "a", "op": "in", "value": [1]}), "stage 2, when, value"),
        (lambda r: r["stages"][1].update(exec="rm"), "stage 2"),
    ],
)  # fmt: skip
def test_what_is_not_of_the_form_is_refused_with_its_place(spoil: Any, where: str) -> None:
    stored = json.loads(json.dumps(default_route().as_json()))
    spoil(stored)
    with translation.override("en"), pytest.raises(RouteIsMalformed) as refused:
        read_route(stored)
    assert refused.value.facts["where"] == where


def test_the_signature_is_one_and_last_and_always_and_of_the_signer() -> None:
    content, form, sign = default_route().stages
    assert codes(Route((content, form))) == {"one_signature": ""}
    assert "one_signature" in codes(Route((content, form, sign, replace(sign, key="again"))))
    assert codes(Route((content, form, sign, opinion()))) == {"signature_last": "sign"}
    urgent = Condition("urgency", "eq", "urgent")
    assert codes(with_stage(2, when=urgent)) == {"signature_always": "sign"}
    assert codes(with_stage(2, who=("duty:head",))) == {"signature_by_signer": "sign"}


def test_nobody_can_draw_the_two_checks_of_the_decree_away() -> None:
    content, form, sign = default_route().stages
    urgent = Condition("urgency", "eq", "urgent")
    assert codes(Route((form, sign))) == {"no_content_check": ""}
    assert codes(Route((content, sign))) == {"no_format_check": ""}
    assert codes(with_stage(0, when=urgent)) == {"no_content_check": ""}
    assert codes(with_stage(1, when=urgent)) == {"no_format_check": ""}
    assert codes(with_stage(0, who=("duty:deputy_head",))) == {"no_content_check": ""}
    assert codes(with_stage(1, who=("unit_head:drafting",))) == {"two_people": "check_format"}
    assert codes(Route((form, content, sign))) == {"format_after_content": "check_format"}
    assert codes(opened(opinion(kind="content"), at=0)) == {}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"key": "Finance"}, "bad_key"),
        ({"key": "draft", "returns_to": None}, "bad_key"),
        ({"key": "a__b"}, "bad_key"),
        ({"key": "a" * 31}, "bad_key"),
        ({"key": "sign"}, "key_twice"),
        ({"name": " "}, "no_name"),
        ({"name": "x" * 81}, "long_name"),
        ({"name": "a\x00b"}, "bad_name"),
        ({"name": "a\ud800b"}, "bad_name"),
        ({"name": "a\uffffb"}, "bad_name"),
        ({"name": "two\nlines"}, "bad_name"),
        ({"kind": "dance"}, "bad_kind"),
        ({"who": ()}, "nobody"),
        ({"who": ("unit:TC", "unit:TC")}, "asked_twice"),
        ({"who": ("duty:wizard",)}, "bad_who"),
        ({"who": ("post:0",)}, "bad_who"),
        ({"who": ("post:1;drop",)}, "bad_who"),
        ({"who": ("unit:",)}, "bad_who"),
        ({"who": ("user:1",)}, "bad_who"),
        ({"who": tuple(f"post:{i}" for i in range(1, 22))}, "too_many"),
        ({"mode": "most"}, "bad_mode"),
        ({"quorum": 1}, "quorum_unused"),
        ({"mode": "quorum", "quorum": 0}, "bad_quorum"),
        ({"mode": "quorum", "quorum": 2}, "bad_quorum"),
        ({"due_wd": 366}, "bad_term"),
        ({"when": Condition("colour", "eq", "red")}, "bad_field"),
        ({"when": Condition("urgency", "ge", "urgent")}, "bad_condition"),
        ({"when": Condition("urgency", "in", "urgent")}, "bad_condition"),
        ({"when": Condition("urgency", "in", ())}, "bad_condition"),
        ({"when": Condition("urgency", "eq", ("urgent",))}, "bad_condition"),
        ({"when": Condition("copies", "eq", "many")}, "bad_condition"),
        ({"when": Condition("urgency", "eq", "soon")}, "bad_value"),
        ({"returns_to": "sign"}, "forward_return"),
        ({"returns_to": "finance"}, "forward_return"),
        ({"returns_to": "nowhere"}, "unknown_return"),
    ],
)  # fmt: skip
def test_each_fault_of_a_stage_is_named_at_the_stage(changes: dict[str, Any], code: str) -> None:
    stage = opinion(**changes)
    found = problems(opened(stage))
    assert (code, stage.key) in {(problem.code, problem.stage) for problem in found}
    assert all(problem.sentence for problem in found)


def test_a_letter_is_never_returned_to_where_it_may_not_have_been() -> None:
    urgent = Condition("urgency", "eq", "urgent")
    route = opened(opinion("a", when=urgent), opinion("b", returns_to="a"))
    assert codes(route) == {"conditional_return": "b"}


def test_whoever_answers_for_a_letter_can_return_it() -> None:
    for place in range(3):
        assert list(codes(with_stage(place, returns_to=None))) == ["no_return"]
    assert codes(opened(opinion(returns_to=None))) == {}


def test_a_route_has_at_most_thirty_stages() -> None:
    assert codes(opened(*(opinion(f"s{i}") for i in range(27)))) == {}
    assert codes(opened(*(opinion(f"s{i}") for i in range(28)))) == {"too_long": ""}


@pytest.mark.parametrize(
    ("op", "value", "facts", "holds"),
    [
        ("eq", "urgent", {"urgency": "urgent"}, True),
        ("eq", "urgent", {}, False),
        ("ne", "urgent", {"urgency": "normal"}, True),
        ("ne", "urgent", {}, True),
        ("in", ("urgent", "express"), {"urgency": "express"}, True),
        ("in", ("urgent", "express"), {}, False),
        ("ge", 10, {"urgency": 10}, True),
        ("ge", 10, {"urgency": 9}, False),
        ("le", 10, {"urgency": 10}, True),
        ("le", 10, {}, False),
        ("ge", 10, {"urgency": "11"}, False),
    ],
)  # fmt: skip
def test_a_condition_compares_one_fact(op: str, value: Any, facts: Any, holds: bool) -> None:
    assert Condition("urgency", op, value).holds(facts) is holds


def test_the_reference_walks_a_group_of_which_two_are_enough() -> None:
    group = opinion(who=("unit:A", "unit:B", "unit:C"), mode="quorum", quorum=2)
    acts = [(0, PASS), (1, PASS), (1, PASS), (0, RETURN), (0, PASS), (0, RETURN)]
    assert list(walk(opened(group), {}, acts)) == [
        At("draft", (0,)),
        At("finance", (0, 1, 2)),
        At("finance", (0, 2)),
        At("check_content", (0,)),
        At("draft", (0,)),
        At("finance", (0, 1, 2)),
        At("draft", (0,)),
    ]


@given(routes(), FACTS, ACTS)
@settings(max_examples=SIZES.hypothesis_examples, deadline=None)
def test_no_walk_reaches_the_end_around_the_checks_and_the_signature(
    route: Route, facts: Any, acts: Any
) -> None:
    here = list(walk(route, facts, acts))
    bound = [
        one.key for one in route.stages if one.kind == "signature" or (one.kind == "format" and not one.when)
    ]
    for place, at in enumerate(here):
        if at.stage == END:
            assert set(bound) <= {one.stage for one in here[:place]}
            assert here[place - 1].stage == route.stages[-1].key
