"""Makes the store that the settings name. ``config/wiring.py`` joins it:
``ports.join(choosing.chosen_store())``."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from files.ports import BlobStore
from files.store.filesystem import FilesystemStore


def chosen_store() -> BlobStore:
    """Give the store of ``settings.FILE_STORE``: ``filesystem`` below FILE_STORE_DIR, or ``s3`` by
    FILE_STORE_S3.

    Any other word stops the start with ValueError.
    """
    if settings.FILE_STORE == "filesystem":
        return FilesystemStore(Path(settings.FILE_STORE_DIR))
    if settings.FILE_STORE == "s3":
        from files.store.s3 import S3Store  # noqa: PLC0415 -- slow import

        return S3Store(**settings.FILE_STORE_S3)
    raise ValueError(f"FILE_STORE is {settings.FILE_STORE!r}, but must be 'filesystem' or 's3'")
