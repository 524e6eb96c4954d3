"""Opens a file just far enough to know that it can be read, is not locked, and how many pages it has."""

from __future__ import annotations

import io

import pikepdf
from PIL import Image, UnidentifiedImageError

from files.enums import MediaType
from files.errors import BrokenFile, EncryptedFile

_PICTURES = {MediaType.PNG, MediaType.JPEG, MediaType.TIFF}
_MAX_PIXELS = 200_000_000  # a page of A0 at 300 dpi; more is an attack on whoever draws the preview


def page_count_of(content: bytes, media_type: MediaType, *, name: str) -> int | None:
    """Give the number of pages, None where the type has none; refuse a locked or unreadable file."""
    if media_type == MediaType.PDF:
        return _pdf_pages(content, name)
    if media_type in _PICTURES:
        return _picture_pages(content, name)
    return None


def _pdf_pages(content: bytes, name: str) -> int:
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise EncryptedFile(name=name)
            pages = len(pdf.pages)
    except pikepdf.PasswordError:
        raise EncryptedFile(name=name) from None
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, AttributeError, RuntimeError):
        raise BrokenFile(name=name) from None
    if pages == 0:
        raise BrokenFile(name=name)
    return pages


def _picture_pages(content: bytes, name: str) -> int:
    try:
        with Image.open(io.BytesIO(content)) as picture:
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
        raise BrokenFile(name=name) from None
    if too_large:
        raise BrokenFile(name=name)
    return pages
