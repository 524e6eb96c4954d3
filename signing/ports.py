"""What signing needs from above: someone who is told when a signature is complete or failed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from files.models import StoredFile
from signing.models import SigningRequest


class RequestOrigin(Protocol):
    """The thing a signature was asked for. Called inside the closing transaction, with the request locked:

    implementations only queue a job of their own, because letter and process are locked before a request.
    """

    def completed(self, request: SigningRequest, file: StoredFile, *, at: datetime) -> None:
        """The file is signed at the level its role requires."""

    def failed(self, request: SigningRequest, *, at: datetime) -> None:
        """The request ended without a signature; `request.reason` says why."""


_origins: dict[str, RequestOrigin] = {}


def join(origins: Mapping[str, RequestOrigin]) -> None:
    """Set who is told, by kind of origin, replacing any set before."""
    _origins.clear()
    _origins.update(origins)


def origin_of(kind: str) -> RequestOrigin | None:
    """Give who is told for this kind; None where nobody asked to be."""
    return _origins.get(kind)
