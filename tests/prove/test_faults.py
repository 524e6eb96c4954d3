"""Would the machine of the whole life notice? Every fault of the list is injected; all of them must be noticed.

FAULTS="name one;name two" runs some of them.
"""

from __future__ import annotations

import os
import sys
from typing import Any

import pytest

from tests.sizes import SIZES
from tests.workflow.conftest import _joined as _joined  # the machines of the workflow tests
from tests.workflow.conftest import signer as signer
from tests.workflow.faults import BY_NAME, FAULTS, noticed

pytestmark = pytest.mark.django_db


def test_every_injected_fault_is_noticed(signer: Any, proof: Any, capsys: Any) -> None:
    asked = [name for name in os.environ.get("FAULTS", "").split(";") if name]
    faults = [BY_NAME[name] for name in asked] or list(FAULTS)
    alive = []
    for fault in faults:
        what = noticed(fault, examples=SIZES.fault_examples)
        with capsys.disabled():
            sys.stdout.write(f"\n{fault.name}: {what or 'NOT NOTICED'}")
        alive += [] if what else [fault.name]
    score = 1 - len(alive) / len(faults)
    sizes = f"{len(faults)} faults, at most {SIZES.fault_examples} lives each; unnoticed: {'; '.join(alive) or 'none'}"
    proof("faults injected into the whole outgoing life", f"{score:.0%} noticed", "100%", not alive, sizes)
    assert not alive
