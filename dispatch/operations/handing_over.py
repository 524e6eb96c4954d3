"""Give letters on when somebody leaves or falls ill: to another drafter or checker, or back from a signer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from dispatch import lifecycle, policies, queries
from dispatch.enums import LetterStatus, PartRole
from dispatch.models import OutgoingLetter
from dispatch.operations import asking, closing, locking, participating, signing_off
from organisation.models import Post
from organisation.models.actor import Actor
from signing.enums import SigningRole


@transaction.atomic
def hand_over(
    *, letter: OutgoingLetter, holder: Post, to: Post, reason: str, by: Actor, at: datetime
) -> OutgoingLetter:
    """Let ``to`` go on where ``holder`` drafts the letter or has to check it. What was written and passed stays.

    Refuses whoever is neither an administrator nor head of the unit, a reason nobody could understand, a colleague
    outside the unit or without the duty of the check, and an administrator who would give the letter to himself.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_hand_over(by, letter, holder, to, at).enforce()
    reason = closing.reason_given(reason)
    if letter.drafter_post_id == holder.pk:
        letter.drafter, letter.drafter_post = to.person, to
        participating.admit(letter, PartRole.DRAFTER, to.person, at=at)
        participating.admit(letter, PartRole.DRAFTER, to, at=at)
    if letter.moved_by_id == holder.pk:
        letter.moved_by = to
    _ask_instead(letter, holder, to, at)
    names = {"from": holder.person.full_name, "to": to.person.full_name}
    facts = {"from": holder.pk, "to": to.pk}
    detail = {"reason": reason, "handed": names}
    return closing.close(letter=letter, act="handed_over", by=by, at=at, facts=facts, detail=detail)


def _ask_instead(letter: OutgoingLetter, holder: Post, to: Post, at: datetime) -> None:
    """Let a check or an opinion that waits for ``holder`` wait for ``to``."""
    asked = lifecycle.asked_of(letter)
    if any(one.post == holder.pk for one in asked):
        lifecycle.ask_others(
            letter, [replace(one, post=to.pk) if one.post == holder.pk else one for one in asked]
        )
        participating.admit(letter, PartRole.CHECKER, to, at=at)
    waiting = queries.open_opinions(letter).filter(post=holder)
    if letter.status == LetterStatus.OPINIONS and waiting.update(post=to, duty=asking.duty_of(to)):
        participating.admit(letter, PartRole.CONSULTED, to, at=at)


@transaction.atomic
def take_from_signer(*, letter: OutgoingLetter, reason: str, by: Actor, at: datetime) -> OutgoingLetter:
    """Give a letter its signer can no longer sign back to its drafter, who chooses another signer.

    The page bears the signer's name, so another one needs another page: what was passed is void (design D9).
    Refuses as ``hand_over`` does, a letter that does not wait for its signer, and a signature under way.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_take_from_signer(by, letter).enforce()
    reason = closing.reason_given(reason)
    here = LetterStatus(letter.status)
    signer = letter.signer_post.person.full_name if letter.signer_post else ""
    signing_off.let_go_of_request(letter=letter, role=SigningRole.LEADER, by=by, at=at)
    closing.reopen(letter, at=at)
    facts = {"from": here.value, "signer": letter.signer_post_id}
    detail = {"reason": reason, "name": signer}
    return closing.close(letter=letter, act="taken_from_signer", by=by, at=at, facts=facts, detail=detail)
