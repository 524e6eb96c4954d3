"""Would the tests notice? Files whose every rule matters are changed a little, and the tests must fail.

MUTANTS=n tries n mutants of each file, chosen by the seed; without it all are tried.
"""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

import pytest

from tests.prove.mutating import Workshop, mutants
from tests.results import ROOT
from tests.sizes import SIZES

LEAST = 0.85  # of the mutants are noticed; what is not is printed, to be read by a person
FILES = {
    "dispatch/lifecycle.py": ["tests/dispatch/test_lifecycle.py"],
    "dispatch/operations/allocating.py": ["tests/dispatch/test_operations_numbering.py", "tests/dispatch/test_numbering_at_once.py"],
    "dispatch/operations/numbering.py": ["tests/dispatch/test_operations_numbering.py", "tests/dispatch/test_numbering_at_once.py"],
    "signing/judging/container.py": ["tests/signing/test_container.py"],
}  # fmt: skip


@pytest.mark.parametrize("path", FILES)
def test_the_tests_notice_a_changed_rule(path: str, tmp_path: Path, proof: Any, capsys: Any) -> None:
    source = (ROOT / path).read_text(encoding="utf-8")
    everything = list(mutants(source))
    wanted = int(os.environ.get("MUTANTS") or len(everything))
    chosen = random.Random(SIZES.seed).sample(everything, min(wanted, len(everything)))
    workshop = Workshop(tmp_path)
    assert not workshop.notices(path, source, FILES[path]), "the tests fail on the unchanged file"
    alive = [one for one in chosen if not workshop.notices(path, one.source, FILES[path])]
    score = 1 - len(alive) / len(chosen)
    left = "; ".join(f"line {one.line}: {one.change}" for one in alive)
    sizes = f"{len(chosen)} of {len(everything)} mutants; unnoticed: {left or 'none'}"
    proof(f"mutants of {path}", f"{score:.0%} noticed", f"≥ {LEAST:.0%}", score >= LEAST, sizes)
    assert score >= LEAST, left
