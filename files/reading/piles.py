"""What the closed process does with piles scanned in one go: where they fall apart, and pages laid into a new file."""

from __future__ import annotations

import io
import time
from collections.abc import Sequence

import pikepdf
import pypdfium2 as pdfium
import zxingcpp
from PIL import Image, ImageOps

from files.reading.places import DIVIDER

_FORMATS = ["PNG", "JPEG", "TIFF"]
_DPI = 75
_SECONDS = 6.0  # of processor time; pages after that are not looked at
_INK, _LEAST_INK = 170, 0.0015  # darker is ink; less of it on a page is dirt
_RIM = 0.04  # of the page, where scanners draw shadows
_BESIDE_CODE = 0.01  # of the page: what may be printed on a sheet that is nothing but a code
_A4 = (595, 842)


def dividers(content: bytes, *, picture: bool) -> list[list[object]]:
    """Give the pages at which a pile may fall apart: ``[page, "blank"]``, or ``[page, "code"]`` for a divider sheet.

    A divider bears our own code, or some code and hardly anything else: letters bear codes too, beside their text.
    """
    if picture:
        return []
    document = pdfium.PdfDocument(content)
    found: list[list[object]] = []
    for index in range(len(document)):
        page = document[index]
        sheet = page.render(scale=_DPI / 72, grayscale=True).to_pil().convert("L")
        page.close()
        if _ink(sheet) < _LEAST_INK:
            found.append([index + 1, "blank"])
        elif _divides(sheet):
            found.append([index + 1, "code"])
        if time.process_time() > _SECONDS:
            break
    return found


def _ink(sheet: Image.Image) -> float:
    across, down = round(sheet.width * _RIM), round(sheet.height * _RIM)
    inner = sheet.crop((across, down, sheet.width - across, sheet.height - down))
    return sum(inner.histogram()[:_INK]) / max(inner.width * inner.height, 1)


def _divides(sheet: Image.Image) -> bool:
    for code in zxingcpp.read_barcodes(sheet):
        if code.text == DIVIDER:
            return True
        corners = (
            code.position.top_left,
            code.position.top_right,
            code.position.bottom_left,
            code.position.bottom_right,
        )
        left, right = min(one.x for one in corners), max(one.x for one in corners)
        top, bottom = min(one.y for one in corners), max(one.y for one in corners)
        rest = sheet.copy()
        rest.paste(255, (max(left - 8, 0), max(top - 8, 0), right + 8, bottom + 8))
        if _ink(rest) < _BESIDE_CODE:
            return True
    return False


def assembled(files: Sequence[bytes], pages: Sequence[Sequence[int]]) -> bytes:
    """Give a new PDF of ``pages``, each ``[place of its file, page from 1, quarter turns to the right]``.

    Files are PDF or pictures; nothing of the pages is drawn anew, only turned.
    """
    sources = [pikepdf.open(io.BytesIO(_as_pdf(one))) for one in files]
    with pikepdf.new() as made:
        for place, page, turns in pages:
            made.pages.append(sources[place].pages[page - 1])
            if turns % 4:
                made.pages[-1].rotate(90 * (turns % 4), relative=True)
        out = io.BytesIO()
        made.save(out, deterministic_id=True)
    return out.getvalue()


def _as_pdf(content: bytes) -> bytes:
    if content.startswith(b"%PDF-"):
        return content
    with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
        frames = []
        for index in range(getattr(picture, "n_frames", 1)):
            picture.seek(index)
            frames.append(ImageOps.exif_transpose(picture.convert("RGB")))
    out = io.BytesIO()
    longest = max(frames[0].size)
    resolution = max(72.0, longest / _A4[1] * 72)
    frames[0].save(out, "PDF", save_all=True, append_images=frames[1:], resolution=resolution, quality=85)
    return out.getvalue()
