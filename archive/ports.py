"""What an upper package does for the records it files: describe their origin, and say who may open it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple, Protocol, runtime_checkable

from archive.errors import UnknownOrigin
from archive.models import Origin
from files.models import StoredFile
from organisation.models.actor import Actor


class Description(NamedTuple):
    """What a record's origin is called today."""

    label: str
    code: str
    title: str
    author: str
    dated_on: date | None
    page_count: int | None


class RecordOrigin(Protocol):
    """The owner of one kind of origin."""

    def describe(self, origin: Origin) -> Description:
        """Give what the origin is called today; raise KeyError if there is no such thing."""

    def visible(self, origin: Origin, actor: Actor, at: datetime) -> bool:
        """Say whether ``actor`` may open the origin itself, beyond seeing its line in the dossier."""


@runtime_checkable
class OriginWithFile(RecordOrigin, Protocol):
    """The owner of origins that have a file of their own."""

    def file(self, origin: Origin) -> StoredFile | None:
        """Give the file of the origin as it was issued or came, None when there is none."""


_origins: dict[str, RecordOrigin] = {}


def join(origins: Mapping[str, RecordOrigin]) -> None:
    """Set who answers for each kind of origin, replacing what was set before."""
    _origins.clear()
    _origins.update(origins)


def owner_of(kind: str) -> RecordOrigin:
    """Give who answers for ``kind``; raise UnknownOrigin when nobody does."""
    try:
        return _origins[kind]
    except KeyError:
        raise UnknownOrigin(kind) from None


def kinds() -> list[str]:
    """Give the kinds somebody answers for, sorted."""
    return sorted(_origins)
