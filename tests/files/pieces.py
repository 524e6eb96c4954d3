"""Small files of every kind, made on the spot."""

from __future__ import annotations

import io
import zipfile
import zlib

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


def bomb(megabytes: int) -> bytes:
    """Give a PDF of a thousandth of the size, whose page tree lies in a stream that unpacks to ``megabytes``."""
    squeezed = _nothing(megabytes)
    out = bytearray(b"%PDF-1.7\n")
    places = [0, len(out)]
    out += b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    places.append(len(out))
    head = b"<< /Type /ObjStm /N 1 /First 8 /Filter /FlateDecode /Length %d >>" % len(squeezed)
    out += b"3 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (head, squeezed)
    places.append(len(out))
    rows = [(0, 0, 0), (1, places[1], 0), (2, 3, 0), (1, places[2], 0), (1, places[3], 0)]
    table = b"".join(bytes([kind]) + place.to_bytes(4, "big") + bytes([third]) for kind, place, third in rows)
    head = b"<< /Type /XRef /Size 5 /W [1 4 1] /Root 1 0 R /Length %d >>" % len(table)
    out += b"4 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (head, table)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % places[3])


def _nothing(megabytes: int) -> bytes:
    """Give what zlib makes of ``megabytes`` of zeros (RFC 1950), by packing one and repeating it."""
    stream = zlib.compressobj(wbits=-15)
    piece = stream.compress(bytes(1 << 20)) + stream.flush(
        zlib.Z_FULL_FLUSH
    )  # knows nothing of what came before
    adler = (((megabytes << 20) % 65521) << 16) | 1
    return b"\x78\x9c" + piece * megabytes + stream.flush() + adler.to_bytes(4, "big")


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
