"""What is told when a signature ends that no procedure waits for: on an attachment, or on a copy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from files.models import StoredFile
from jobs.enums import Queue
from jobs.operations.queueing import enqueue
from signing.models import SigningRequest


@dataclass(frozen=True)
class TakenOver:
    """Told by ``signing`` (port RequestOrigin): a job of kind ``kind`` takes the signed file over."""

    kind: str

    def completed(self, request: SigningRequest, file: StoredFile, *, at: datetime) -> None:
        """Queue the taking over: letter or copy are locked before a request."""
        enqueue(
            self.kind,
            key=str(request.pk),
            organisation_key=request.organisation_id,
            payload={"request": request.pk},
            queue=Queue.INTERACTIVE,
            at=at,
        )

    def failed(self, request: SigningRequest, *, at: datetime) -> None:
        """Nothing follows: the page of the letter or the copy says so and offers to ask again."""
