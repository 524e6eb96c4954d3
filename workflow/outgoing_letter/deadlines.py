"""How many working days each step may take: one table, internal rule of the office.

Decree 30/2020 sets no terms for the inner steps; its Art. 18 wants a letter out on the day it is signed, at the
latest on the next working day, hence 0 for number and seal. None: no term (drafting ends when it was asked for).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from dispatch.enums import Urgency
from workflow.procedure import Term
from workflow.routes.schema import Stage, StageKind

TERMS: Mapping[str, Term] = MappingProxyType(
    {
        "draft": Term(None, None),
        "give_opinion": Term(None, None),
        "check_content": Term(2, 1),
        "check_format": Term(1, 0),
        "approve": Term(1, 0),
        "sign": Term(1, 0),
        "cosign": Term(1, 0),
        "number_and_seal": Term(0, 0),
        "file_letter": Term(5, 5),
    }
)
# The step of ours a stage of a route is at heart; an opinion has no term but the one its route gives.
_AT_HEART = MappingProxyType(
    {StageKind.CONTENT: "check_content", StageKind.FORMAT: "check_format", StageKind.SIGNATURE: "approve"}
)
HURRIED = frozenset({Urgency.VERY_URGENT, Urgency.EXPRESS})


def working_days(step: str, urgency: str) -> int | None:
    """Give the working days ``step`` may take for a letter of ``urgency``; None when it has no term."""
    term = TERMS[step]
    return term.hurried if urgency in HURRIED else term.ordinary


def stage_days(stage: Stage, letter: Any) -> int | None:
    """Give the house's own working days for a ``stage`` whose route gives none; None when it has no term."""
    step = _AT_HEART.get(StageKind(stage.kind)) if stage.kind in StageKind.values else None
    return working_days(step, letter.urgency) if step else None
