"""Bytes in a folder: written to a temporary file, flushed to the disk, linked to their final name, made
read-only."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path
from typing import BinaryIO

from files.errors import DifferentBytesUnderOneHash, StoredBytesDamaged


class FilesystemStore:
    """Keeps bytes below ``root`` as ``<organisation>/<aa>/<sha256>``. ``link`` refuses an existing name, so a
    file that stands is never written again; a power cut leaves either the whole file or none."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, organisation_key: int, sha256: str, content: bytes) -> None:
        """Keep ``content`` durably; see ``files.ports.BlobStore``."""
        if hashlib.sha256(content).hexdigest() != sha256:
            raise DifferentBytesUnderOneHash(sha256)
        target = self._path(organisation_key, sha256)
        if self._holds(target, content):
            return
        _make_durable_folder(target.parent, self._root)
        temporary = target.parent / f".{secrets.token_hex(8)}.part"
        try:
            _write_through(temporary, content)
            _link_once(temporary, target)
        finally:
            temporary.unlink(missing_ok=True)
        _flush_folder(target.parent)

    def open(self, organisation_key: int, sha256: str) -> BinaryIO:
        """Give the bytes as a stream."""
        try:
            return self._path(organisation_key, sha256).open("rb")
        except FileNotFoundError:
            raise StoredBytesDamaged(sha256) from None

    def exists(self, organisation_key: int, sha256: str) -> bool:
        """Say whether the bytes are there."""
        return self._path(organisation_key, sha256).is_file()

    def erase(self, organisation_key: int, sha256: str) -> None:
        """Take the bytes away and flush the folder, so that they do not come back after a power cut."""
        path = self._path(organisation_key, sha256)
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            _flush_folder(path.parent)

    def _path(self, organisation_key: int, sha256: str) -> Path:
        if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
            raise ValueError(f"not a SHA-256: {sha256!r}")
        return self._root / str(int(organisation_key)) / sha256[:2] / sha256

    @staticmethod
    def _holds(target: Path, content: bytes) -> bool:
        """Say whether the bytes stand already; damaged ones under the name are an alarm, never
        overwritten."""
        if not target.exists():
            return False
        if target.stat().st_size != len(content) or target.read_bytes() != content:
            raise StoredBytesDamaged(target.name)
        return True


def _make_durable_folder(folder: Path, root: Path) -> None:
    """Create ``folder`` and flush every new folder's entry in its parent up to ``root``."""
    if folder.is_dir():
        return
    folder.mkdir(parents=True, exist_ok=True)
    while folder != root:
        _flush_folder(folder.parent)
        folder = folder.parent


def _write_through(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o440)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _link_once(temporary: Path, target: Path) -> None:
    try:
        os.link(temporary, target)
    except FileExistsError:
        # Somebody stored the same bytes meanwhile: equal hash, equal content.
        return


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
