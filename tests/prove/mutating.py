"""Small changes to a source file, each of which some test should notice: a mutator of sixty lines, made for few files.

It changes comparisons, whole numbers, `and`/`or`, conditions, boolean results and refusals that are raised; not texts,
names, annotations or docstrings. A copy of the tree is changed, never the tree.
"""

from __future__ import annotations

import ast
import copy
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.results import ROOT

_OPPOSITE: Final = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_LEFT_OUT: Final = shutil.ignore_patterns("__pycache__", "node_modules", "golden", "vendor")
PATIENCE: Final = 240.0


@dataclass(frozen=True)
class Mutant:
    """One changed source: where, what, and the whole text."""

    line: int
    change: str
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """Give every mutant of ``source`` in the order of its lines."""
    tree = ast.parse(source)
    skipped = {id(part) for node in ast.walk(tree) for part in _unspoken(node)}
    for place, node in enumerate(ast.walk(tree)):
        if id(node) in skipped:
            continue
        for number, (change, _node) in enumerate(_changes(node)):
            fresh = ast.parse(source)
            target = next(one for at, one in enumerate(ast.walk(fresh)) if at == place)
            replacement = list(_changes(target))[number][1]
            changed = _Replace(target, replacement).visit(fresh)
            yield Mutant(getattr(node, "lineno", 0), change, ast.unparse(ast.fix_missing_locations(changed)))


def _unspoken(node: ast.AST) -> Iterator[ast.AST]:
    """Annotations: nothing is tested by them."""
    for name in ("annotation", "returns"):
        part = getattr(node, name, None)
        if isinstance(part, ast.AST):
            yield from ast.walk(part)


def _changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _OPPOSITE:
        other = copy.deepcopy(node)
        other.ops[0] = _OPPOSITE[type(node.ops[0])]()
        yield f"{ast.unparse(node)} → {ast.unparse(other)}", other
    elif isinstance(node, ast.BoolOp):
        other_bool = copy.deepcopy(node)
        other_bool.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield f"{ast.unparse(node)} → {ast.unparse(other_bool)}", other_bool
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield f"{ast.unparse(node)} → without not", copy.deepcopy(node.operand)
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield f"{node.value} → {node.value + 1}", ast.Constant(node.value + 1)
    elif isinstance(node, ast.Constant) and type(node.value) is bool:
        yield f"{node.value} → {not node.value}", ast.Constant(not node.value)
    elif isinstance(node, ast.Raise):
        yield f"{ast.unparse(node)} → pass", ast.Pass()
    elif (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Add | ast.Sub)
        and not isinstance(node.left, ast.Constant)
    ):
        other_sum = copy.deepcopy(node)
        other_sum.op = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
        yield f"{ast.unparse(node)} → {ast.unparse(other_sum)}", other_sum


class _Replace(ast.NodeTransformer):
    def __init__(self, target: ast.AST, replacement: ast.AST) -> None:
        self.target, self.replacement = target, replacement

    def visit(self, node: ast.AST) -> ast.AST:
        return self.replacement if node is self.target else super().visit(node)


class Workshop:
    """A copy of the tree in which one file is changed at a time and tests are run."""

    def __init__(self, folder: Path) -> None:
        self.tree = folder / "tree"
        self.tree.mkdir()
        for entry in ROOT.iterdir():
            if entry.name.startswith(".") or entry.name in {"var", "node_modules", "static"}:
                continue
            if entry.is_dir():
                shutil.copytree(entry, self.tree / entry.name, ignore=_LEFT_OUT)
            else:
                shutil.copy2(entry, self.tree / entry.name)
        (self.tree / "static").symlink_to(ROOT / "static")

    def notices(self, path: str, source: str, tests: list[str]) -> bool:
        """Say whether the tests fail, or never end, with ``source`` in place of the file at ``path``."""
        file = self.tree / path
        before = file.read_text(encoding="utf-8")
        file.write_text(source, encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-x", "--reuse-db", *tests]
        surroundings = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "OFFICE_TIER": "test"}
        try:
            done = subprocess.run(
                command,
                cwd=self.tree,
                env=surroundings,
                capture_output=True,
                text=True,
                check=False,
                timeout=PATIENCE,
            )
        except subprocess.TimeoutExpired:
            return True
        finally:
            file.write_text(before, encoding="utf-8")
        if done.returncode not in {0, 1, 2}:
            raise RuntimeError(done.stdout[-3000:] + done.stderr[-1000:])
        return done.returncode != 0
