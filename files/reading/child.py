"""What the closed process does with uploads: `lib.isolation` asks it here, one fork for each question.

Only the libraries that open files are imported, nothing of the house: a fork is small and knows nothing.
"""

from __future__ import annotations

import io
import json
from typing import Any

import pikepdf
from PIL import Image, UnidentifiedImageError

_FORMATS = ["PNG", "JPEG", "TIFF"]
_MAX_PIXELS = 200_000_000  # a page of A0 at 300 dpi; more is an attack on whoever draws the preview
_BROKEN = {"fault": "broken"}
_LOCKED = {"fault": "locked"}
Image.init()  # the readers of pictures are loaded once, not in each fork


def answer(head: bytes, content: bytes) -> bytes:
    """Do what `head` asks (JSON) with the content."""
    asked = json.loads(head)
    return json.dumps(_count_frames(content) if asked["picture"] else _count_pages(content)).encode()


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
