"""The slip of handling of an incoming letter, and the page that holds its stamp (Decree 30/2020 App. IV)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from dispatch.layout.registers import ComposedRegister

if TYPE_CHECKING:
    from typing import Any

_SLIP_CSS = """
@page { size: 210mm 297mm; margin: 20mm 15mm 20mm 30mm; }
html { color: #000; font-size: 13pt; line-height: 1.35; }
body, p, h1, h2 { margin: 0; }
.head { width: 100%; border-collapse: collapse; }
.head td { width: 50%; text-align: center; vertical-align: top; }
.office { font-weight: bold; }
h1 { margin: 8mm 0 4mm; font-size: 15pt; text-align: center; }
.about { text-align: center; }
h2 { margin-top: 8mm; font-size: 13pt; }
.role { font-style: italic; font-size: 12pt; }
.said { margin-top: 2mm; }
.who { text-align: right; font-style: italic; }
.blank { height: 28mm; }
"""
_STAMP_CSS = """
@page { size: 210mm 297mm; margin: 0; }
body { margin: 0; }
svg { display: block; width: 210mm; height: 297mm; }
"""


@dataclass(frozen=True, kw_only=True)
class SlipDirective:
    """What a leader wrote: the words, whom they name until when, who and on which day."""

    text: str
    named: Sequence[str]
    who: str
    day: str


@dataclass(frozen=True, kw_only=True)
class Slip:
    """What the slip says; a part that nobody has said anything in is left blank to be written by hand."""

    superior: str
    organisation: str
    number: str
    arrived: str
    title: str
    identity: str
    directives: Sequence[SlipDirective] = field(default=())
    within: Sequence[str] = ()
    reports: Sequence[str] = ()


def compose_slip(slip: Slip) -> ComposedRegister:
    """Lay out the slip."""
    return ComposedRegister(render_to_string("print/slip.html", {"slip": slip}), (_SLIP_CSS,))


def compose_stamp(stamp: Any) -> ComposedRegister:
    """Lay out a page with the stamp at its place and nothing else."""
    return ComposedRegister(render_to_string("print/arrival_stamp.html", {"stamp": stamp}), (_STAMP_CSS,))
