"""The look of the letter: page images against committed small pictures, tolerant of a few grey pixels.

To take new pictures after a wanted change: ``OFFICE_GOLDEN=write pytest
tests/print/test_official_letter_pictures.py``, then look at every changed picture before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops

from tests.print.letters import GOLDEN, laid_out

_FOLDER = Path(__file__).parent / "golden"
_DPI = 50
_TOLERATED = 0.002  # share of pixels that may differ visibly (anti-aliasing of another FreeType)


def _pictures(pdf: bytes) -> list[Image.Image]:
    return [
        page.render(scale=_DPI / 72).to_pil().convert("RGB").quantize(16) for page in pdfium.PdfDocument(pdf)
    ]


@pytest.mark.parametrize("name", GOLDEN)
def test_the_pages_look_as_they_did(name: str) -> None:
    pictures = _pictures(laid_out(GOLDEN[name]).pdf)
    if os.environ.get("OFFICE_GOLDEN") == "write":
        for number, picture in enumerate(pictures, 1):
            picture.save(_FOLDER / f"{name}-{number}.png", optimize=True)
    golden = sorted(_FOLDER.glob(f"{name}-*.png"))
    assert len(golden) == len(pictures)
    for picture, file in zip(pictures, golden, strict=True):
        difference = ImageChops.difference(picture.convert("L"), Image.open(file).convert("L"))
        visible = sum(difference.histogram()[64:])
        assert visible / (picture.width * picture.height) < _TOLERATED, file.name
