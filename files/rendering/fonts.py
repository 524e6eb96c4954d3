"""The faces letters are set in: Liberation Serif from static/fonts, or the office's licensed Times New Roman.

Decree 30/2020 App. I, I.4 asks for Times New Roman. Liberation Serif has the same widths and may be given to
everybody; an office that owns the original puts it into ``var/fonts`` and its letters are set in that. The
SHA-256 of every face goes with the rendering, so that a letter can be set again exactly as it was (design
D27).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

PACKAGED = Path(__file__).resolve().parents[2] / "static" / "fonts"

REGULAR, BOLD, ITALIC, BOLD_ITALIC = "regular", "bold", "italic", "bold-italic"
_LIBERATION = {
    REGULAR: "LiberationSerif-Regular.ttf",
    BOLD: "LiberationSerif-Bold.ttf",
    ITALIC: "LiberationSerif-Italic.ttf",
    BOLD_ITALIC: "LiberationSerif-BoldItalic.ttf",
}
_TIMES = {REGULAR: "times.ttf", BOLD: "timesbd.ttf", ITALIC: "timesi.ttf", BOLD_ITALIC: "timesbi.ttf"}


@dataclass(frozen=True)
class FontSet:
    """Four faces of one family: ``faces`` names a file, ``hashes`` its SHA-256."""

    name: str
    faces: tuple[tuple[str, Path], ...]
    hashes: tuple[tuple[str, str], ...]

    def css(self) -> str:
        """Give the @font-face rules and set the page in them; other style sheets name no family."""
        rules = [self._rule(face, path) for face, path in self.faces]
        return "\n".join([*rules, f"html {{ font-family: '{self.family}' }}"])

    @property
    def family(self) -> str:
        """Give the family's name in CSS and in the PDF: not that of a font which the machine may have
        installed."""
        return f"{self.name} Letter"

    def text_width(self, text: str, *, face: str, size: float) -> float:
        """Give the width of ``text`` in millimetres, set in ``face`` at ``size`` points, without kerning."""
        advances, missing, units = _advances(str(dict(self.faces)[face]))
        return sum(advances.get(ord(c), missing) for c in text) / units * size * 25.4 / 72

    def _rule(self, face: str, path: Path) -> str:
        weight = "bold" if face in (BOLD, BOLD_ITALIC) else "normal"
        style = "italic" if face in (ITALIC, BOLD_ITALIC) else "normal"
        return (
            f"@font-face {{ font-family: '{self.family}'; font-weight: {weight}; font-style: {style}; "
            f"src: url('{path.as_uri()}') }}"
        )


def letter_fonts(licensed: Path | None = None) -> FontSet:
    """Give the office's licensed Times New Roman when ``licensed`` holds all four faces, else Liberation
    Serif."""
    if licensed is not None and all((licensed / file).is_file() for file in _TIMES.values()):
        return _font_set("Times New Roman", licensed.resolve(), tuple(_TIMES.items()))
    return _font_set("Liberation Serif", PACKAGED, tuple(_LIBERATION.items()))


@lru_cache(maxsize=8)
def _font_set(name: str, folder: Path, files: tuple[tuple[str, str], ...]) -> FontSet:
    faces = tuple((face, folder / file) for face, file in files)
    hashes = tuple((path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for _, path in faces)
    return FontSet(name=name, faces=faces, hashes=hashes)


@lru_cache(maxsize=16)
def _advances(path: str) -> tuple[dict[int, int], int, int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- slow import

    with TTFont(path, lazy=True) as font:
        metrics = font["hmtx"]
        advances = {code: metrics[glyph][0] for code, glyph in font.getBestCmap().items()}
        return advances, metrics[".notdef"][0], font["head"].unitsPerEm
