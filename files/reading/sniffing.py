"""What bytes really are, by their first bytes and structure; what two readers would read differently is
refused."""

from __future__ import annotations

import io
import zipfile
import zlib

from files.enums import MediaType
from files.errors import (
    ActiveContent,
    AmbiguousFile,
    BrokenFile,
    EncryptedFile,
    FakeFile,
    ForbiddenType,
    OldOfficeFile,
)
from files.reading.naming import ending_of

_MAGIC = (
    (b"%PDF-", MediaType.PDF),
    (b"\x89PNG\r\n\x1a\n", MediaType.PNG),
    (b"\xff\xd8\xff", MediaType.JPEG),
    (b"II*\x00", MediaType.TIFF),
    (b"MM\x00*", MediaType.TIFF),
    (b"PK\x03\x04", MediaType.ZIP),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENDINGS = {
    MediaType.PDF: {"pdf"},
    MediaType.PNG: {"png"},
    MediaType.JPEG: {"jpg", "jpeg"},
    MediaType.TIFF: {"tif", "tiff"},
    MediaType.DOCX: {"docx"},
    MediaType.XLSX: {"xlsx"},
    MediaType.ODT: {"odt"},
    MediaType.ZIP: {"zip", "edxml"},
    MediaType.TEXT: {"txt", "csv"},
    MediaType.XML: {"xml", "edxml"},
    MediaType.TIMESTAMP: {"tsr"},
}
_MAX_UNPACKED = 500 * 1024 * 1024
_MAX_ENTRIES = 5_000
_ENTRY = b"PK\x01\x02"
_LONGEST_TYPE = 100
_WEB_PAGE = (b"<html", b"<script", b"<svg", b"<!doctype html")


def sniff(content: bytes, *, name: str) -> MediaType:
    """Give the type of ``content``; refuse what is of no accepted type, ambiguous, or not what ``name``
    promises."""
    found = _by_magic(content, name)
    _refuse_second_reading(content, found, name)
    if found == MediaType.ZIP:
        found = _inside_zip(content, name)
    _refuse_false_promise(found, name)
    return found


def _by_magic(content: bytes, name: str) -> MediaType:
    for magic, media_type in _MAGIC:
        if content.startswith(magic):
            return media_type
    if content.startswith(_OLE):
        raise OldOfficeFile(name=name)
    if b"%PDF-" in content[:1024]:
        # The standard lets a reader look for the header in the first kilobyte; another reader sees what
        # precedes it.
        raise AmbiguousFile(name=name)
    return _textual(content, name)


def _textual(content: bytes, name: str) -> MediaType:
    promised = ending_of(name)
    text = _decoded(content)
    if text is None or any(ord(c) < 32 and c not in "\t\n\r\f" for c in text):
        raise (
            FakeFile(name=name, promised=promised.upper()) if promised == "pdf" else ForbiddenType(name=name)
        )
    start = text.lstrip()[:2048].lower().encode()
    if any(mark in start for mark in _WEB_PAGE):
        raise ForbiddenType(name=name)
    if start.startswith(b"<?xml"):
        if "<!doctype" in text.lower() or "<!entity" in text.lower():
            raise ActiveContent(name=name)
        return MediaType.XML
    return MediaType.TEXT


def _decoded(content: bytes) -> str | None:
    """Give the text in UTF-8, or in UTF-16 with its mark; None when it is neither."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _refuse_second_reading(content: bytes, found: MediaType, name: str) -> None:
    """A zip is found by its end, a PDF by its beginning: a file can be both, and every reader picks its
    own."""
    also_zip = found != MediaType.ZIP and zipfile.is_zipfile(io.BytesIO(content))
    also_pdf = found != MediaType.PDF and b"%PDF-" in content[:1024] and found != MediaType.TEXT
    if also_zip or also_pdf:
        raise AmbiguousFile(name=name)


class _Counted(io.BytesIO):
    """A zip that is refused while its list is still bytes: ``zipfile`` makes 300 bytes of each entry at once.

    What the end of the file says of their number may be a lie; what is read as the list is counted itself.
    """

    def __init__(self, content: bytes, name: str) -> None:
        super().__init__(content)
        self._name = name

    def read(self, size: int | None = -1, /) -> bytes:
        """Give what is asked for, unless more entries begin in it than any honest file has."""
        read = super().read(size)
        if read.count(_ENTRY) > _MAX_ENTRIES:
            raise ForbiddenType(name=self._name)
        return read


def _inside_zip(content: bytes, name: str) -> MediaType:
    try:
        with zipfile.ZipFile(_Counted(content, name)) as archive:
            entries = archive.infolist()
            mimetype = _declared_type(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        raise BrokenFile(name=name) from None
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise EncryptedFile(name=name)
    if len(entries) > _MAX_ENTRIES or sum(entry.file_size for entry in entries) > _MAX_UNPACKED:
        raise ForbiddenType(name=name)
    if any(entry.startswith("/") or ".." in entry.split("/") for entry in names):
        raise ForbiddenType(name=name)
    if any(entry.lower().endswith("vbaproject.bin") or entry.startswith("Basic/") for entry in names):
        raise ActiveContent(name=name)
    return _office_type(names, mimetype)


def _declared_type(archive: zipfile.ZipFile) -> bytes:
    """Give the first bytes of the entry ``mimetype``: a megabyte can unpack to a gigabyte, so never all of them."""
    entry = archive.NameToInfo.get("mimetype")
    if entry is None or entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        return b""
    with archive.open(entry) as opened:
        return opened.read(_LONGEST_TYPE)


def _office_type(names: set[str], mimetype: bytes) -> MediaType:
    if "[Content_Types].xml" in names and "word/document.xml" in names:
        return MediaType.DOCX
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        return MediaType.XLSX
    return MediaType.ODT if mimetype.strip() == MediaType.ODT.encode() else MediaType.ZIP


def _refuse_false_promise(found: MediaType, name: str) -> None:
    """Refuse a name whose ending belongs to another type; a missing or unknown ending promises nothing."""
    ending = ending_of(name)
    promised = [media_type for media_type, endings in _ENDINGS.items() if ending in endings]
    if promised and found not in promised:
        raise FakeFile(name=name, promised=ending.upper())
