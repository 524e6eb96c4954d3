"""Renders HTML to archival PDF (PDF/A-3b, tagged) and says where the reserved places of the page came to lie.

WeasyPrint is behind this door only and is loaded on first use, because the web process must not carry it
(design D8, D23). Equal input gives equal bytes: moments are passed in, fonts are packaged, nothing is
fetched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

SLOT_PREFIX = "slot-"


@dataclass(frozen=True)
class Slot:
    """A reserved rectangle: ``box`` is (left, bottom, right, top) in points from the page's lower left
    corner.

    ``size``, ``italic``, ``align`` and ``baseline`` (points above the bottom) say how text filled in later
    must be set to stand in line with the printed words; ``hint`` is what the place may show until then.
    """

    name: str
    page: int
    box: tuple[float, float, float, float]
    size: float = 0.0
    italic: bool = False
    align: Literal["left", "right", "center"] = "center"
    baseline: float = 0.0
    hint: str = ""


@dataclass(frozen=True)
class RenderedPdf:
    """What a rendering gives: the bytes, the reserved places by name, the number of pages, the fonts'
    hashes."""

    pdf: bytes
    slots: dict[str, Slot]
    pages: int
    fonts: dict[str, str] = field(default_factory=dict)


class RenderingError(Exception):
    """The HTML cannot be rendered: it asks for something outside the package, or two places share a name."""


def render_pdf(
    html: str,
    *,
    stylesheets: Sequence[str] = (),
    at: datetime | None = None,
    licensed_fonts: Path | None = None,
    base: Path | None = None,
    variant: str = "pdf/a-3b",
    tagged: bool = True,
) -> RenderedPdf:
    """Render ``html`` with the texts of ``stylesheets`` to a PDF of ``variant``, tagged unless it is a part of another.

    ``at`` (aware) becomes the date of creation and change; without it the file names none.
    ``licensed_fonts`` is the folder of an own Times New Roman. ``base`` is the one folder besides the
    packaged fonts from which pictures may be read. Elements with an id ``slot-<name>`` come back as slots.
    Raises RenderingError when the page asks for anything else: nothing is ever fetched from a network.
    """
    from files.rendering import engine  # noqa: PLC0415 -- slow import

    return engine.render(
        html,
        stylesheets=stylesheets,
        at=at,
        licensed_fonts=licensed_fonts,
        base=base,
        variant=variant,
        tagged=tagged,
    )
