"""What a rule gives: a value for a field, how sure it is, and where on which page it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dispatch.reading.lines import Box, Line, around


@dataclass(frozen=True)
class Finding:
    """One value for one field. ``page`` 0: it stands on no page (it was in the certificate, say)."""

    field: str
    value: str
    sure: int
    page: int = 0
    box: Box | None = None


def found(field: str, value: str, lines: Sequence[Line], *, trust: float) -> Finding:
    """Give a finding on ``lines``: as sure as their letters, times what the rule is trusted."""
    letters = sum(len(line.text) for line in lines)
    read = sum(line.sure * len(line.text) for line in lines) / max(letters, 1)
    box = around(line.box for line in lines)
    return Finding(field, value, max(1, min(99, round(read * trust))), lines[0].page, box)
