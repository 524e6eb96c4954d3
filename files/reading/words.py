"""What the closed process does to have a page read: words of the text layer with their places, pictures of its inks.

Places are in ten-thousandths of the page's width and height from the upper left corner, whatever the page's size.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageFilter, ImageOps

from files.reading.places import HEAD_HEIGHT, HEAD_WIDTH, RED_HEIGHT, WHOLE

_DPI = 300
_LONGEST_SIDE = 3_600  # A4 at 300 dpi; what is larger is read smaller
_MOST_WORDS = 5_000
_RED_LEAST = 0.0004  # of the points there
_RED_APART, _COLOURED = 60, 45
_LEAST_HIGH, _GAP = 20, 12  # points of a mark, between two marks
_MARGIN = 40
_RIM, _FRAMED = 20, 0.6  # of 255, of the width: a line above the letters
_FORMATS = ["PNG", "JPEG", "TIFF"]


def of_page(content: bytes, page: int) -> bytes:
    """Give the words of the page's own text layer: ``{"words": [[text, x0, y0, x1, y1, 100], …]}``, in page order."""
    document = pdfium.PdfDocument(content)
    document.init_forms()  # number and day of a signed letter are fields: laid onto the page first, they are text too
    if document.formenv is not None:
        with_fields = document[page - 1]
        with_fields.flatten()
        with_fields.close()
    drawn = document[page - 1]
    width, height = drawn.get_size()
    text = drawn.get_textpage()
    found: list[list[Any]] = []
    letters, box = "", [0.0, 0.0, 0.0, 0.0]
    for index in range(min(text.count_chars(), 60_000) + 1):
        one = text.get_text_range(index, 1) if index < text.count_chars() else " "
        if one.strip() and one.isprintable():
            left, bottom, right, top = text.get_charbox(index)
            if letters and _apart(box, left, bottom, top):
                found.append(_word(letters, box, width, height))
                letters = ""
            box = _around(box, left, bottom, right, top) if letters else [left, bottom, right, top]
            letters += one
        elif letters:
            found.append(_word(letters, box, width, height))
            letters = ""
        if len(found) >= _MOST_WORDS:
            break
    return json.dumps({"source": "text", "words": found}).encode("utf-8", errors="replace")


def _apart(box: list[float], left: float, bottom: float, top: float) -> bool:
    """Say whether a letter begins a new word without a space: far to the right, or on another line."""
    high = max(box[3] - box[1], 1.0)
    return left - box[2] > high or bottom > box[3] or top < box[1] or left < box[0] - high


def _around(box: list[float], left: float, bottom: float, right: float, top: float) -> list[float]:
    return [min(box[0], left), min(box[1], bottom), max(box[2], right), max(box[3], top)]


def _word(letters: str, box: list[float], width: float, height: float) -> list[Any]:
    left, bottom, right, top = box
    across, down = WHOLE / max(width, 1.0), WHOLE / max(height, 1.0)
    place = (left * across, (height - top) * down, right * across, (height - bottom) * down)
    return [letters, *(min(max(round(one), 0), WHOLE) for one in place), 100]


def inks(content: bytes, page: int, *, picture: bool) -> list[bytes]:
    """Give the page as PNG: its dark ink in grey; the red ink of its upper part, and where that stands (JSON); the left
    column of its head.

    A seal over the signer's name is red, a signature blue: both are taken away, black letters stay. Marks of urgency
    and secrecy are red too; they are read by themselves (empty: there is no red). Beside the State's or the Party's
    heading the left column is often taken for the same lines, so it can be read alone.
    """
    colours = _frame(content, page) if picture else _page(content, page)
    red, green, blue = colours.split()
    lightest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
    dark = ImageChops.lighter(lightest, _spread(ImageChops.subtract(lightest, darkest)))
    upper = (0, 0, colours.width, round(colours.height * RED_HEIGHT))
    apart = ImageChops.subtract(red, ImageChops.lighter(green, blue)).crop(upper)
    much = apart.point(_is_red).histogram()[255] > _RED_LEAST * apart.width * apart.height
    head = dark.crop((0, 0, round(dark.width * HEAD_WIDTH), round(dark.height * HEAD_HEIGHT)))
    marks, box = _cropped(_marks(apart), colours.size) if much else (b"", ())
    return [_png(dark), marks, json.dumps(box).encode(), _png(head)]


def _cropped(marks: Image.Image, whole: tuple[int, int]) -> tuple[bytes, tuple[int, ...]]:
    """Give what is on a picture and where on the page it was: letters alone on a large sheet are not seen as such."""
    box = ImageOps.invert(marks).point(_is_red).getbbox()
    if box is None:
        return b"", ()
    wide = (box[0] - _MARGIN, box[1] - _MARGIN, box[2] + _MARGIN, box[3] + _MARGIN)
    sheet = Image.new("L", (wide[2] - wide[0], wide[3] - wide[1]), 255)
    sheet.paste(marks.crop(box), (_MARGIN, _MARGIN))
    across, down = WHOLE / whole[0], WHOLE / whole[1]
    place = (wide[0] * across, wide[1] * down, wide[2] * across, wide[3] * down)
    return _png(sheet), tuple(round(one) for one in place)


def _spread(colour: Image.Image) -> Image.Image:
    """Give where colour is, and a little around it: a stroke of ink fades towards its edges."""
    small = colour.reduce(2).point(_is_coloured).filter(ImageFilter.MaxFilter(3))
    return small.resize(colour.size, Image.Resampling.NEAREST)


def _marks(apart: Image.Image) -> Image.Image:
    """Give what is red as black letters on white, without the frames around marks, which hide the letters."""
    sharp, clean = apart.point(_is_red), Image.new("L", apart.size, 0)
    for top, bottom in _bands(sharp):
        band = sharp.crop((0, top, sharp.width, bottom)).getbbox()
        if band is None or bottom - top < _LEAST_HIGH:
            continue
        box = _within_frame(sharp, (band[0], top + band[1], band[2], top + band[3]))
        clean.paste(apart.crop(box), box[:2])
    return ImageOps.invert(clean.point(_stronger))


def _within_frame(sharp: Image.Image, box: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    left, top, right, bottom = box
    edge = max(2, (bottom - top) // 8)
    rim = sharp.crop((left, top, right, top + edge)).resize((right - left, 1), Image.Resampling.BOX)
    framed = sum(1 for value in rim.tobytes() if value > _RIM) > _FRAMED * (right - left)
    return (left + edge, top + edge, right - edge, bottom - edge) if framed else box


def _bands(sharp: Image.Image) -> Iterator[tuple[int, int]]:
    """Give the stretches of rows that have something red in them, gaps of a few rows within."""
    rows = sharp.getprojection()[1]
    start, last = None, 0
    for row, some in enumerate([*rows, *[0] * (_GAP + 1)]):
        if some:
            start, last = (row if start is None else start), row
        elif start is not None and row - last > _GAP:
            yield start, last + 1
            start = None


def _is_red(value: int) -> int:
    return 255 if value > _RED_APART else 0


def _is_coloured(value: int) -> int:
    return 255 if value > _COLOURED else 0


def _stronger(value: int) -> int:
    return min(255, value * 2)


def _page(content: bytes, page: int) -> Image.Image:
    document = pdfium.PdfDocument(content)
    document.init_forms()
    drawn = document[page - 1]
    scale = min(_DPI / 72, _LONGEST_SIDE / max(drawn.get_size()))
    found: Image.Image = drawn.render(scale=scale).to_pil().convert("RGB")
    return found


def _frame(content: bytes, page: int) -> Image.Image:
    with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
        if page > 1:
            picture.seek(page - 1)
        upright = ImageOps.exif_transpose(picture.convert("RGB"))
    if max(upright.size) > _LONGEST_SIDE:
        upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    return upright


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1)
    return out.getvalue()
