"""Give a letter back: to its drafter or to an earlier step with a reason, or taken back while untouched."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from dispatch import errors, lifecycle, policies
from dispatch.enums import EndorsementKind, LetterStatus
from dispatch.lifecycle import TO_DRAFTER, Stop
from dispatch.models import OutgoingLetter
from dispatch.operations import asking, closing, endorsing, going_on, locking, signing_off
from organisation.models.actor import Actor
from signing.enums import SigningRole

_ANSWERS_FOR = {
    LetterStatus.OPINIONS: EndorsementKind.CONTENT,
    LetterStatus.CONTENT_CHECK: EndorsementKind.CONTENT,
    LetterStatus.FORMAT_CHECK: EndorsementKind.FORMAT,
}
_TAKEN_BACK = "taken back before it was opened"


@transaction.atomic
def send_back(
    *,
    letter: OutgoingLetter,
    reason: str,
    by: Actor,
    at: datetime,
    to: Stop = TO_DRAFTER,
    keeps: Collection[str] = (),
) -> OutgoingLetter:
    """Return the letter with a reason, to its drafter or to the earlier step ``to``. Versions and files stay.

    What was passed is void; on the way to an earlier step the endorsements of the stages in ``keeps``, which lie
    before it, stand: the content they answered for is unchanged. Refuses a reason nobody could understand, whoever
    does not decide at this step, and a signature under way.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_send_back(by, letter).enforce()
    reason = closing.reason_given(reason)
    here, stage = LetterStatus(letter.status), letter.stage
    kind = _ANSWERS_FOR.get(here, EndorsementKind.APPROVAL)
    signing_off.let_go_of_request(letter=letter, role=SigningRole.LEADER, by=by, at=at)
    facts: dict[str, object] = {"from": here.value}
    if here is LetterStatus.OPINIONS:
        asking.end_with_a_no(letter=letter, reason=reason, by=by, at=at)
    if to.status is LetterStatus.DRAFT:
        closing.reopen(letter, at=at)
    else:
        facts |= _go_down(letter, to, keeps, by=by, at=at)
    endorsement = endorsing.endorse(letter=letter, kind=kind, stage=stage, by=by, at=at, reason=reason)
    facts["endorsement"] = endorsement.pk
    return closing.close(letter=letter, act="returned", by=by, at=at, facts=facts, detail={"reason": reason})


@transaction.atomic
def take_back(*, letter: OutgoingLetter, by: Actor, at: datetime, to: Stop = TO_DRAFTER) -> OutgoingLetter:
    """Take back what one let go on; refuses (OpenedAlready) once somebody has opened it.

    The drafter goes on writing; who passed a step has it again (``to``), and what this person passed there is void.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_take_back(by, letter).enforce()
    asking.end_open(letter, _TAKEN_BACK, at)
    facts = {"stage": to.stage} if to.stage else {}
    if to.status is LetterStatus.DRAFT:
        closing.reopen(letter, at=at)
    else:
        mine = letter.endorsements.filter(_given_by(by), stage=to.stage, passed=True, voided_at__isnull=True)
        if mine.update(voided_at=at) == 0:
            raise errors.NothingToTakeBack
        closing.let_go_of_page(letter)
        lifecycle.arrive(letter, to)
        going_on.let_in(letter, to, at=at)
    return closing.close(letter=letter, act="taken_back", by=by, at=at, facts=facts)


def _given_by(by: Actor) -> Q:
    """Match what was answered for by this post, in person or by a stand-in."""
    return Q(represented=by.acting_post) | Q(represented__isnull=True, post=by.acting_post)


def _go_down(
    letter: OutgoingLetter, to: Stop, keeps: Collection[str], *, by: Actor, at: datetime
) -> dict[str, object]:
    standing = letter.endorsements.filter(passed=True, voided_at__isnull=True)
    standing.exclude(stage__in=keeps).update(voided_at=at)
    closing.let_go_of_page(letter)
    facts = going_on.go_on(letter=letter, stop=to, by=by, at=at)
    letter.moved_by = None  # a return is answered, not taken back
    return facts
