"""The budgets of design §3. An exception is listed by name, with its reason."""

from __future__ import annotations

import statistics

from tests.architecture.source import ROOT, functions, python_files, templates

LONGER_FUNCTIONS: dict[str, str] = {}
LONGER_FILES: dict[str, str] = {}
LONGER_TEMPLATES: dict[str, str] = {}


def lines(path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_a_function_fits_on_a_screen() -> None:
    lengths = {
        f"{path.relative_to(ROOT)}:{node.name}": node.end_lineno - node.lineno + 1
        for path in python_files()
        for node in functions(path)
    }
    assert {name for name, n in lengths.items() if n > 60} - LONGER_FUNCTIONS.keys() == set()
    ordered = sorted(lengths.values())
    assert statistics.median(ordered) <= 12
    assert ordered[int(len(ordered) * 0.9)] <= 30


def test_a_file_is_about_one_thing() -> None:
    lengths = {str(path.relative_to(ROOT)): lines(path) for path in python_files()}
    assert {name for name, n in lengths.items() if n > 500} - LONGER_FILES.keys() == set()
    ordered = sorted(lengths.values())
    assert ordered[int(len(ordered) * 0.9)] <= 300


def test_a_template_is_short() -> None:
    lengths = {str(path.relative_to(ROOT)): lines(path) for path in templates()}
    assert {name for name, n in lengths.items() if n > 250} - LONGER_TEMPLATES.keys() == set()


def test_our_own_javascript_stays_small() -> None:
    own = [path for path in (ROOT / "static" / "js").rglob("*.js")]
    assert sum(lines(path) for path in own) <= 2500
