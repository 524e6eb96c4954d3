"""What the closed process does with uploads: `lib.isolation` asks it here, one fork for each question.

Only the libraries that open files are imported, nothing of the house but the wire: a fork is small and knows nothing.
"""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf
import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw, ImageOps, UnidentifiedImageError

from files.reading import papers, piles, words
from lib.isolation.wire import pack, unpack

_FORMATS = ["PNG", "JPEG", "TIFF"]
_MAX_PIXELS = 200_000_000  # a page of A0 at 300 dpi; more is an attack on whoever draws the preview
_DPI = 110  # an A4 page is 910 pixels wide: sharp on a phone, readable at a desk
_LONGEST_SIDE = 1800
_SLIGHT = 64  # of 255: less is the edge of a letter drawn a hair apart
_LINE_GAP = 12  # rows without a difference that part two frames
_GONE = (166, 30, 24)
_SECONDS = 3.0  # of processor time, after which what is done so far is given
_ENOUGH = 16 * 1024 * 1024  # bytes, likewise
_BROKEN = {"fault": "broken"}
_LOCKED = {"fault": "locked"}
Image.init()  # the readers of pictures are loaded once, not in each fork


def answer(head: bytes, content: bytes) -> bytes:
    """Do what `head` asks (JSON) with the content.

    `count` gives JSON. `draw` and `read` give, packed, the number of all pages and then a PNG or a text for each page
    from `first` on, at most `most` and as many as can be done soon: whoever wants the rest asks again. `compare` takes
    two PDF, packed, and gives for each page, packed, both pictures and whether they differ.
    """
    asked = json.loads(head)
    if asked["do"] == "count":
        return json.dumps(_count_frames(content) if asked["picture"] else _count_pages(content)).encode()
    if asked["do"] == "quality":
        return json.dumps(papers.quality(content)).encode()
    if asked["do"] == "excerpt":
        return papers.excerpt(content, asked["pages"])
    if asked["do"] == "blank":
        return json.dumps(papers.last_blank(content, asked["least"])).encode()
    if asked["do"] == "lay":
        below, over = unpack(content)
        return papers.laid_over(below, over, new_page=asked["new_page"], first=asked["first_page"])
    if asked["do"] == "compare":
        old, new = unpack(content)
        return _soon(_compared(old, new, asked["first"]), asked["most"])
    if asked["do"] == "read":
        return _soon(_texts(content, asked["first"]), asked["most"])
    if asked["do"] == "dividers":
        return json.dumps(piles.dividers(content, picture=asked["picture"])).encode()
    if asked["do"] == "assemble":
        return piles.assembled(unpack(content), asked["pages"])
    if asked["do"] == "words":
        return words.of_page(content, asked["page"])
    if asked["do"] == "inks":
        return pack(words.inks(content, asked["page"], picture=asked["picture"]))
    draw = _frames if asked["picture"] else _pages
    return _soon(draw(content, asked["first"]), asked["most"])


def _soon(parts: Iterable[bytes], most: int) -> bytes:
    given: list[bytes] = []
    for part in parts:
        given.append(part)
        if len(given) > most or time.process_time() > _SECONDS or sum(map(len, given)) > _ENOUGH:
            break
    return pack(given)


def _count_pages(content: bytes) -> dict[str, Any]:
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                return _LOCKED
            pages = len(pdf.pages)
    except pikepdf.PasswordError:
        return _LOCKED
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, AttributeError, RuntimeError):
        return _BROKEN
    return {"pages": pages} if pages else _BROKEN


def _count_frames(content: bytes) -> dict[str, Any]:
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
            pages = int(getattr(picture, "n_frames", 1))
            too_large = picture.width * picture.height > _MAX_PIXELS
            picture.verify()
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        ValueError,
        SyntaxError,
        KeyError,
        TypeError,
    ):
        return _BROKEN
    return _BROKEN if too_large else {"pages": pages}


def _pages(content: bytes, first: int) -> Iterator[bytes]:
    document = pdfium.PdfDocument(content)
    document.init_forms()  # else fields, and with them signatures, number and date, stay invisible
    yield str(len(document)).encode()
    for index in range(first - 1, len(document)):
        page = document[index]
        scale = min(_DPI / 72, _LONGEST_SIDE / max(page.get_size()))
        yield _png(page.render(scale=scale).to_pil())
        page.close()


def _frames(content: bytes, first: int) -> Iterator[bytes]:
    with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
        frames = getattr(picture, "n_frames", 1)
        yield str(frames).encode()
        for index in range(first - 1, frames):
            picture.seek(index)
            picture.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))  # a JPEG is read no larger than it is shown
            upright = ImageOps.exif_transpose(picture.convert("RGB"))
            upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
            yield _png(upright)


def _texts(content: bytes, first: int) -> Iterator[bytes]:
    document = pdfium.PdfDocument(content)
    yield str(len(document)).encode()
    for index in range(first - 1, len(document)):
        page = document[index]
        yield page.get_textpage().get_text_bounded().encode("utf-8", errors="replace")
        page.close()


def _compared(old: bytes, new: bytes, first: int) -> Iterator[bytes]:
    """Give each page of two PDF as old picture, new picture ("" where there is none) and whether they differ."""
    documents = pdfium.PdfDocument(old), pdfium.PdfDocument(new)
    pages = max(map(len, documents))
    yield str(pages).encode()
    for index in range(first - 1, pages):
        before, after = (_drawn(document, index) for document in documents)
        differs = _frame(before, after)
        pictures = [b"" if one is None else _png(one) for one in (before, after)]
        yield pack([*pictures, b"1" if differs else b""])


def _drawn(document: pdfium.PdfDocument, index: int) -> Image.Image | None:
    if index >= len(document):
        return None
    page = document[index]
    picture: Image.Image = page.render(scale=_DPI / 72).to_pil().convert("RGB")
    page.close()
    return picture


def _frame(before: Image.Image | None, after: Image.Image | None) -> bool:
    """Draw a frame around each band of lines that differs: broken on the old page, whole on the new."""
    if before is None or after is None:
        return True
    if before.size != after.size:
        return True
    difference = ImageChops.difference(before.convert("L"), after.convert("L")).point(_clear)
    bands = list(_bands(difference.getprojection()[1]))
    for top, bottom in bands:
        box = difference.crop((0, top, difference.width, bottom)).getbbox()
        if box is not None:
            frame = (max(0, box[0] - 6), max(0, top - 5), box[2] + 6, bottom + 5)
            ImageDraw.Draw(after).rectangle(frame, outline=(28, 68, 104), width=3)
            _broken_frame(ImageDraw.Draw(before), frame)
    return bool(bands)


def _clear(value: int) -> int:
    return 255 if value > _SLIGHT else 0


def _bands(rows: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Give the first and last row of each stretch in which something differs, lines close together as one."""
    start, last = None, 0
    for row, differs in enumerate(rows):
        if differs and start is None:
            start = row
        if differs:
            last = row
        elif start is not None and row - last > _LINE_GAP:
            yield start, last + 1
            start = None
    if start is not None:
        yield start, last + 1


def _broken_frame(draw: ImageDraw.ImageDraw, frame: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = frame
    for x in range(left, right, 14):
        draw.line((x, top, min(x + 8, right), top), fill=_GONE, width=3)
        draw.line((x, bottom, min(x + 8, right), bottom), fill=_GONE, width=3)
    for y in range(top, bottom, 14):
        draw.line((left, y, left, min(y + 8, bottom)), fill=_GONE, width=3)
        draw.line((right, y, right, min(y + 8, bottom)), fill=_GONE, width=3)


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
