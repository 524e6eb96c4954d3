"""What the closed process does with papers to be copied: how good a scan is, some of its pages, where ink ends."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

import pikepdf
import pypdfium2 as pdfium

_VERSION = re.compile(rb"%PDF-(\d\.\d)")
_LOOKED_AT = 20  # pages of a scan that are examined
_DRAWN = 36 / 72  # scale of the picture in which ink is looked for: 36 dpi
_WHITE = 235


def quality(content: bytes) -> dict[str, Any]:
    """Give version, the lowest resolution of a picture that fills its page, and whether every one is in colour."""
    found = _VERSION.match(content)
    lowest, colour = 0, True
    with pikepdf.open(io.BytesIO(content)) as pdf:
        version = max(found[1].decode() if found else "0.0", pdf.pdf_version)
        for page in list(pdf.pages)[:_LOOKED_AT]:
            inches = max(float(page.mediabox[2]) - float(page.mediabox[0]), 1) / 72
            pictures = [pikepdf.PdfImage(picture) for picture in page.images.values()]  # type: ignore[arg-type]
            if not pictures:
                continue
            largest = max(pictures, key=lambda one: one.width * one.height)
            dpi = round(largest.width / inches)
            lowest = min(lowest or dpi, dpi)
            colour = (
                colour
                and largest.colorspace not in {"/DeviceGray", "/CalGray"}
                and largest.bits_per_component > 1
            )
    return {"version": version, "dpi": lowest, "colour": colour}


def excerpt(content: bytes, pages: Sequence[int]) -> bytes:
    """Give the pages (from 1) as a file of their own, as they look; all of them when none is named.

    Fields and signatures become part of the page: a copy bears its own signature, not a torn one.
    """
    with pikepdf.open(io.BytesIO(content)) as pdf, pikepdf.new() as made:
        pdf.flatten_annotations("all")
        wanted = [page - 1 for page in pages] or range(len(pdf.pages))
        for place in wanted:
            made.pages.append(pdf.pages[place])
            _let_go_of_fields(made.pages[-1])
        out = io.BytesIO()
        made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def _let_go_of_fields(page: pikepdf.Page) -> None:
    """Take off what shows nothing and so became no part of the page, a timestamp's field with its value above all.

    Its byte range is that of another file: whoever judges the copy would find it torn.
    """
    notes = page.obj.get("/Annots")
    if notes is not None:
        page.obj.Annots = pikepdf.Array([one for one in notes if one.get("/Subtype") != pikepdf.Name.Widget])


def last_blank(content: bytes, least: float) -> float | None:
    """Give where the last blank strip of the last page begins that is ``least`` high, in millimetres from above.

    A line with the address, or a mark at the foot of the page, may stand below it. None when there is no such strip.
    """
    pdf = pdfium.PdfDocument(content)
    try:
        picture = pdf[len(pdf) - 1].render(scale=_DRAWN, grayscale=True).to_pil()
    finally:
        pdf.close()
    points, wide, millimetre = picture.tobytes(), picture.width, _DRAWN * 72 / 25.4
    found, begun = None, 0
    for row in range(picture.height + 1):
        bare = row < picture.height and min(points[row * wide : (row + 1) * wide]) >= _WHITE
        if not bare:
            found = begun if (row - begun) / millimetre >= least else found
            begun = row + 1
    return None if found is None else found / millimetre


def laid_over(content: bytes, over: bytes, *, new_page: bool, first: bool = False) -> bytes:
    """Give the file with the first page of ``over`` laid on its last page, on its ``first``, or behind it."""
    with pikepdf.open(io.BytesIO(content)) as pdf, pikepdf.open(io.BytesIO(over)) as head:
        if new_page:
            pdf.pages.append(head.pages[0])
        else:
            pdf.pages[0 if first else -1].add_overlay(head.pages[0], None)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()
