"""The page behind a certified copy that says what it is a copy of, and that the archive certifies it (Law 33/2024)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.template.loader import render_to_string

from archive.layout.forms import Composed, Head

_CSS: Final = Path(__file__).resolve().parents[2] / "static" / "css" / "print" / "archive.css"


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """What the page says: the number, the day in words, and the facts of the document."""

    head: Head
    code: str
    day: str
    rows: Sequence[Sequence[str]]
    issuer: str


def compose_certificate(certificate: Certificate) -> Composed:
    """Lay the page out; it is Vietnamese whatever language its reader works in (design D20)."""
    context = {"certificate": certificate, "head": certificate.head}
    return Composed(
        render_to_string("print/holding_certificate.html", context), (_CSS.read_text("utf-8"), _FACTS)
    )


_FACTS: Final = """
.facts { width: 100%; margin-top: 5mm; border-collapse: collapse; }
.facts td { padding: 1mm 0; vertical-align: top; }
.facts td:first-child { width: 45mm; }
.words { margin-top: 6mm; text-align: justify; }
"""
