"""The second signature as steps through the door: sign beside the signer, send back instead, call back."""

from __future__ import annotations

from datetime import datetime

from dispatch.models import OutgoingLetter
from dispatch.operations import cosigning
from organisation.models.actor import Actor
from signing.models import SigningRequest
from signing.operations import authorising
from workflow.enums import Outcome
from workflow.models import WorkItem
from workflow.outgoing_letter.moves import Pin, stopping, taking


def cosign(*, item: WorkItem, sha256: str, pin: Pin, by: Actor, at: datetime) -> SigningRequest:
    """Sign beside the signer the very bytes the signer signed."""
    with taking(item, by=by, at=at) as step:
        request = cosigning.request_second_signature(letter=step.letter, sha256=sha256, by=step.by, at=at)
        return authorising.hand_over(by=step.by, at=at, request=request, pin=pin)


def decline(*, item: WorkItem, reason: str, by: Actor, at: datetime) -> OutgoingLetter:
    """Send the letter back to its drafter instead of signing it, with a reason."""
    with taking(item, by=by, at=at, outcome=Outcome.RETURNED, reason=reason) as step:
        step.letter = cosigning.decline(letter=step.letter, reason=reason, by=step.by, at=at)
    return step.letter


def call_back(*, letter: OutgoingLetter, reason: str, by: Actor, at: datetime) -> OutgoingLetter:
    """Fetch the letter back from whoever should sign beside the signer; it is a draft again."""
    with stopping(letter, by=by, at=at, outcome=Outcome.TAKEN_BACK, reason=reason) as step:
        step.letter = cosigning.call_back(letter=step.letter, reason=reason, by=by, at=at)
    return step.letter
