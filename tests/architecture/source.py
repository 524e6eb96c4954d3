"""The source of the house, as the tests about ourselves read it."""

from __future__ import annotations

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
PACKAGES: list[str] = CONTRACTS["root_packages"]
FACES = ["config", "web", "workflow", "ui"]
MODULES = [package for package in PACKAGES if package not in FACES]


@cache
def level_of(package: str) -> int:
    """Give the height of a package: config is highest, lib 0."""
    layers = CONTRACTS["contracts"][0]["layers"]
    for height, line in enumerate(reversed(layers)):
        if package in line.replace(" ", "").split("|"):
            return height
    raise KeyError(package)


def python_files(*packages: str) -> Iterator[Path]:
    """Give the Python files of packages, migrations left out."""
    for package in packages or PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Give every function of a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def templates() -> list[Path]:
    """Give every template."""
    return sorted((ROOT / "templates").rglob("*.html"))


def tracked(*patterns: str) -> list[Path]:
    """Give the files git knows, by glob."""
    out = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / line for line in out.splitlines()]
