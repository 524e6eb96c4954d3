"""Page images against committed small pictures, tolerant of a few grey pixels.

To take new pictures after a wanted change: ``OFFICE_GOLDEN=write pytest tests/print -k look``, then look at every
changed picture before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageChops

_FOLDER = Path(__file__).parent / "golden"
_DPI = 50
_TOLERATED = 0.002  # share of pixels that may differ visibly (anti-aliasing of another FreeType)


def assert_looks_as_before(name: str, pdf: bytes, *, colours: int = 16) -> None:
    """Compare every page of ``pdf`` with the picture kept under ``name``."""
    pictures = [
        page.render(scale=_DPI / 72).to_pil().convert("RGB").quantize(colours)
        for page in pdfium.PdfDocument(pdf)
    ]
    if os.environ.get("OFFICE_GOLDEN") == "write":
        for old in _FOLDER.glob(f"{name}-[0-9].png"):
            old.unlink()
        for number, picture in enumerate(pictures, 1):
            picture.save(_FOLDER / f"{name}-{number}.png", optimize=True)
    golden = sorted(_FOLDER.glob(f"{name}-[0-9].png"))
    assert len(golden) == len(pictures)
    for picture, file in zip(pictures, golden, strict=True):
        difference = ImageChops.difference(picture.convert("L"), Image.open(file).convert("L"))
        visible = sum(difference.histogram()[64:])
        assert visible / (picture.width * picture.height) < _TOLERATED, file.name
