"""The head of a copy on paper: below the end of the text, under a full-width rule (Decree 30/2020 App. I, Part II)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.template.loader import render_to_string

from lib.calendar import written_day

_TEMPLATE = "print/copy_head.html"
_CSS = Path(__file__).resolve().parents[2] / "static" / "css" / "print" / "copy.css"
HEIGHT = 80.0  # millimetres the head needs with signature and seal


@dataclass(frozen=True)
class CopyHead:
    """What the head says. ``offset`` is how far below the upper edge of the paper it begins, in millimetres."""

    title: str
    issuer: str
    code: str
    place: str
    day: date
    authority_lines: Sequence[str]
    signer: str
    recipients: Sequence[str]
    excerpt_of: str = ""
    offset: float = 20.0

    @property
    def written_day(self) -> str:
        """Give the day as the regulation writes it."""
        return written_day(self.day)


def compose(head: CopyHead) -> tuple[str, tuple[str, ...]]:
    """Give the page and its style sheets."""
    place = f".head {{ padding-top: {head.offset:.1f}mm }}"
    return render_to_string(_TEMPLATE, {"head": head}), (_CSS.read_text(encoding="utf-8"), place)
