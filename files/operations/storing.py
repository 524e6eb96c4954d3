"""Keep a file exactly as it came.

Bytes go to the store first and the row after: a transaction that fails leaves bytes nobody points at, never
a row without bytes. With an S3 store ``deposit`` is called outside any transaction and ``keep`` inside.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from files.enums import FileRole, MediaType
from files.errors import EmptyFile, FakeFile, FileTooLarge
from files.models import Blob, StoredFile
from files.operations import previews
from files.ports import blob_store
from files.reading.naming import clean_name
from files.reading.opening import page_count_of
from files.reading.sniffing import sniff
from organisation.models.actor import Actor

_VAGUE = {"", "application/octet-stream", "binary/octet-stream"}
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Deposit:
    """Bytes that lie in the store but belong to nobody yet."""

    organisation_key: int
    sha256: str
    size: int
    media_type: str
    name: str
    page_count: int | None


def store(
    *,
    by: Actor,
    at: datetime,
    content: bytes | BinaryIO,
    name: str,
    role: FileRole,
    media_type: str | None = None,
) -> StoredFile:
    """Check ``content``, keep it bit by bit and give the file; equal bytes are kept once per organisation.

    Refuses (FileRefused) what is empty, too large (settings.MAX_UPLOAD_BYTES), locked, damaged, of no
    accepted type, ambiguous, or not what its name or ``media_type`` says. Starts the preview and the reading
    of text.
    """
    laid = deposit(organisation_key=by.organisation_key, content=content, name=name, media_type=media_type)
    return keep(by=by, at=at, deposited=laid, role=role)


@dataclass(frozen=True)
class Inspected:
    """Bytes that passed every check of an upload and lie nowhere yet."""

    content: bytes
    name: str
    media_type: MediaType
    page_count: int | None


def deposit(
    *, organisation_key: int, content: bytes | BinaryIO, name: str, media_type: str | None = None
) -> Deposit:
    """Check ``content`` and lay it into the store; needs no transaction and writes no row."""
    found = inspect(content=content, name=name, media_type=media_type)
    sha256 = hashlib.sha256(found.content).hexdigest()
    blob_store().put(organisation_key, sha256, found.content)
    size = len(found.content)
    return Deposit(organisation_key, sha256, size, found.media_type.value, found.name, found.page_count)


def deposit_mail(*, organisation_key: int, content: bytes, name: str) -> Deposit:
    """Lay an e-mail into the store as it came; refuses what is empty or too large. What is in it is asked elsewhere."""
    name = clean_name(name)
    data = _read(content, name)
    sha256 = hashlib.sha256(data).hexdigest()
    blob_store().put(organisation_key, sha256, data)
    return Deposit(organisation_key, sha256, len(data), MediaType.MAIL.value, name, None)


def deposit_source(*, organisation_key: int, content: bytes, name: str) -> Deposit:
    """Lay a file into the store that only a reader of ours opens and nobody is shown; refuses empty and too large.

    What it is, its reader finds out: lists in old encodings are no text that ``store`` would know.
    """
    name = clean_name(name)
    data = _read(content, name)
    sha256 = hashlib.sha256(data).hexdigest()
    blob_store().put(organisation_key, sha256, data)
    return Deposit(organisation_key, sha256, len(data), MediaType.TEXT.value, name, None)


def inspect(*, content: bytes | BinaryIO, name: str, media_type: str | None = None) -> Inspected:
    """Give ``content`` checked, for what is read and not kept; refuses what ``store`` refuses."""
    name = clean_name(name)
    data = _read(content, name)
    found = sniff(data, name=name)
    if (
        media_type is not None
        and media_type not in _VAGUE
        and media_type in MediaType.values
        and media_type != found
    ):
        raise FakeFile(name=name, promised=MediaType(media_type).label)
    return Inspected(data, name, found, page_count_of(data, found, name=name))


@transaction.atomic
def keep(*, by: Actor, at: datetime, deposited: Deposit, role: FileRole) -> StoredFile:
    """Make a file of what lies in the store, in the caller's transaction; give it."""
    if deposited.organisation_key != by.organisation_key:
        raise ValueError("a deposit of another organisation")
    blob = _blob(deposited, at)
    file = StoredFile.objects.create(
        organisation_id=by.organisation_key,
        blob=blob,
        name=deposited.name,
        role=role,
        page_count=deposited.page_count,
        created_at=at,
        created_by_key=by.trail().get("person"),
    )
    recording.record(
        "file.stored",
        subject=Subject("file", str(file.pk)),
        by=by,
        at=at,
        facts={"sha256": blob.sha256, "size": blob.size, "media_type": blob.media_type, "role": role.value},
        detail={"name": file.name},
    )
    previews.ask_for(blob, at=at)
    return file


def _blob(deposited: Deposit, at: datetime) -> Blob:
    blob, _created = Blob.objects.get_or_create(
        organisation_id=deposited.organisation_key,
        sha256=deposited.sha256,
        defaults={"size": deposited.size, "media_type": deposited.media_type, "created_at": at},
    )
    return blob


def _read(content: bytes | BinaryIO, name: str) -> bytes:
    limit = int(settings.MAX_UPLOAD_BYTES)
    data = content if isinstance(content, bytes) else content.read(limit + 1)
    if not data:
        raise EmptyFile(name=name)
    if len(data) > limit:
        raise FileTooLarge(name=name, megabytes=limit // _MEGABYTE)
    return data
