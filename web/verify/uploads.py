"""What becomes of an upload here: hashed and dropped, or held in memory. Nothing reaches a disk."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

if TYPE_CHECKING:
    from django.http import HttpRequest

_ROOM_FOR_FIELDS = 64 * 1024


class HashedFile(UploadedFile):
    """What is left of a file that went by: its name, its size and its hash."""

    def __init__(self, *, name: str, size: int, sha256: str) -> None:
        super().__init__(None, name, None, size)
        self.sha256 = sha256


class _Bounded(FileUploadHandler):
    """Stops at the first byte too many, for all files of the request together."""

    chunk_size = 64 * 1024

    def __init__(self, request: HttpRequest, *, most: int) -> None:
        super().__init__(request)
        self.most, self.size, self.too_large = most, 0, False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take one piece; give nothing on, so that no other handler keeps it."""
        self.size += len(raw_data)
        if self.size > self.most:
            self.too_large = True
            raise StopUpload(connection_reset=False)
        self.take(raw_data)

    def take(self, piece: bytes) -> None:
        """Do something with a piece."""
        raise NotImplementedError


class HashingHandler(_Bounded):
    """Hashes a file while it streams past; no byte of it is kept."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self._hash = hashlib.sha256()

    def take(self, piece: bytes) -> None:
        """Hash a piece."""
        self._hash.update(piece)

    def file_complete(self, file_size: int) -> HashedFile:
        """Give what is left of the file."""
        return HashedFile(name=self.file_name or "", size=file_size, sha256=self._hash.hexdigest())


class MemoryHandler(_Bounded):
    """Holds a file in memory for as long as the request lasts."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self._kept = io.BytesIO()

    def take(self, piece: bytes) -> None:
        """Keep a piece."""
        self._kept.write(piece)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Give the file."""
        self._kept.seek(0)
        return InMemoryUploadedFile(
            self._kept, self.field_name, self.file_name, self.content_type, file_size, self.charset
        )


def announced_too_large(request: HttpRequest, most: int) -> bool:
    """Say whether the request itself says that it carries more than ``most`` bytes of file."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isdigit() and int(length) > most + _ROOM_FOR_FIELDS
