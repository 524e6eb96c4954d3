"""What bpmn-js reads and saves (bpmn-moddle) has no warning and is the same route. Needs Node and ``npm ci``."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from lxml import etree

from tests.sizes import SIZES
from tests.workflow.random_routes import routes
from tests.workflow.test_route_bpmn import drawn, schema
from workflow.routes.bpmn_import import read_bpmn
from workflow.routes.schema import Route

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not (ROOT / "node_modules" / "bpmn-moddle").is_dir(),
    reason="bpmn-moddle is not installed (npm ci --ignore-scripts)",
)


def collected() -> list[Route]:
    found: list[Route] = []

    @given(routes())
    @settings(
        max_examples=SIZES.routes_drawn, database=None, phases=[Phase.generate], deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def collect(route: Route) -> None:
        found.append(route)

    collect()
    return found


def test_files_saved_by_another_tool_are_clean_and_the_same_routes(tmp_path: Any) -> None:
    many = collected()
    assert len(many) >= SIZES.routes_drawn // 2
    for number, route in enumerate(many):
        (tmp_path / f"{number}.bpmn").write_bytes(drawn(route))
    told = subprocess.run(
        ["node", "tests/workflow/moddle.mjs", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert json.loads(told.stdout) == {f"{number}.bpmn": [] for number in range(len(many))}
    for number, route in enumerate(many):
        saved = (tmp_path / f"{number}.bpmn.saved").read_bytes()
        schema().assertValid(etree.fromstring(saved))
        assert read_bpmn(saved).route == route
