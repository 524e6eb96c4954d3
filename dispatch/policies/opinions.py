"""May this person ask, answer, close, or say what became of an opinion?"""

from __future__ import annotations

from dispatch import errors
from dispatch.enums import LetterStatus as S
from dispatch.models import Opinion, OutgoingLetter
from dispatch.policies import letters, who
from lib.refusal import Verdict, permit, permit_if, refuse
from organisation.models.actor import Actor

_BEFORE_APPROVAL = (S.DRAFT, S.OPINIONS, S.CONTENT_CHECK, S.FORMAT_CHECK)


def may_ask(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """Whoever edits the draft asks others about it."""
    return letters.may_edit(actor, letter)


def may_answer(actor: Actor, opinion: Opinion) -> Verdict:
    """Whoever was asked answers, or stands in by a delegation of the duty asked for."""
    if not opinion.is_open:
        return refuse(errors.OpinionIsOver)
    post = actor.acting_post
    asked = post is not None and post.pk == opinion.post_id
    lent = actor.delegation is None or opinion.duty in actor.duties
    return permit_if(asked and lent, otherwise=errors.OpinionIsNotYours(name=opinion.post.person.full_name))


def may_lead_round(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """The drafter reminds those asked, and closes a round of his own or one question of it."""
    return who.at_step(letter, S.OPINIONS) and who.is_drafter(actor, letter)


def may_close_round(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """What the route asks for, only those asked can answer."""
    own = permit() if not letter.stage else refuse(errors.RoundIsOfTheRoute)
    return may_lead_round(actor, letter) and own


def may_resolve(actor: Actor, letter: OutgoingLetter, opinion: Opinion) -> Verdict:
    """The drafter says what became of a remark, until the letter is laid out for approval."""
    given = permit_if(opinion.answered_at is not None, otherwise=errors.OpinionIsNotIn)
    return who.at_step(letter, *_BEFORE_APPROVAL) and who.is_drafter(actor, letter) and given
