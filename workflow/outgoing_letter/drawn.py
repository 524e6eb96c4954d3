"""Where one letter stands on its route, for the live drawing: told from the letter and the steps that are open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from dispatch.enums import LetterStatus
from dispatch.models import OutgoingLetter
from lib.calendar import local_day
from workflow.enums import NodeState
from workflow.models import WorkItem
from workflow.routes.chart import BEGIN, FINISH
from workflow.routes.facts import facts_of
from workflow.routes.schema import DRAFT, Route, StageKind

_SIGNATURE = (
    LetterStatus.PREPARING,
    LetterStatus.APPROVAL,
    LetterStatus.SIGNATURE,
    LetterStatus.SIGNING,
    LetterStatus.COSIGNATURE,
)
_KINDS: Mapping[str, str] = MappingProxyType(
    {LetterStatus.CONTENT_CHECK: StageKind.CONTENT, LetterStatus.FORMAT_CHECK: StageKind.FORMAT}
)


def place_of(letter: OutgoingLetter, route: Route) -> str | None:
    """Give the place on the drawing of ``route`` where ``letter`` stands; None when its way has ended early."""
    status = LetterStatus(letter.status)
    if status in (LetterStatus.WITHDRAWN, LetterStatus.REFUSED):
        return None
    if status is LetterStatus.DRAFT:
        return DRAFT
    if status in _SIGNATURE:
        return next(one.key for one in route.stages if one.kind == StageKind.SIGNATURE)
    if any(one.key == letter.stage for one in route.stages):
        return letter.stage
    kind = _KINDS.get(status)
    return next((one.key for one in route.stages if one.kind == kind), FINISH)


def route_states(letter: OutgoingLetter, route: Route, at: datetime) -> dict[str, NodeState]:
    """Give the state of each place of ``route`` for ``letter``: what it went through, and where it is."""
    here = place_of(letter, route)
    if here is None:
        return {}
    facts = facts_of(letter, local_day(at))
    way = [BEGIN, DRAFT, *(stage.key for stage in route.stages if stage.applies(facts)), FINISH]
    done = way[: way.index(here)] if here in way else []
    now = NodeState.DONE if letter.status == LetterStatus.ISSUED else NodeState.NOW
    return {**dict.fromkeys(done, NodeState.DONE), here: now}


def route_badges(letter: OutgoingLetter, route: Route, items: Iterable[WorkItem]) -> dict[str, str]:
    """Give how many are still asked where several were; nothing where one person is asked."""
    here, count = place_of(letter, route), len(list(items))
    asked = {stage.key: len(stage.who) for stage in route.stages}
    return {here: f"{count}/{asked[here]}"} if here and asked.get(here, 0) > 1 and count else {}
