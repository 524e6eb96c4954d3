"""The pages of a printed register: laid out in parts that follow each other without a seam, and joined into one book.

A whole year in one layout would take gigabytes. A part ends with its last full page; the lines of the page after it
open the next part, so nobody sees on paper where one ended. Parts are untagged PDF/A-3b, and so is the book.
"""

from __future__ import annotations

import gc
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dispatch.layout.registers import (
    ComposedRegister,
    RegisterClosing,
    RegisterCover,
    RegisterLine,
    compose_closing,
    compose_register,
)
from files.rendering import render_pdf

if TYPE_CHECKING:
    from files.rendering import RenderedPdf

PART: Final = 300  # lines laid out at once: some fifty pages, three seconds, 60 MB


@dataclass
class Pages:
    """Lays out lines and keeps the pages; ``numbered`` are those that bear a number, the cover does not."""

    cover: RegisterCover
    said: str
    at: datetime
    fonts: Path | None
    numbered: int = 0
    kept: list[tuple[bytes, int]] = field(default_factory=list)

    def lay_out(
        self, read: Callable[[int], Sequence[RegisterLine]], total: int, tell: Callable[[int], None]
    ) -> None:
        """Lay out ``total`` lines: ``read(start)`` gives up to ``PART`` of them, ``tell`` hears how many are done."""
        start = 0
        while True:
            tell(start)
            lines = read(start)
            whole = start + len(lines) >= total
            start += self._add(lines, opens=start == 0, whole=whole)
            if whole:
                return

    def close(self, closing: Callable[[int], RegisterClosing]) -> None:
        """Add the last page, which counts itself; ``closing`` is told how many pages there are."""
        page = closing(self.numbered + 1)
        part = self._rendered(compose_closing(page, cover=self.cover, said=self.said))
        self._keep(part, part.pages)

    def joined(self) -> bytes:
        """Give the book as one file: the first part with the pages of the others behind its own."""
        import pikepdf  # noqa: PLC0415 -- slow import

        (first, pages), *others = self.kept
        with pikepdf.open(io.BytesIO(first)) as book:
            del book.pages[pages:]
            for pdf, count in others:
                with pikepdf.open(io.BytesIO(pdf)) as part:
                    book.pages.extend(part.pages[:count])
            kept = io.BytesIO()
            book.save(kept, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return kept.getvalue()

    def _add(self, lines: Sequence[RegisterLine], *, opens: bool, whole: bool) -> int:
        """Lay out one part; give how many of its lines stand on the pages that are kept."""
        composed = compose_register(
            lines, cover=self.cover, said=self.said, with_cover=opens, pages_before=self.numbered
        )
        part = self._rendered(composed)
        pages, taken = (part.pages, len(lines)) if whole else _full_pages(part, lines)
        self._keep(part, pages, unnumbered=opens)
        return taken

    def _keep(self, part: RenderedPdf, pages: int, *, unnumbered: bool = False) -> None:
        self.kept.append((part.pdf, pages))
        self.numbered += pages - unnumbered

    def _rendered(self, composed: ComposedRegister) -> RenderedPdf:
        part = render_pdf(
            composed.html,
            stylesheets=composed.stylesheets,
            at=self.at,
            licensed_fonts=self.fonts,
            tagged=False,
        )
        gc.collect()  # the boxes of a part go before those of the next one come
        return part


def _full_pages(part: RenderedPdf, lines: Sequence[RegisterLine]) -> tuple[int, int]:
    """Give how many pages of ``part`` to keep, and the lines on them: all but the last page.

    Everything is kept where the last page cannot be begun anew: it is the only one, or a line reaches over its edge.
    """
    last = part.pages - 1
    first = next(n for n in range(len(lines)) if part.slots[f"line-{n}"].page == last or n == len(lines) - 1)
    if first == 0 or lines[first - 1].is_tall or part.slots[f"line-{first}"].page != last:
        return part.pages, len(lines)
    return last, first
