"""Gives the store that the settings name; ``config/wiring.py`` joins it:
``ports.join(choosing.chosen_store)``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from files.ports import BlobStore
from files.store.filesystem import FilesystemStore


def chosen_store() -> BlobStore:
    """Give the store of ``settings.FILE_STORE``: ``filesystem`` below FILE_STORE_DIR, or ``s3`` by
    FILE_STORE_S3.

    Any other word is a ValueError.
    """
    if settings.FILE_STORE == "filesystem":
        return FilesystemStore(Path(settings.FILE_STORE_DIR))
    if settings.FILE_STORE == "s3":
        return _s3_store(tuple(sorted((name, value or "") for name, value in settings.FILE_STORE_S3.items())))
    raise ValueError(f"FILE_STORE is {settings.FILE_STORE!r}, but must be 'filesystem' or 's3'")


@lru_cache(maxsize=4)
def _s3_store(options: tuple[tuple[str, str], ...]) -> BlobStore:
    """Make the client once: it holds the connections."""
    from files.store.s3 import S3Store  # noqa: PLC0415 -- slow import

    return S3Store(**dict(options))
