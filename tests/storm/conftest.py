"""What a storm proves is printed, and with STORM_WRITE=1 appended to docs/proofs.md, whichever way it went."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

import pytest

from tests.results import PROOFS, Result, append, load_of_machine

Proof = Callable[[str, str, str, bool, str], None]


@pytest.fixture
def proof(capsys: Any) -> Proof:
    """Note what a storm showed: name, outcome, what is demanded, whether it holds, sizes used."""

    def note(name: str, outcome: str, demanded: str, holds: bool, sizes: str) -> None:
        result = Result(name, outcome, demanded, holds, sizes)
        with capsys.disabled():
            sys.stdout.write(f"\n{result.line()}\n")
        if os.environ.get("STORM_WRITE"):
            append(PROOFS, [result], load=load_of_machine())

    return note
