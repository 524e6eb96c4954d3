"""Decline to sign a letter at all."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dispatch import lifecycle, policies
from dispatch.enums import EndorsementKind, LetterStatus
from dispatch.models import OutgoingLetter
from dispatch.operations import closing, endorsing, locking, relating, signing_off
from organisation.models.actor import Actor
from signing.enums import SigningRole


@transaction.atomic
def refuse(*, letter: OutgoingLetter, reason: str, by: Actor, at: datetime) -> OutgoingLetter:
    """Refuse the letter as its signer or as head, with a reason: it ends here and nothing of it is deleted."""
    letter = locking.locked_letter(letter, by)
    policies.may_refuse(by, letter).enforce()
    reason = closing.reason_given(reason)
    here = letter.status
    signing_off.let_go_of_request(letter=letter, role=SigningRole.LEADER, by=by, at=at)
    lifecycle.advance(letter, LetterStatus.REFUSED)
    relating.let_all_go(letter, at=at)
    endorsement = endorsing.endorse(letter=letter, kind=EndorsementKind.APPROVAL, by=by, at=at, reason=reason)
    facts = {"from": here, "endorsement": endorsement.pk}
    return closing.close(letter=letter, act="refused", by=by, at=at, facts=facts, detail={"reason": reason})
