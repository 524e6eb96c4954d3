"""Draws a number or a day into its form field, with a font whose widths are already in thousandths.

pyHanko's own text stamps write wrong widths for fonts of 2048 units (signing paper, trap 10), so the two
small vendored fonts are embedded by hand as simple fonts and the appearance stream is written here.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name as name

FONTS = Path(__file__).resolve().parent.parent / "fonts"
FIRST, LAST = 32, 255
# WinAnsi has every letter of "tháng … năm" but one, which takes the place of the euro sign.
BREVE, BREVE_CODE = "ă", 128


@dataclass(frozen=True)
class Face:
    """One vendored font: its resource name, bytes, widths by character, and the numbers a descriptor
    needs."""

    resource: str
    postscript: str
    data: bytes
    widths: dict[str, int]
    ascent: int
    descent: int
    slant: int
    bounds: tuple[int, int, int, int]


class FigureMissing(ValueError):
    """The text holds a character the figure font does not have."""


@cache
def face(italic: bool) -> Face:
    """The upright or the slanted figures, read once per process."""
    postscript = f"VanThuFigures-{'Italic' if italic else 'Regular'}"
    path = FONTS / f"{postscript}.ttf"
    with TTFont(path) as font:
        metrics, head = font["hmtx"], font["head"]
        widths = {chr(code): int(metrics[glyph][0]) for code, glyph in font.getBestCmap().items()}
        return Face(
            resource="/VTFI" if italic else "/VTFR",
            postscript=postscript,
            data=path.read_bytes(),
            widths=widths,
            ascent=int(font["hhea"].ascent),
            descent=int(font["hhea"].descent),
            slant=-16 if italic else 0,
            bounds=(head.xMin, head.yMin, head.xMax, head.yMax),
        )


def embed(writer: Any, italic: bool) -> Any:
    """Write the font into the file and give the reference to it."""
    figures = face(italic)
    program = generic.StreamObject(
        {name("/Length1"): generic.NumberObject(len(figures.data))}, stream_data=figures.data
    )
    program.compress()
    descriptor = generic.DictionaryObject(
        {
            name("/Type"): name("/FontDescriptor"),
            name("/FontName"): name(f"/{figures.postscript}"),
            name("/Flags"): generic.NumberObject(34 + (64 if italic else 0)),
            name("/FontBBox"): _numbers(*figures.bounds),
            name("/ItalicAngle"): generic.NumberObject(figures.slant),
            name("/Ascent"): generic.NumberObject(figures.ascent),
            name("/Descent"): generic.NumberObject(figures.descent),
            name("/CapHeight"): generic.NumberObject(662),
            name("/StemV"): generic.NumberObject(80),
            name("/FontFile2"): writer.add_object(program),
        }
    )
    widths = [figures.widths.get(_character(code), 0) for code in range(FIRST, LAST + 1)]
    encoding = generic.DictionaryObject(
        {
            name("/Type"): name("/Encoding"),
            name("/BaseEncoding"): name("/WinAnsiEncoding"),
            name("/Differences"): generic.ArrayObject([generic.NumberObject(BREVE_CODE), name("/abreve")]),
        }
    )
    return writer.add_object(
        generic.DictionaryObject(
            {
                name("/Type"): name("/Font"),
                name("/Subtype"): name("/TrueType"),
                name("/BaseFont"): name(f"/{figures.postscript}"),
                name("/FirstChar"): generic.NumberObject(FIRST),
                name("/LastChar"): generic.NumberObject(LAST),
                name("/Widths"): _numbers(*widths),
                name("/Encoding"): encoding,
                name("/FontDescriptor"): writer.add_object(descriptor),
            }
        )
    )


def blank(width: float, height: float) -> Any:
    """An appearance that shows nothing, for a field that is not filled yet."""
    return _form(width, height, {}, b"")


def drawing(text: str, *, size: float, italic: bool, align: str, baseline: float, box: Any, font: Any) -> Any:
    """The appearance of `text` in a field of the given rectangle; refuses characters the font lacks."""
    figures = face(italic)
    missing = [letter for letter in text if letter not in figures.widths]
    if missing:
        raise FigureMissing(f"no figure for {missing!r}")
    left, bottom, right, top = (float(value) for value in box)
    width = right - left
    drawn = sum(figures.widths[letter] for letter in text) * size / 1000
    start = {"left": 0.0, "right": width - drawn}.get(align, (width - drawn) / 2)
    shown = bytes(_code(letter) for letter in text).hex()
    setting = f"{figures.resource} {size:g} Tf 0 g {start:.2f} {baseline:.2f} Td"
    content = f"/Tx BMC q BT {setting} <{shown}> Tj ET Q EMC"
    return _form(width, top - bottom, {figures.resource: font}, content.encode("ascii"))


def _character(code: int) -> str:
    return BREVE if code == BREVE_CODE else bytes([code]).decode("cp1252", errors="replace")


def _code(letter: str) -> int:
    return BREVE_CODE if letter == BREVE else letter.encode("cp1252")[0]


def _form(width: float, height: float, fonts: dict[str, Any], content: bytes) -> Any:
    resources = generic.DictionaryObject()
    if fonts:
        resources[name("/Font")] = generic.DictionaryObject({name(key): ref for key, ref in fonts.items()})
    return generic.StreamObject(
        {
            name("/Type"): name("/XObject"),
            name("/Subtype"): name("/Form"),
            name("/BBox"): _numbers(0, 0, round(width, 2), round(height, 2)),
            name("/Resources"): resources,
        },
        stream_data=content,
    )


def _numbers(*values: float) -> Any:
    return generic.ArrayObject(
        generic.NumberObject(value) if isinstance(value, int) else generic.FloatObject(value)
        for value in values
    )
