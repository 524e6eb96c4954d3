"""Pass a decision to one's superior: a check, an opinion, or the signature (design §4)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dispatch import errors, lifecycle, policies, queries
from dispatch.enums import PartRole
from dispatch.lifecycle import Asked
from dispatch.models import Opinion, OutgoingLetter
from dispatch.operations import asking, closing, going_on, locking, pages, participating, signing_off
from lib.calendar import local_day
from lib.database import locked
from organisation import queries as office
from organisation.models import Post
from organisation.models.actor import Actor
from signing.enums import SigningRole


@transaction.atomic
def pass_up_check(*, letter: OutgoingLetter, reason: str, by: Actor, at: datetime) -> OutgoingLetter:
    """Let the superior answer for this step instead. Refuses whoever is not asked, and beyond the top."""
    letter = locking.locked_letter(letter, by)
    policies.may_pass_up(by, letter).enforce()
    reason = closing.reason_given(reason)
    holder, above = _superior(by, at)
    others = [one for one in lifecycle.asked_of(letter) if not lifecycle.fits(one, holder)]
    if any(lifecycle.fits(one, above) for one in others):
        raise errors.SuperiorIsAskedToo(name=above.person.full_name)
    asked = (*others, Asked(above.pk, asking.duty_of(above), above.unit_id))
    lifecycle.ask_others(letter, asked)
    participating.admit(letter, PartRole.CHECKER, above, at=at)
    return _close(letter, holder, above, reason, by=by, at=at)


@transaction.atomic
def pass_up_opinion(*, opinion: Opinion, reason: str, by: Actor, at: datetime) -> Opinion:
    """Let the superior give the opinion asked for; what was typed goes along. Refuses as ``pass_up_check``."""
    letter = locking.locked_letter(OutgoingLetter(pk=opinion.letter_id), by)
    opinion = locked(Opinion.objects.select_related("post__person", "post__unit"), opinion.pk)
    policies.may_pass_up(by, letter, opinion).enforce()
    reason = closing.reason_given(reason)
    holder, above = _superior(by, at)
    if above.person_id == letter.drafter_id:
        raise errors.DrafterIsAsked(name=above.person.full_name)
    if queries.open_opinions(letter).filter(post=above).exists():
        raise errors.SuperiorIsAskedToo(name=above.person.full_name)
    opinion.post, opinion.duty = above, asking.duty_of(above)
    opinion.save(update_fields=["post", "duty"])
    participating.admit(letter, PartRole.CONSULTED, above, at=at)
    _close(letter, holder, above, reason, by=by, at=at)
    return opinion


@transaction.atomic
def pass_up_signature(*, letter: OutgoingLetter, reason: str, by: Actor, at: datetime) -> OutgoingLetter:
    """Let the head sign instead: the page bears another name, so it is laid out anew and what was approved is void.

    Refuses everybody but the signer in person, a head without a mandate for this kind, and beyond the top.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_pass_up(by, letter).enforce()
    reason = closing.reason_given(reason)
    holder, above = _superior(by, at)
    if pages.mandate_for(above, local_day(at), letter.kind) is None:
        raise errors.SignerHasNoMandate(name=above.person.full_name)
    signing_off.let_go_of_request(letter=letter, role=SigningRole.LEADER, by=by, at=at)
    letter.endorsements.filter(passed=True, voided_at__isnull=True, kind="approval").update(voided_at=at)
    closing.let_go_of_page(letter)
    letter.signer_post = above
    letter.content = {
        **letter.content,
        "signer_post_id": above.pk,
    }  # who goes on drafting finds the signer of now
    going_on.go_on(letter=letter, stop=lifecycle.TO_LAYOUT, by=by, at=at)
    letter.moved_by = None
    return _close(letter, holder, above, reason, by=by, at=at)


def _superior(by: Actor, at: datetime) -> tuple[Post, Post]:
    holder = by.acting_post
    if holder is None:
        raise ValueError("only a person in a post passes a decision up")
    above = office.superior_of(holder, local_day(at))
    if above is None:
        raise errors.NobodyIsAbove(name=holder.person.full_name)
    return holder, above


def _close(
    letter: OutgoingLetter, holder: Post, above: Post, reason: str, *, by: Actor, at: datetime
) -> OutgoingLetter:
    facts = {"from": holder.pk, "to": above.pk}
    handed = {"from": holder.person.full_name, "to": above.person.full_name}
    detail = {"reason": reason, "handed": handed}
    return closing.close(letter=letter, act="passed_up", by=by, at=at, facts=facts, detail=detail)
