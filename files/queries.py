"""Reads files. Who may see a file is decided by the module that owns the thing the file belongs to."""

from __future__ import annotations

import hashlib
from typing import BinaryIO

from django.db.models import QuerySet

from files.enums import MediaType, RenditionKind
from files.errors import StoredBytesDamaged
from files.models import Blob, Rendition, StoredFile, VirusCheck
from files.ports import blob_store


def content_of(file: StoredFile) -> bytes:
    """Give the bytes of ``file``, checked against their hash; raises StoredBytesDamaged when they do not
    match."""
    return blob_content(file.blob)


def blob_content(blob: Blob) -> bytes:
    """Give the bytes of ``blob``, checked against their hash."""
    with blob_store().open(blob.organisation_id, blob.sha256) as stream:
        content = stream.read()
    if hashlib.sha256(content).hexdigest() != blob.sha256:
        raise StoredBytesDamaged(blob.sha256)
    return content


def open_content(file: StoredFile) -> BinaryIO:
    """Give the bytes of ``file`` as a stream to send on, unchecked; the caller closes it."""
    return blob_store().open(file.blob.organisation_id, file.blob.sha256)


def file_of(organisation_key: int, pk: int) -> StoredFile:
    """Give one file of an organisation; raises DoesNotExist."""
    return StoredFile.objects.select_related("blob").get(organisation_id=organisation_key, pk=pk)


def page_count(file: StoredFile) -> int | None:
    """Give the number of pages, None where pages have no meaning."""
    return file.page_count


def preview_of(file: StoredFile, page: int) -> bytes | None:
    """Give the PNG of page ``page`` (from 1), None while it is not made."""
    rendition = _renditions(file, RenditionKind.PREVIEW).filter(page=page).first()
    return None if rendition is None else blob_content(rendition.target)


def preview_pages(file: StoredFile) -> list[int]:
    """Give the pages that have a picture, in order."""
    return list(_renditions(file, RenditionKind.PREVIEW).order_by("page").values_list("page", flat=True))


def text_of(file: StoredFile) -> str | None:
    """Give the text of ``file``, pages divided by form feeds; None while it is not read or has none to
    read."""
    if file.blob.media_type == MediaType.TEXT:
        return content_of(file).decode("utf-8-sig", errors="replace")
    rendition = _renditions(file, RenditionKind.TEXT).first()
    return None if rendition is None else blob_content(rendition.target).decode()


def words_of(file: StoredFile, page: int) -> bytes | None:
    """Give the words of page ``page`` (from 1) with their places, as JSON; None while it is not read."""
    rendition = _renditions(file, RenditionKind.WORDS).filter(page=page).first()
    return None if rendition is None else blob_content(rendition.target)


def pages_read(file: StoredFile) -> list[int]:
    """Give the pages whose words are known, in order."""
    return list(_renditions(file, RenditionKind.WORDS).order_by("page").values_list("page", flat=True))


def virus_check_of(file: StoredFile) -> VirusCheck | None:
    """Give what a scanner last said of ``file``; None: no scanner looked, which does not mean that it is clean."""
    return VirusCheck.objects.filter(blob_id=file.blob_id).last()


def uses_of(blob: Blob) -> int:
    """Give how many files use ``blob``: bytes may only be erased when the last use goes."""
    return blob.uses.count()


def _renditions(file: StoredFile, kind: RenditionKind) -> QuerySet[Rendition]:
    return Rendition.objects.filter(source_id=file.blob_id, kind=kind).select_related("target")
