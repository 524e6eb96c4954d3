"""How many working days the steps around an incoming letter may take; the work itself has the term the leader set.

Decree 30/2020 Art. 23: what arrives is presented and handed on the same day, at the latest on the next working day.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dispatch.enums import Urgency
from workflow.procedure import Term

TERMS: Mapping[str, Term] = MappingProxyType(
    {
        "propose": Term(1, 0),
        "direct": Term(1, 0),
        "redirect": Term(1, 0),
        "check_report": Term(2, 1),
        "decide_extension": Term(1, 0),
        "confirm": Term(2, 1),
        "file_letter": Term(5, 5),
    }
)
HURRIED = frozenset({Urgency.VERY_URGENT, Urgency.EXPRESS})


def working_days(step: str, urgency: str) -> int | None:
    """Give the working days ``step`` may take for a letter of ``urgency``; None when it has no term of its own."""
    term = TERMS.get(step, Term(None, None))
    return term.hurried if urgency in HURRIED else term.ordinary
