"""Rules about ourselves that no linter brings."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.source import MODULES, PACKAGES, ROOT, functions, python_files, templates, tracked

# Operations that write no event, by name (design §3): the machinery of jobs and of the index, and readings.
WITHOUT_EVENT = {
    "jobs": "leases, heartbeats and retries are not acts of people",
    "audit": "writes the events",
    "search": "derived rows",
    "notices": "a notice tells of an event that is already written",
}


def test_every_package_says_in_three_sentences_what_it_owns() -> None:
    for package in PACKAGES:
        docstring = ast.get_docstring(ast.parse((ROOT / package / "__init__.py").read_text(encoding="utf-8")))
        assert docstring, package
        assert len(re.findall(r"[.!?](?:\s|$)", docstring)) >= 3, package


def test_screens_and_procedures_read_through_queries() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in python_files("web", "workflow")
        if "management" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"\b(?!viewflow)\w+\.objects\b", line) and path.parts[-1] not in WORKFLOW_OWN_ROWS
    ]
    assert found == []


# A page that turns what the rows forbid into a sentence needs a savepoint around its one operation.
SAVEPOINTS = {"web/organisation/asking.py"}


def test_screens_write_nothing_themselves() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in python_files("web")
        if re.search(r"transaction\.atomic|audit\.operations", path.read_text(encoding="utf-8"))
    ]
    assert set(found) - SAVEPOINTS == set()


# workflow owns WorkItem and drives viewflow's rows; these files are its model side.
WORKFLOW_OWN_ROWS = {
    "queries.py",
    "acting.py",
    "models.py",
    "rebuilding.py",
    "work_items.py",
    "invariants.py",
    "nodes.py",
}


def operations() -> list[tuple[Path, ast.FunctionDef]]:
    return [
        (path, node)
        for module in MODULES
        if module not in WITHOUT_EVENT and (ROOT / module / "operations").is_dir()
        for path in python_files(f"{module}/operations")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def takes(node: ast.FunctionDef, name: str) -> bool:
    return name in {argument.arg for argument in node.args.kwonlyargs}


@pytest.mark.parametrize(
    ("path", "node"),
    [(p, n) for p, n in operations() if takes(n, "by")],
    ids=lambda v: v.name if isinstance(v, ast.FunctionDef) else v.parent.parent.name,
)
def test_an_operation_is_keyword_only_and_takes_its_moment(path: Path, node: ast.FunctionDef) -> None:
    assert not node.args.args, f"{path.name}:{node.name} has positional arguments"
    assert takes(node, "at"), f"{path.name}:{node.name} takes no moment"


def test_no_policy_takes_a_bare_user() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in python_files(*MODULES)
        if path.name == "policies.py" or "policies" in path.parts
        for node in functions(path)
        if any(
            a.arg == "user" or "Person" in ast.unparse(a.annotation or ast.Constant(""))
            for a in node.args.args[:1]
        )
    ]
    assert found == []


def test_no_template_carries_script_or_style() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=|javascript:", re.IGNORECASE)
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in templates()
        if "print" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if inline.search(line) and 'type="application/json"' not in line
    ]
    assert found == []


def test_every_template_is_used() -> None:
    texts = "\n".join(path.read_text(encoding="utf-8") for path in [*python_files(), *templates()])
    # allauth renders its own names
    unused = [
        name
        for path in templates()
        if (name := str(path.relative_to(ROOT / "templates"))) not in texts
        and path.name.lstrip("_") not in {"404.html", "403.html", "500.html"}
        and path.parent.name not in {"account", "mfa", "layouts", "elements", "authenticate"}
        and not _is_fragment_of_a_page(path)
        and "allauth" not in path.parts
        and "mfa" not in path.parts
    ]
    assert unused == []


def _is_fragment_of_a_page(path: Path) -> bool:
    """``_list.html`` is chosen beside ``list.html`` by ``ui.screens.render``."""
    return path.name.startswith("_") and (path.parent / path.name[1:]).exists()


def test_every_setting_of_the_environment_is_documented() -> None:
    read = set(
        re.findall(r'env\.\w+\(\s*"(\w+)"', (ROOT / "config" / "settings.py").read_text(encoding="utf-8"))
    )
    documented = set(
        re.findall(
            r"^#?\s*([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE
        )
    )
    assert read - documented == set()


def test_nothing_committed_names_this_machine_or_a_registry() -> None:
    needles = [
        "/work" + "/main",
        "/work" + "/shared",
        "files.pythonhosted" + ".org",
        "registry.npmjs" + ".org",
        "pypi" + ".org",
    ]
    found = [
        f"{path.relative_to(ROOT)}: {needle}"
        for path in tracked()
        if path.is_file()
        and path.suffix not in {".png", ".ttf", ".otf", ".pdf", ".mo"}
        and "vendor" not in path.parts
        for needle in needles
        if needle in path.read_text(encoding="utf-8", errors="ignore")
    ]
    assert found == []
