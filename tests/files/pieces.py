"""Small files of every kind, made on the spot."""

from __future__ import annotations

import io
import zipfile

import pikepdf
from PIL import Image


def pdf(pages: int = 1, *, password: str | None = None, owner: str | None = None) -> bytes:
    """Give a PDF of empty A4 pages, locked when ``password`` or ``owner`` is given."""
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(595, 842))
        out = io.BytesIO()
        locked = password is not None or owner is not None
        encryption = (
            pikepdf.Encryption(user=password or "", owner=owner or password or "") if locked else False
        )
        document.save(out, encryption=encryption, deterministic_id=not locked)
    return out.getvalue()


def picture(form: str = "PNG", pages: int = 1) -> bytes:
    """Give a small picture, of several pages where the form has them (TIFF)."""
    frames = [Image.new("RGB", (40, 60), (200, 20 * n, 20)) for n in range(pages)]
    out = io.BytesIO()
    frames[0].save(out, form, **({"save_all": True, "append_images": frames[1:]} if pages > 1 else {}))
    return out.getvalue()


def archive(entries: dict[str, bytes]) -> bytes:
    """Give a zip of ``entries``."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        for name, content in entries.items():
            zipped.writestr(name, content)
    return out.getvalue()


DOCX = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}
XLSX = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
ODT = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<office/>"}
