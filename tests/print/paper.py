"""Reads a rendered page as one would with a ruler: words, their place in millimetres, their size and face."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

MM = 25.4 / 72


@dataclass(frozen=True)
class Glyph:
    """One letter: ``x`` from the left edge and ``y`` of its baseline from the top edge, in mm; ``size`` in
    points."""

    char: str
    x: float
    right: float
    y: float
    size: float
    face: str


@dataclass(frozen=True)
class Line:
    """Letters on one baseline that belong together."""

    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        return "".join(g.char for g in self.glyphs).strip()

    @property
    def left(self) -> float:
        return next(g.x for g in self.glyphs if g.char.strip())

    @property
    def right(self) -> float:
        return next(g.right for g in reversed(self.glyphs) if g.char.strip())

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        return self.glyphs[0].y

    @property
    def size(self) -> float:
        return self.glyphs[0].size

    @property
    def face(self) -> str:
        return self.glyphs[0].face


@dataclass(frozen=True)
class Bar:
    """A drawn rectangle or rule, in mm from the top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left


class Paper:
    """One page of a PDF."""

    def __init__(self, pdf: bytes, page: int = 0) -> None:
        document = pdfium.PdfDocument(pdf)
        self._page = document[page]
        self.width, self.height = (round(v * MM, 2) for v in self._page.get_size())
        self.lines = self._read_lines()

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    def line(self, words: str) -> Line:
        """Give the first line that contains ``words``, reduced to these words."""
        for line in self.lines:
            whole = "".join(g.char for g in line.glyphs)
            start = whole.find(words)
            if start >= 0:
                return Line(line.glyphs[start : start + len(words)])
        raise AssertionError(f"{words!r} is not on the page:\n{self.text}")

    def bars(self) -> list[Bar]:
        found = []
        for item in self._page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
            left, bottom, right, top = (v * MM for v in item.get_bounds())
            found.append(Bar(left, self.height - top, right, self.height - bottom))
        return found

    def rule_below(self, line: Line) -> Bar:
        """Give the nearest thin rule under ``line`` that crosses its middle."""
        below = [
            b
            for b in self.bars()
            if b.top > line.y and b.bottom - b.top < 1 and b.left < line.middle < b.right
        ]
        return min(below, key=lambda bar: bar.top)

    def _read_lines(self) -> list[Line]:
        page = self._page.get_textpage()
        lines: list[list[Glyph]] = []
        for index in range(page.count_chars()):
            glyph = self._glyph(page, index)
            if glyph.char in "\r\n":
                continue
            last = lines[-1][-1] if lines else None
            if last and math.isclose(last.y, glyph.y, abs_tol=0.2) and -1 < glyph.x - last.right < 12:
                lines[-1].append(glyph)
            else:
                lines.append([glyph])
        return [Line(tuple(line)) for line in lines if "".join(g.char for g in line).strip()]

    def _glyph(self, page: pdfium.PdfTextPage, index: int) -> Glyph:
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(page, index, x, y)
        matrix, box = raw.FS_MATRIX(), raw.FS_RECTF()
        raw.FPDFText_GetMatrix(page, index, matrix)
        raw.FPDFText_GetLooseCharBox(page, index, box)
        name = ctypes.create_string_buffer(120)
        raw.FPDFText_GetFontInfo(page, index, name, 120, ctypes.c_int())
        size = raw.FPDFText_GetFontSize(page, index) * abs(matrix.d)
        char = chr(raw.FPDFText_GetUnicode(page, index))
        right = max(box.right, x.value) * MM
        return Glyph(
            char, x.value * MM, right, self.height - y.value * MM, round(size, 2), _face(name.value.decode())
        )


def _face(name: str) -> str:
    return name.rpartition("Letter")[2].strip("-").lower() or "regular"
