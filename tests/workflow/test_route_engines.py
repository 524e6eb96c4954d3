"""An independent engine, going by the exported file, and the reference model stand at the same place at every step."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import example, given, settings

from tests.sizes import SIZES
from tests.workflow.random_routes import ACTS, FACTS, routes
from tests.workflow.route_reference import DRAFT, END, PASS, RETURN, At, walk
from tests.workflow.spiff import spiff_walk
from workflow.routes.bpmn_export import export
from workflow.routes.built_in import default_route
from workflow.routes.schema import Condition, Route, Stage

GROUP = Stage(
    "ask", "Lấy ý kiến", "opinion", ("unit:A", "unit:B", "unit:C"), mode="quorum", quorum=2, due_wd=3
)
URGENT = replace(GROUP, key="hurry", mode="any", quorum=0, when=Condition("urgency", "eq", "urgent"))
DRAWN = Route((GROUP, URGENT, *default_route().stages))


@given(routes(), FACTS, ACTS)
@example(DRAWN, {"urgency": "urgent"}, [(0, PASS), (2, PASS), (0, RETURN), (0, PASS)] + [(1, PASS)] * 20)
@settings(max_examples=SIZES.routes_drawn, deadline=None)
def test_spiffworkflow_and_the_reference_agree_step_by_step(route: Route, facts: Any, acts: Any) -> None:
    acts = _where_nobody_can_return(route, facts, acts)
    drawn = export(route, code="r", name="r")
    assert list(spiff_walk(drawn, "Route.r", facts, acts)) == list(walk(route, facts, acts))


def test_the_walk_of_the_other_engine_says_something() -> None:
    acts = [(0, PASS), (2, PASS), (0, PASS), *[(0, PASS)] * 3, (0, RETURN), (0, PASS)]
    seen = list(spiff_walk(export(DRAWN, code="r", name="r"), "Route.r", {"urgency": "normal"}, acts))
    assert seen == [
        At(DRAFT, (0,)),
        At("ask", (0, 1, 2)),
        At("ask", (0, 1)),
        At("check_content", (0,)),
        At("check_format", (0,)),
        At("sign", (0,)),
        At(END, ()),
    ]


def _where_nobody_can_return(route: Route, facts: Any, acts: Any) -> Any:
    """Give the acts with PASS for a RETURN at a stage without one: there is no such button, so nobody can press it."""
    done: list[Any] = []
    for which, verdict in acts:
        here = list(walk(route, facts, done))[-1]
        if here.stage == END:
            break
        bound = here.stage != DRAFT and route.stage(here.stage).returns_to is None
        done.append((which, PASS if bound else verdict))
    return done
