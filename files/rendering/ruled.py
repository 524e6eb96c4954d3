"""Books of one ruled table, set directly: ten thousand rows in seconds, in the memory of their pages.

The general layout (``render_pdf``) takes some twelve milliseconds and a fifth of a megabyte for each row. Here it sets
only what surrounds the rows: cover, a page with the heads of the columns and an empty body, the last page. The rows
are broken into lines and put on pages by this file, in the face that the general layout has embedded, and each page
shows the heads again. So it stays one PDF/A-3b, with the fonts of every other page.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from files.rendering.faces import MISSING, Face, face_of
from files.rendering.fonts import REGULAR, letter_fonts

if TYPE_CHECKING:
    from pathlib import Path

_FONT: Final = "/VtRows"
_BOXES: Final = frozenset({"/MediaBox", "/TrimBox", "/BleedBox"})
_FEWEST: Final = 2  # lines of a broken row that stand together at the foot of a page


@dataclass(frozen=True)
class RuledPlan:
    """How the rows are set, in points; ``top`` (the rule under the heads), ``bottom`` and ``foot`` from the lower edge.

    ``label`` is the number of the page, ending at ``right``, on the line ``foot``.
    """

    left: float
    top: float
    bottom: float
    columns: tuple[float, ...]
    centred: frozenset[int] = frozenset()
    size: float = 10
    leading: float = 12.5
    pad: tuple[float, float] = (3.4, 2.83)
    rule: float = 0.5
    label: str = "{}"
    label_size: float = 9
    right: float = 0
    foot: float = 0


@dataclass
class RuledPages:
    """Takes row after row and keeps the pages they fill; ``characters`` are those it showed."""

    plan: RuledPlan
    fonts: Path | None
    pages: list[bytes] = field(default_factory=list)
    characters: set[str] = field(default_factory=lambda: {MISSING})

    def __post_init__(self) -> None:
        self._face: Face = face_of(dict(letter_fonts(self.fonts).faces)[REGULAR])
        sizes, edge = self.plan, self.plan.left
        self._edges = [edge]
        for column in sizes.columns:
            edge += column
            self._edges.append(edge)
        self._frame = 2 * sizes.pad[1] + sizes.rule
        self._begin()

    def add(self, cells: Sequence[str], *, struck: frozenset[int] = frozenset()) -> None:
        """Set one row; ``struck`` are the columns whose words are struck through.

        A row stays whole on its page; one higher than half a page is broken, so that no page is left half empty.
        """
        plan = self.plan
        broken = [
            self._face.lines(cell, (column - 2 * plan.pad[0] - plan.rule) * 1000 / plan.size)
            for cell, column in zip(cells, plan.columns, strict=True)
        ]
        for cell in broken:
            self.characters.update(*cell)
        count = max(1, *(len(cell) for cell in broken))
        breaks = 2 * (count * plan.leading + self._frame) > plan.top - plan.bottom
        while (room := self._room()) < count:
            if breaks and room >= _FEWEST:
                self._place([cell[:room] for cell in broken], room, struck)
                broken, count = [cell[room:] for cell in broken], count - room
            self._turn()
        self._place(broken, count, struck)

    def end(self) -> None:
        """Keep the page begun last; an empty book has one page, with its heads alone."""
        if self._y < self.plan.top or not self.pages:
            self._turn()

    def _begin(self) -> None:
        self._y = self.plan.top
        self._rules: list[str] = []
        self._words: list[str] = []

    def _room(self) -> int:
        return int((self._y - self.plan.bottom - self._frame) / self.plan.leading + 0.001)

    def _place(self, broken: Sequence[Sequence[str]], count: int, struck: frozenset[int]) -> None:
        """Put ``count`` lines of each cell on the page, and the rule under them."""
        plan, face, half = self.plan, self._face, self.plan.rule / 2
        size = plan.size / 1000
        first = self._y - half - plan.pad[1] - (plan.leading - (face.ascent + face.descent) * size) / 2
        first -= face.ascent * size
        for column, lines in enumerate(broken):
            for place, line in enumerate(lines):
                self._write(line, column, first - place * plan.leading, struck=column in struck)
        self._y -= count * plan.leading + self._frame
        left, right = self._edges[0] - half, self._edges[-1] + half
        self._rules.append(f"{left:.2f} {self._y:.2f} m {right:.2f} {self._y:.2f} l S")

    def _write(self, line: str, column: int, y: float, *, struck: bool) -> None:
        plan, face = self.plan, self._face
        size = plan.size / 1000
        long = face.width(line) * size
        x = self._edges[column] + plan.rule / 2 + plan.pad[0]
        if column in plan.centred:
            x = (self._edges[column] + self._edges[column + 1] - long) / 2
        self._words.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm {face.shown(line)} TJ")
        if struck:
            wide, up = face.strike_width * size, face.strike * size
            self._rules.append(f"{x:.2f} {y + up - wide:.2f} {long:.2f} {wide:.2f} re f")

    def _turn(self) -> None:
        plan, face = self.plan, self._face
        label = face.written(plan.label.format(len(self.pages) + 1))
        self.characters.update(label)
        uprights = []
        if self._rules:
            uprights = [f"{x:.2f} {plan.top:.2f} m {x:.2f} {self._y:.2f} l S" for x in self._edges]
        start = plan.right - face.width(label) * plan.label_size / 1000
        said = [
            f"q 0 g 0 G {plan.rule} w", *uprights, *self._rules,
            f"BT {_FONT} {plan.size} Tf", *self._words,
            f"{_FONT} {plan.label_size} Tf 1 0 0 1 {start:.2f} {plan.foot:.2f} Tm {face.shown(label)} TJ ET Q",
        ]  # fmt: skip
        self.pages.append(zlib.compress("\n".join(said).encode("ascii")))
        self._begin()


def bound(frame: bytes, pages: Iterable[bytes], *, heads: int, tail: int, fonts: Path | None) -> bytes:
    """Give the book: ``frame`` with ``pages`` in the place of its page ``heads``, and the last ``tail`` behind them.

    ``frame`` is a rendering by ``render_pdf`` that shows every character of the pages in the regular face, after
    page ``heads`` (counted from 0); those pages between ``heads`` and the tail are left out. ``fonts`` is the folder
    of licensed faces, as everywhere.
    """
    import pikepdf  # noqa: PLC0415 -- slow import

    with pikepdf.open(io.BytesIO(frame)) as book:
        kids = [page.obj for page in book.pages]
        model, root = kids[heads], book.Root.Pages
        face = _regular(kids[heads + 1].Resources.Font, letter_fonts(fonts).family)
        resources = pikepdf.Dictionary(dict(model.Resources.items()))
        resources.Font = pikepdf.Dictionary({**dict(model.Resources.Font.items()), _FONT: face})
        shared = book.make_indirect(resources)
        opening, ending = book.make_stream(b"q\n"), book.make_stream(b"\nQ\n")
        made = []
        for page in pages:
            own = pikepdf.Stream(book, page, Filter=pikepdf.Name.FlateDecode)
            content = pikepdf.Array([opening, model.Contents, ending, book.make_indirect(own)])
            facts = pikepdf.Dictionary(
                Type=pikepdf.Name.Page, Parent=root, Resources=shared, Contents=content
            )
            for box in _BOXES & model.keys():
                facts[box] = model[box]
            made.append(book.make_indirect(facts))
        root.Kids = pikepdf.Array([*kids[:heads], *made, *kids[len(kids) - tail :]])
        root.Count = heads + len(made) + tail
        kept = io.BytesIO()
        book.save(kept, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return kept.getvalue()


def _regular(fonts: Any, family: str) -> Any:
    """Give the embedded face of ``family`` that is neither bold nor italic; its codes are the numbers of the glyphs."""
    name = family.replace(" ", "-")
    return next(font for font in fonts.values() if str(font.BaseFont).endswith(f"+{name}"))
