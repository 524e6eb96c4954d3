"""Give up a letter of one's own for good."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dispatch import lifecycle, policies
from dispatch.enums import CosigningState, LetterStatus
from dispatch.lifecycle import Stop
from dispatch.models import OutgoingLetter
from dispatch.operations import asking, closing, cosigning, locking, relating, signing_off
from organisation.models.actor import Actor
from signing.enums import SigningRole


@transaction.atomic
def withdraw(*, letter: OutgoingLetter, reason: str, by: Actor, at: datetime) -> OutgoingLetter:
    """Withdraw one's own letter at any step before it has a number; the row and everything with it stay."""
    letter = locking.locked_letter(letter, by)
    policies.may_withdraw(by, letter).enforce()
    reason = closing.reason_given(reason)
    here = letter.status
    signing_off.let_go_of_request(letter=letter, role=SigningRole.LEADER, by=by, at=at)
    asking.end_open(letter, reason, at)
    cosigning.end_cosigning(letter=letter, state=CosigningState.WITHDRAWN, reason=reason, by=by, at=at)
    lifecycle.arrive(letter, Stop(LetterStatus.WITHDRAWN))
    relating.let_all_go(letter, at=at)
    return closing.close(
        letter=letter, act="withdrawn", by=by, at=at, facts={"from": here}, detail={"reason": reason}
    )
