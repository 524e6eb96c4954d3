"""May this person pass a step up, or take the letter back from the next one?"""

from __future__ import annotations

from dispatch import errors
from dispatch.enums import LetterStatus as S
from dispatch.models import Opinion, OutgoingLetter
from dispatch.policies import letters, opinions, who
from lib.refusal import Verdict, permit_if
from organisation.models.actor import Actor

_TAKEN_BACK_FROM = (S.OPINIONS, S.CONTENT_CHECK, S.FORMAT_CHECK, S.APPROVAL)


def may_take_back(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """Whoever let the letter go on takes it back while nobody has opened it: its drafter, or who passed the step."""
    submitted = not letter.came_from and letter.status in (S.OPINIONS, S.CONTENT_CHECK)
    otherwise = errors.NotTheDrafter if submitted else errors.NothingToTakeBack
    return (
        who.at_step(letter, *_TAKEN_BACK_FROM)
        and permit_if(_brought(actor, letter), otherwise=otherwise)
        and permit_if(letter.opened_at is None, otherwise=errors.OpenedAlready)
    )


def may_pass_up(actor: Actor, letter: OutgoingLetter, opinion: Opinion | None = None) -> Verdict:
    """Whoever decides at a step passes the decision to the superior; a signature only its signer in person."""
    if letter.status == S.CONTENT_CHECK:
        return letters.may_check_content(actor, letter)
    if letter.status == S.FORMAT_CHECK:
        return letters.may_check_format(actor, letter)
    if letter.status == S.OPINIONS and opinion is not None:
        return opinions.may_answer(actor, opinion)
    return who.at_step(letter, S.APPROVAL, S.SIGNATURE) and who.is_signer(actor, letter)


def _brought(actor: Actor, letter: OutgoingLetter) -> bool:
    """Say whether this post let the letter come here; where nobody is on record, its drafter submitted it."""
    post = actor.acting_post
    if letter.moved_by_id is None:
        return (
            letter.status == S.CONTENT_CHECK and not letter.came_from and bool(who.is_drafter(actor, letter))
        )
    if letter.moved_by_id == letter.drafter_post_id:
        return bool(who.is_drafter(actor, letter))
    return post is not None and post.pk == letter.moved_by_id
