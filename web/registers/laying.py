"""The pages of a printed register: what surrounds the lines by the general layout, the lines row by row, one book."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dispatch.layout.registers import (
    OUTGOING,
    RegisterClosing,
    RegisterCover,
    RegisterForm,
    SetLine,
    compose_frame,
    plan_of_lines,
)
from files.rendering import render_pdf
from files.rendering.ruled import RuledPages, bound

if TYPE_CHECKING:
    from dispatch.layout.registers import ComposedRegister
    from files.rendering import RenderedPdf

PART: Final = 500  # lines read at once
_HEADS: Final = 1  # the page behind the cover


@dataclass(frozen=True)
class Book:
    """Makes one book; ``said`` names the filters of a register that is not whole."""

    cover: RegisterCover
    said: str
    at: datetime
    fonts: Path | None
    form: RegisterForm = OUTGOING

    def made(
        self,
        read: Callable[[int], Sequence[SetLine]],
        total: int,
        tell: Callable[[int], None],
        closing: Callable[[int], RegisterClosing],
    ) -> bytes:
        """Give the book of ``total`` lines as a PDF.

        ``read(start)`` gives up to ``PART`` lines, ``tell`` hears how many are done, ``closing`` is told how many
        numbered pages there are, itself among them; the cover bears no number.
        """
        rows = self._rows(read, total, tell)
        last = closing(len(rows.pages) + 1)
        frame = compose_frame(
            self.cover,
            form=self.form,
            said=self.said,
            empty=total == 0,
            characters=" ".join(sorted(rows.characters)),
            closing=last,
        )
        return bound(self._rendered(frame).pdf, rows.pages, heads=_HEADS, tail=1, fonts=self.fonts)

    def _rows(
        self, read: Callable[[int], Sequence[SetLine]], total: int, tell: Callable[[int], None]
    ) -> RuledPages:
        heads = self._rendered(compose_frame(self.cover, form=self.form, said=self.said))
        rows = RuledPages(plan_of_lines(heads.slots["lines"].box[3], self.form), self.fonts)
        for start in range(0, total, PART):
            tell(start)
            for line in read(start):
                rows.add(line.cells, struck=line.struck)
        rows.end()
        return rows

    def _rendered(self, composed: ComposedRegister) -> RenderedPdf:
        return render_pdf(
            composed.html,
            stylesheets=composed.stylesheets,
            at=self.at,
            licensed_fonts=self.fonts,
            tagged=False,
        )
