"""One face read for setting text directly: its glyphs, their widths and kerning, words broken into lines."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

MISSING: Final = "□"  # PDF/A forbids the face's own sign for a character it has not
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")  # a no-break space is none of them
_INSIDE: Final = re.compile(r"(?<=[-–/])(?=[^\W\d_])")  # where a word may be broken, as browsers do


class Face:
    """The regular face of a page; lengths are in thousandths of the size of the letters."""

    def __init__(self, path: Path) -> None:
        from fontTools.ttLib import TTFont  # noqa: PLC0415 -- slow import

        with TTFont(path, lazy=True) as font:
            per = 1000 / font["head"].unitsPerEm
            cmap, widths = font.getBestCmap(), font["hmtx"]
            self._glyphs: dict[int, int] = {code: font.getGlyphID(name) for code, name in cmap.items()}
            self._widths: dict[int, float] = {code: widths[name][0] * per for code, name in cmap.items()}
            self._kerning = _kerning(font, per)
            self.ascent, self.descent = font["hhea"].ascent * per, -font["hhea"].descent * per
            self.strike = font["OS/2"].yStrikeoutPosition * per
            self.strike_width = font["OS/2"].yStrikeoutSize * per
        self._set: dict[str, tuple[str, float]] = {}
        self.space = self._widths[ord(" ")]

    def written(self, text: str) -> str:
        """Give ``text`` in composed letters, with single blanks and a box for each character the face has not.

        Characters that only steer a layout (a soft hyphen, a mark of direction) are dropped.
        """
        composed = unicodedata.normalize("NFC", _SPACES.sub(" ", text))
        seen = (c for c in composed if unicodedata.category(c) != "Cf")
        return "".join(c if ord(c) in self._glyphs else MISSING for c in seen)

    def shown(self, line: str) -> str:
        """Give the operand of TJ that shows ``line``, which comes from ``lines`` or ``written``."""
        return f"[{self._setting(line)[0]}]"

    def width(self, line: str) -> float:
        """Give how long ``line`` becomes."""
        return self._setting(line)[1]

    def lines(self, text: str, most: float) -> list[str]:
        """Break ``text`` into lines of at most ``most``; a word longer than a line is broken where it must be."""
        lines: list[str] = []
        line, length = "", 0.0
        for word in filter(None, self.written(text).split(" ")):
            gap = " " if line else ""
            for piece in _INSIDE.split(word):
                long, before = self._word(piece), self.space if gap else 0.0
                if line and length + before + long > most:
                    lines.append(line)
                    line, length, gap, before = "", 0.0, "", 0.0
                line, length = line + gap + piece, length + before + long
                gap = ""
                while length > most and len(line) > 1:
                    head = self._head(line, most)
                    lines.append(line[:head])
                    line, length = line[head:], self.width(line[head:])
        return [*lines, line] if line else lines

    def _head(self, word: str, most: float) -> int:
        length = 0.0
        for place, letter in enumerate(word):
            length += self._widths[ord(letter)]
            if length > most:
                return max(1, place)
        return len(word)

    def _word(self, word: str) -> float:
        if word not in self._set:
            if len(self._set) > 20_000:  # noqa: PLR2004 -- names and codes are endless, memory is not
                self._set.clear()
            self._set[word] = self._setting(word)
        return self._set[word][1]

    def _setting(self, text: str) -> tuple[str, float]:
        if text in self._set:
            return self._set[text]
        shown: list[str] = []
        run, length, last = "", 0.0, -1  # no glyph has this number
        for letter in text:
            code = ord(letter)
            glyph = self._glyphs[code]
            closer = self._kerning.get((last, glyph), 0.0)
            if closer:
                shown.append(f"<{run}>{-closer:.0f}")
                run = ""
            run += f"{glyph:04x}"
            length += self._widths[code] + closer
            last = glyph
        return f"{''.join(shown)}<{run}>", length


@lru_cache(maxsize=4)
def face_of(path: Path) -> Face:
    """Give the face in the file ``path``, read once."""
    return Face(path)


def _kerning(font: Any, per: float) -> dict[tuple[int, int], float]:
    """Give how much closer pairs of glyphs stand, of a face that has the plain table for it."""
    if "kern" not in font:
        return {}
    pairs = getattr(font["kern"].kernTables[0], "kernTable", {})
    number = font.getReverseGlyphMap()
    return {(number[left], number[right]): value * per for (left, right), value in pairs.items() if value}
