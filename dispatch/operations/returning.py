"""Give a letter back to its drafter: returned with a reason, or taken back while untouched."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dispatch import policies
from dispatch.enums import EndorsementKind, LetterStatus
from dispatch.models import OutgoingLetter
from dispatch.operations import closing, endorsing, locking, signing_off
from organisation.models.actor import Actor
from signing.enums import SigningRole

_ANSWERS_FOR = {
    LetterStatus.CONTENT_CHECK: EndorsementKind.CONTENT,
    LetterStatus.FORMAT_CHECK: EndorsementKind.FORMAT,
}


@transaction.atomic
def send_back(*, letter: OutgoingLetter, reason: str, by: Actor, at: datetime) -> OutgoingLetter:
    """Return the letter to its drafter with a reason. Versions, attachments and files stay; what was passed is void.

    Refuses a reason nobody could understand, whoever does not decide at this step, and a signature under way.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_send_back(by, letter).enforce()
    reason = closing.reason_given(reason)
    here = LetterStatus(letter.status)
    kind = _ANSWERS_FOR.get(here, EndorsementKind.APPROVAL)
    signing_off.let_go_of_request(letter=letter, role=SigningRole.LEADER, by=by, at=at)
    closing.reopen(letter, at=at)
    endorsement = endorsing.endorse(letter=letter, kind=kind, by=by, at=at, reason=reason)
    facts = {"from": here.value, "endorsement": endorsement.pk}
    return closing.close(letter=letter, act="returned", by=by, at=at, facts=facts, detail={"reason": reason})


@transaction.atomic
def take_back(*, letter: OutgoingLetter, by: Actor, at: datetime) -> OutgoingLetter:
    """Take one's letter back to go on writing; refuses (OpenedAlready) once somebody has opened it."""
    letter = locking.locked_letter(letter, by)
    policies.may_take_back(by, letter).enforce()
    closing.reopen(letter, at=at)
    return closing.close(letter=letter, act="taken_back", by=by, at=at)
