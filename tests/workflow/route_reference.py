"""What a route means, in a dozen lines that share nothing with the interpreter, the export or SpiffWorkflow.

A walk is a list of acts ``(which, verdict)``: ``which`` picks one of those still asked (modulo their number, in the
order of ``who``), ``verdict`` is PASS or RETURN. After every act stands where the letter waits and who is asked.
The drafter is asked at ``draft`` and submits by PASS. A RETURN where nobody can return is read as PASS.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from workflow.routes.schema import Facts, Route

DRAFT, END = "draft", "end"
PASS, RETURN = "pass", "return"


class At(NamedTuple):
    """Where a letter waits: the key of the stage, ``draft`` or ``end``, and the places in ``who`` still asked."""

    stage: str
    asked: tuple[int, ...]


def walk(route: Route, facts: Facts, acts: Iterable[tuple[int, str]]) -> Iterator[At]:
    """Give where the letter waits at first and after each act, until it is through."""
    keys = [stage.key for stage in route.stages]
    here, asked, passed = -1, [0], 0
    yield At(DRAFT, (0,))
    for which, verdict in acts:
        stage = route.stages[here] if here >= 0 else None
        asked.pop(which % len(asked))
        passed += 1
        if stage is not None and verdict == RETURN and stage.returns_to is not None:
            here = -1 if stage.returns_to == DRAFT else keys.index(stage.returns_to)
        elif stage is None or passed >= _needed(stage):
            here = next((i for i in range(here + 1, len(keys)) if route.stages[i].applies(facts)), len(keys))
        else:
            yield At(stage.key, tuple(asked))
            continue
        asked, passed = (
            [0] if here < 0 else list(range(len(route.stages[here].who))) if here < len(keys) else [],
            0,
        )
        yield At(DRAFT if here < 0 else keys[here] if here < len(keys) else END, tuple(asked))
        if here == len(keys):
            return


def _needed(stage: object) -> int:
    count = len(stage.who)  # type: ignore[attr-defined]
    return {"all": count, "any": 1, "quorum": stage.quorum}[stage.mode]  # type: ignore[attr-defined]
