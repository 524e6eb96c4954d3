"""What is vendored is what was locked; our own scripts and templates keep to the strict policy."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "static" / "vendor"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))


def test_every_vendored_file_is_in_the_manifest_and_unchanged() -> None:
    manifest = json.loads((VENDOR / "manifest.json").read_text())
    found = {
        path.relative_to(VENDOR).as_posix(): "sha384-"
        + base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert found == manifest


def test_the_lock_names_no_registry_and_hashes_every_package() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    locked = {name: facts for name, facts in packages.items() if name}
    assert [name for name, facts in locked.items() if "resolved" in facts] == []
    assert [name for name, facts in locked.items() if "integrity" not in facts] == []


@pytest.mark.parametrize("package", ["bootstrap", "htmx.org", "pdfjs-dist", "prosemirror-view"])
def test_every_package_brings_its_licence(package: str) -> None:
    short = {"htmx.org": "htmx", "pdfjs-dist": "pdfjs", "prosemirror-view": "editor"}.get(package, package)
    text = (VENDOR / "licences" / f"{short}.txt").read_text()
    assert re.search(r"Permission is hereby granted|Permission to use, copy|Apache License", text)


def test_no_template_holds_script_or_style() -> None:
    inline = re.compile(
        r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)(?![^>]*application/json)|javascript:"
    )
    assert [
        str(path) for path in TEMPLATES if "print" not in path.parts and inline.search(path.read_text())
    ] == []


def test_own_scripts_stay_small_and_evaluate_nothing() -> None:
    lines = {path.name: len(path.read_text().splitlines()) for path in SCRIPTS}
    assert {name: count for name, count in lines.items() if count > 150} == {}
    assert sum(lines.values()) <= 2500
    assert [p.name for p in SCRIPTS if re.search(r"\beval\(|new Function|innerHTML", p.read_text())] == []


def test_every_component_says_its_parameters_first() -> None:
    components = [path for path in TEMPLATES if path.parent.name == "components"]
    assert [path.name for path in components if not path.read_text().startswith("{# ")] == []
