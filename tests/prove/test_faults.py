"""Would the machines notice? Every fault of each list is injected; all of them must be noticed.

FAULTS="name one;name two" runs some of them. Each is tried in a transaction of its own, on a fresh connection if need
be; one whose run ends for another reason than its rule counts as not noticed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from hypothesis.stateful import RuleBasedStateMachine

from tests.sizes import SIZES
from tests.workflow import faults, incoming_faults
from tests.workflow.conftest import _joined as _joined  # the machines of the workflow tests
from tests.workflow.conftest import signer as signer
from tests.workflow.incoming_life import IncomingLife, tell_everything
from tests.workflow.injecting import Fault, ProvesNothing, noticed
from tests.workflow.whole_life import WholeLife, lead_each_afterlife

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _connected() -> Iterator[None]:
    yield
    connection.close()


@pytest.mark.parametrize(
    ("machine", "first", "listed", "life"),
    [
        pytest.param(WholeLife, lead_each_afterlife, faults.FAULTS, "outgoing", id="outgoing"),
        pytest.param(IncomingLife, tell_everything, incoming_faults.FAULTS, "incoming", id="incoming"),
    ],
)
def test_every_injected_fault_is_noticed(
    machine: type[RuleBasedStateMachine],
    first: Callable[[str], None],
    listed: tuple[Fault, ...],
    life: str,
    signer: Any,
    proof: Any,
    capsys: Any,
) -> None:
    asked = [name for name in os.environ.get("FAULTS", "").split(";") if name]
    chosen = [fault for fault in listed if not asked or fault.name in asked]
    alive = []
    for fault in chosen:
        what = _tried(machine, fault, first)
        with capsys.disabled():
            sys.stdout.write(f"\n{fault.name}: {what or 'NOT NOTICED'}")
            sys.stdout.flush()
        alive += [] if what else [fault.name]
    if not chosen:
        pytest.skip("none of these is asked for")
    score = 1 - len(alive) / len(chosen)
    sizes = f"{len(chosen)} faults, at most {SIZES.fault_examples} lives each; unnoticed: {'; '.join(alive) or 'none'}"
    proof(f"faults injected into the whole {life} life", f"{score:.0%} noticed", "100%", not alive, sizes)
    assert not alive


def _tried(machine: type[RuleBasedStateMachine], fault: Fault, first: Callable[[str], None]) -> str:
    try:
        return noticed(machine, fault, examples=SIZES.fault_examples, first=first)
    except ProvesNothing as reason:
        sys.stderr.write(f"\n{reason}")
        connection.close()
        return ""
