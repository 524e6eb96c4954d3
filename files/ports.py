"""The door to where bytes lie. ``config/wiring.py`` joins one store at start; without one nothing can be
stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, Protocol


class BlobStore(Protocol):
    """Keeps bytes under organisation and SHA-256: write once, never change."""

    def put(self, organisation_key: int, sha256: str, content: bytes) -> None:
        """Keep ``content`` durably; the same bytes again are no change. Raises DifferentBytesUnderOneHash."""

    def open(self, organisation_key: int, sha256: str) -> BinaryIO:
        """Give the bytes as a stream; raises StoredBytesDamaged when they are gone."""

    def exists(self, organisation_key: int, sha256: str) -> bool:
        """Say whether the bytes are there."""

    def erase(self, organisation_key: int, sha256: str) -> None:
        """Take the bytes away for good: disposal and the purge of a secret only. Absent bytes are no
        error."""


_joined: list[Callable[[], BlobStore]] = []


def join(choose: Callable[[], BlobStore]) -> None:
    """Set what gives the store of the installation, replacing what was set before."""
    _joined[:] = [choose]


def blob_store() -> BlobStore:
    """Give the store; a missing one is a fault of the wiring and raises RuntimeError."""
    if not _joined:
        raise RuntimeError("no file store is joined: call files.ports.join in config/wiring.py")
    return _joined[0]()
