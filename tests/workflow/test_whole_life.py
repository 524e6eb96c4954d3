"""The whole outgoing life, in any order and by anybody; and a sample of faults the machine has to notice."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sizes import LONG, SIZES
from tests.workflow.faults import BY_NAME, FAULTS, SAMPLE
from tests.workflow.injecting import noticed
from tests.workflow.whole_life import WholeLife, lead_each_afterlife

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _signs(signer: Any) -> None:
    """Let PINs be taken as everywhere in these tests."""


def test_the_whole_life_keeps_its_rules() -> None:
    run_state_machine_as_test(
        WholeLife,
        settings=settings(
            max_examples=SIZES.whole_lives,
            stateful_step_count=SIZES.acts_in_a_life,
            deadline=None,
            database=None,
            derandomize=SIZES.hypothesis_examples < 100,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
        ),
    )


@LONG
def test_each_afterlife_keeps_its_rules() -> None:
    lead_each_afterlife()


@LONG
@pytest.mark.parametrize("name", SAMPLE)
def test_the_machine_notices_a_fault(name: str) -> None:
    """A small fixed sample; the whole list is run by ``./office prove`` (tests/prove/test_faults.py)."""
    assert noticed(WholeLife, BY_NAME[name], examples=1, first=lead_each_afterlife), f"nobody noticed: {name}"


def test_there_are_faults_enough_and_each_has_its_name() -> None:
    assert len(BY_NAME) == len(FAULTS) >= 20
