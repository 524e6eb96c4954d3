"""What is refused before a file is read: its size, what an archive would unpack to, names that leave the folder."""

from __future__ import annotations

import re
import stat
import unicodedata
import zipfile
from pathlib import PurePosixPath
from typing import BinaryIO, Final

from archive import errors

MOST_XML: Final = 128 * 1024 * 1024
MOST_SHEET: Final = 64 * 1024 * 1024
MOST_UNPACKED: Final = 1024 * 1024 * 1024
MOST_FOLDED: Final = 200  # times smaller packed than unpacked
MOST_MEMBERS: Final = 50_000
_ENTITY: Final = (b"<!ENTITY", "<!ENTITY".encode("utf-16-le"), "<!ENTITY".encode("utf-16-be"))
_DRIVE: Final = re.compile(r"[A-Za-z]:|[\\/]")


def fit_for_xml(data: bytes) -> None:
    """Refuse XML that is too large, or declares entities: no finding aid needs them, every attack does."""
    if len(data) > MOST_XML:
        raise errors.ImportTooLarge(most=MOST_XML // 1024 // 1024)
    if any(mark in data for mark in _ENTITY):
        raise errors.ImportHasEntities


def opened_zip(stream: BinaryIO, *, most: int = MOST_UNPACKED) -> zipfile.ZipFile:
    """Open a zip (a spreadsheet is one); refuse one that unpacks to too much, or cannot be read."""
    try:
        archive = zipfile.ZipFile(stream)
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise errors.ImportUnreadable from None
    whole = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if len(members) > MOST_MEMBERS or whole > most or whole > max(packed, 1) * MOST_FOLDED + 1_000_000:
        raise errors.ImportIsABomb
    return archive


def safe_names(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Give the files of a zip by their plain NFC path; refuse paths that leave it, links, and two of one name."""
    names: dict[str, zipfile.ZipInfo] = {}
    for member in archive.infolist():
        if member.is_dir():
            continue
        name = unicodedata.normalize("NFC", member.filename)
        path = PurePosixPath(name)
        link = stat.S_ISLNK(member.external_attr >> 16)
        if _DRIVE.match(name) or "\\" in name or ".." in path.parts or "\0" in name or link:
            raise errors.ImportLeavesItsFolder(name=name[:100])
        if name.casefold() in {one.casefold() for one in names}:
            raise errors.ImportLeavesItsFolder(name=name[:100])
        names[name] = member
    return names
