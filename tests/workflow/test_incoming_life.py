"""The whole incoming life: each episode by itself, lives of several, and a sample of faults to be noticed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sizes import LONG, SIZES
from tests.workflow.incoming_episodes import EPISODES
from tests.workflow.incoming_faults import BY_NAME, FAULTS
from tests.workflow.incoming_life import IncomingLife, tell_everything
from tests.workflow.injecting import noticed

pytestmark = pytest.mark.django_db
SAMPLE = ("directed by anybody", "one branch done is the whole done", "half an act stays")


@pytest.fixture(autouse=True)
def _signs(signer: Any) -> None:
    """Let PINs be taken as everywhere in these tests."""


@pytest.fixture
def machine() -> Iterator[IncomingLife]:
    made = IncomingLife()
    made.begin([])
    yield made
    made.teardown()


@LONG
@pytest.mark.parametrize("name", sorted(EPISODES))
def test_it(machine: IncomingLife, name: str) -> None:
    EPISODES[name](machine)
    machine.every_number_is_given_once()
    machine.the_house_and_the_model_agree()
    machine.the_doctor_finds_nothing()


@LONG
def test_the_whole_life_keeps_its_rules() -> None:
    run_state_machine_as_test(
        IncomingLife,
        settings=settings(
            max_examples=SIZES.whole_lives,
            stateful_step_count=SIZES.acts_in_a_life,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
        ),
    )


@LONG
@pytest.mark.parametrize("name", SAMPLE)
def test_the_machine_notices_a_fault(name: str) -> None:
    """A small fixed sample; the whole list is run by ``./office prove`` (tests/prove/test_faults.py)."""
    assert noticed(IncomingLife, BY_NAME[name], examples=1, first=tell_everything), f"nobody noticed: {name}"


def test_there_are_faults_enough_and_each_has_its_name() -> None:
    assert len(BY_NAME) == len(FAULTS) >= 30
