"""Inject a fault into the house and see whether a stateful machine notices: what every list of faults shares.

A fault is a small lie of one operation, policy or step. It is patched in for as long as one run of the machine lasts.
Noticed is only what the machine, a refusal or the database itself objects to. A lie that breaks by itself, or a
connection that is lost, proves nothing, and says so.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from lib.refusal import Refusal, permit

Lie = Callable[..., Any]
_OBJECTIONS = (AssertionError, Refusal, IntegrityError, ObjectDoesNotExist)


@dataclass(frozen=True)
class Fault:
    """One lie: its name, what is patched, and by what; ``shown_in`` is where to look first, to be quick."""

    name: str
    target: str
    lie: Any
    shown_in: str = ""


class ProvesNothing(Exception):
    """The run ended for a reason that has nothing to do with the rule the fault breaks."""


def noticed(
    machine: type[RuleBasedStateMachine],
    fault: Fault,
    *,
    examples: int,
    steps: int = 6,
    first: Callable[[str], None],
) -> str:
    """Run ``machine`` with ``fault``, first what it always tells; give what noticed it, or nothing.

    Raises ProvesNothing when the run ended otherwise. What is thrown first counts, before Hypothesis plays it again.
    """
    thrown: list[BaseException] = []

    class Watched(machine):  # type: ignore[misc, valid-type]
        def teardown(self) -> None:
            error = sys.exc_info()[1]
            if isinstance(error, Exception) and not thrown:
                thrown.append(error)
            super().teardown()

    try:
        with patch(fault.target, fault.lie):
            first(fault.shown_in)
            run_state_machine_as_test(Watched, settings=_settings(examples, steps))
    except Exception as error:  # noqa: BLE001 -- looked at below
        return _objection(fault, thrown[0] if thrown else error)
    return ""


def _objection(fault: Fault, error: BaseException) -> str:
    words = str(error).splitlines()[0] if str(error) else ""
    said = f"{type(error).__name__}: {words}"[:160]
    if not isinstance(error, _OBJECTIONS):
        raise ProvesNothing(f"{fault.name}: {said}") from error
    return said


def _settings(examples: int, steps: int) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=True,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )


def by_name(faults: Iterable[Fault]) -> dict[str, Fault]:
    return {fault.name: fault for fault in faults}


# ------------------------------------------------------------------ ways to lie
def yes(*_args: object, **_facts: object) -> Any:
    return permit()


def nothing(*_args: object, **_facts: object) -> None:
    return None


def anybody(policy: str, what: str) -> Fault:
    """Let everybody do it."""
    return Fault(f"{what} by anybody", f"dispatch.policies.{policy}", yes)


def after(original: Lie, then: Lie) -> Lie:
    @functools.wraps(original)
    def lie(*args: Any, **facts: Any) -> Any:
        given = original(*args, **facts)
        then(given, *args, **facts)
        return given

    return lie


def before(original: Lie, first: Lie) -> Lie:
    @functools.wraps(original)
    def lie(*args: Any, **facts: Any) -> Any:
        first(*args, **facts)
        return original(*args, **facts)

    return lie


def unless(original: Lie, skipped: Callable[..., bool]) -> Lie:
    @functools.wraps(original)
    def lie(*args: Any, **facts: Any) -> Any:
        return None if skipped(*args, **facts) else original(*args, **facts)

    return lie


def forget_event(name: str) -> Fault:
    from audit.operations import recording

    lie = unless(recording.record, lambda said, *args, **facts: said == name)
    return Fault(f"event {name} forgotten", "audit.operations.recording.record", lie)
