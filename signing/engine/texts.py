"""The organisation's signature as text: what a separate attachment and an electronic copy show instead of a seal.

Ten points upright and black in the top right corner of the first page (Decree 30/2020 App. I; no picture). The font
is embedded as a subset with its true widths and every letter can be copied out again, so PDF/A stays PDF/A.
"""

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont
from pyhanko.pdf_utils import generic, layout
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.generic import pdf_name as name
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm, SigFieldSpec
from pyhanko.stamp import StaticStampStyle

FIELD = "Text"
SIZE, LEADING = 10.0, 12.0
DESCENT = 2.4  # from the line the text stands on to the lower edge of its row
RIGHT, TOP = 42.5, 28.3  # 15 mm from the right edge, 10 mm from the upper one
HIGHEST, PAGE_TEXT = 10.0, 58.0  # several lines stand higher: the text of a page begins at 20 mm
RESOURCE = "/VTText"
# Latin with every letter of Vietnamese, and the dashes and quotes names are written with: what the vendored face is
# cut down to once a process.
LETTERS = [
    *range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x1A0, 0x1B1), *range(0x1EA0, 0x1EFA),
    0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D,
]  # fmt: skip


class LetterMissing(ValueError):
    """The text holds a letter the font does not have."""


@dataclass(frozen=True)
class Mark:
    """The lines of the signature and the font file they are set in."""

    lines: tuple[str, ...]
    font: Path


@dataclass(frozen=True)
class _Face:
    data: bytes
    glyphs: dict[str, int]
    widths: tuple[int, ...]
    bounds: tuple[int, int, int, int]
    ascent: int
    descent: int
    title: str


def add_field(writer: Any, mark: Mark) -> StaticStampStyle:
    """Add the field to the first page of the file being written and give how it looks.

    Signed, it locks the file like a seal. Stands upright on a page that is turned. Refuses with LetterMissing what
    the font cannot show.
    """
    from pyhanko.sign import fields  # noqa: PLC0415 -- beside its only use

    face = _face(mark.font, "".join(sorted(set("".join(mark.lines)))))
    page = writer.find_page_for_modification(0)[0].get_object()
    width = max(_width(face, line) for line in mark.lines) + 2
    height = LEADING * len(mark.lines)
    turned = int(_inherited(page, "/Rotate", 0)) % 360
    box, matrix = _place(
        _inherited(page, "/CropBox", None) or _inherited(page, "/MediaBox", None), turned, width, height
    )
    spec = SigFieldSpec(
        FIELD,
        on_page=0,
        box=box,  # type: ignore[arg-type]  # fractions are what the writer writes
        empty_field_appearance=False,
        combine_annotation=True,
        field_mdp_spec=FieldMDPSpec(FieldMDPAction.ALL),
        doc_mdp_update_value=MDPPerm.NO_CHANGES,
    )
    fields.append_signature_field(writer, spec)
    return StaticStampStyle(
        background=_Lines(face, mark.lines, (box[2] - box[0], box[3] - box[1]), height, matrix),
        background_opacity=1.0,
        border_width=0,
        background_layout=layout.SimpleBoxLayoutRule(
            layout.AxisAlignment.ALIGN_MID, layout.AxisAlignment.ALIGN_MID
        ),
    )


class _Lines(PdfContent):
    """The lines as content of the appearance."""

    def __init__(
        self,
        face: _Face,
        lines: tuple[str, ...],
        size: tuple[float, float],
        height: float,
        matrix: str,
        writer: Any = None,
    ) -> None:
        super().__init__(box=layout.BoxConstraints(width=size[0], height=size[1]), writer=writer)
        self.face, self.lines, self.height, self.matrix = face, lines, height, matrix

    def render(self) -> bytes:
        """The drawing operators; registers the font with the writer."""
        font = _embedded(self.face, self._ensure_writer)
        self.resources.font.update(generic.DictionaryObject({name(RESOURCE): font}))
        first = self.height - LEADING + DESCENT
        shown = " T* ".join(f"<{_codes(self.face, line)}> Tj" for line in self.lines)
        return (
            f"q {self.matrix} cm BT {RESOURCE} {SIZE:g} Tf 0 g {LEADING:g} TL 1 {first:.2f} Td {shown} ET Q"
        ).encode("ascii")


def _place(
    page: Any, turned: int, width: float, height: float
) -> tuple[tuple[float, float, float, float], str]:
    """Give the rectangle of the upper right corner as the reader sees it, and the matrix that keeps text upright."""
    left, bottom, right, top = (float(value) for value in page)
    down = max(HIGHEST, min(TOP, PAGE_TEXT - height))
    if turned == 90:
        box = (left + down, top - RIGHT - width, left + down + height, top - RIGHT)
        return _rounded(box), f"0 1 -1 0 {height:.2f} 0"
    if turned == 180:
        box = (left + RIGHT, bottom + down, left + RIGHT + width, bottom + down + height)
        return _rounded(box), f"-1 0 0 -1 {width:.2f} {height:.2f}"
    if turned == 270:
        box = (right - down - height, bottom + RIGHT, right - down, bottom + RIGHT + width)
        return _rounded(box), f"0 -1 1 0 0 {width:.2f}"
    return _rounded((right - RIGHT - width, top - down - height, right - RIGHT, top - down)), "1 0 0 1 0 0"


def _rounded(box: Iterable[float]) -> tuple[float, float, float, float]:
    left, bottom, right, top = (round(value, 2) for value in box)
    return left, bottom, right, top


def _inherited(page: Any, key: str, default: Any) -> Any:
    while page is not None:
        if key in page:
            return page[key]
        above = page.get("/Parent")
        page = None if above is None else above.get_object()
    return default


def _width(face: _Face, line: str) -> float:
    return sum(face.widths[face.glyphs[letter]] for letter in line) * SIZE / 1000


def _codes(face: _Face, line: str) -> str:
    return "".join(f"{face.glyphs[letter]:04x}" for letter in line)


@lru_cache(maxsize=8)
def _cut(path: Path) -> bytes:
    """The font with the letters of Vietnamese only: cutting the whole one costs a quarter of a second."""
    return _subset(path.read_bytes(), LETTERS)


@lru_cache(maxsize=256)
def _face(path: Path, letters: str) -> _Face:
    data = _subset(_cut(path), [ord(letter) for letter in letters])
    with TTFont(io.BytesIO(data)) as font:
        order = {glyph: place for place, glyph in enumerate(font.getGlyphOrder())}
        glyphs = {chr(code): order[glyph] for code, glyph in (font.getBestCmap() or {}).items()}
        missing = [letter for letter in letters if letter not in glyphs]
        if missing:
            raise LetterMissing(f"no letter for {missing!r}")
        scale = 1000 / font["head"].unitsPerEm
        metrics, head = font["hmtx"], font["head"]
        return _Face(
            data=data,
            glyphs=glyphs,
            widths=tuple(round(metrics[glyph][0] * scale) for glyph in font.getGlyphOrder()),
            bounds=tuple(round(value * scale) for value in (head.xMin, head.yMin, head.xMax, head.yMax)),  # type: ignore[arg-type]
            ascent=round(font["hhea"].ascent * scale),
            descent=round(font["hhea"].descent * scale),
            title=path.stem,
        )


def _subset(data: bytes, codes: Iterable[int]) -> bytes:
    options = subset.Options(
        layout_features=[],
        name_IDs=[],
        hinting=False,
        notdef_outline=True,
        glyph_names=False,
        legacy_kern=False,
    )
    options.drop_tables += ["GDEF", "GPOS", "GSUB", "DSIG", "FFTM"]
    with TTFont(io.BytesIO(data)) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=list(codes))
        cutter.subset(font)
        out = io.BytesIO()
        font.save(out)
    return out.getvalue()


def _embedded(face: _Face, writer: Any) -> Any:
    """Write the font into the file and give the reference to it."""
    mark = hashlib.sha256(face.data).digest()[:6]
    title = "".join(chr(ord("A") + value % 26) for value in mark) + "+" + face.title
    program = generic.StreamObject(
        {name("/Length1"): generic.NumberObject(len(face.data))}, stream_data=face.data
    )
    program.compress()
    numbers = generic.NumberObject
    descriptor = generic.DictionaryObject(
        {
            name("/Type"): name("/FontDescriptor"),
            name("/FontName"): name(f"/{title}"),
            name("/Flags"): numbers(6),
            name("/FontBBox"): generic.ArrayObject(map(numbers, face.bounds)),
            name("/ItalicAngle"): numbers(0),
            name("/Ascent"): numbers(face.ascent),
            name("/Descent"): numbers(face.descent),
            name("/CapHeight"): numbers(662),
            name("/StemV"): numbers(80),
            name("/FontFile2"): writer.add_object(program),
        }
    )
    widths = generic.ArrayObject([numbers(0), generic.ArrayObject(map(numbers, face.widths))])
    below = generic.DictionaryObject(
        {
            name("/Type"): name("/Font"),
            name("/Subtype"): name("/CIDFontType2"),
            name("/BaseFont"): name(f"/{title}"),
            name("/CIDSystemInfo"): generic.DictionaryObject(
                {
                    name("/Registry"): generic.TextStringObject("Adobe"),
                    name("/Ordering"): generic.TextStringObject("Identity"),
                    name("/Supplement"): numbers(0),
                }
            ),
            name("/FontDescriptor"): writer.add_object(descriptor),
            name("/W"): widths,
            name("/CIDToGIDMap"): name("/Identity"),
        }
    )
    reading = generic.StreamObject(stream_data=_to_unicode(face))
    reading.compress()
    return writer.add_object(
        generic.DictionaryObject(
            {
                name("/Type"): name("/Font"),
                name("/Subtype"): name("/Type0"),
                name("/BaseFont"): name(f"/{title}"),
                name("/Encoding"): name("/Identity-H"),
                name("/DescendantFonts"): generic.ArrayObject([writer.add_object(below)]),
                name("/ToUnicode"): writer.add_object(reading),
            }
        )
    )


def _to_unicode(face: _Face) -> bytes:
    """What each glyph reads as, so that the text can be found and copied."""
    pairs = [f"<{glyph:04x}> <{ord(letter):04x}>" for letter, glyph in sorted(face.glyphs.items())]
    blocks = [
        f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar"
        for part in (pairs[start : start + 100] for start in range(0, len(pairs), 100))
    ]
    head = (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
    )
    tail = "\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    return (head + "\n".join(blocks) + tail).encode("ascii")
