"""May this person give work in hand to another?"""

from __future__ import annotations

from datetime import date, datetime

from dispatch import errors, lifecycle
from dispatch.enums import LetterStatus as S
from dispatch.models import OutgoingLetter
from dispatch.policies import who
from lib.calendar import local_day
from lib.refusal import Verdict, permit, permit_if, refuse
from organisation.enums import Duty
from organisation.models import Post
from organisation.models.actor import Actor


def may_give_work_of(actor: Actor, unit_key: int) -> Verdict:
    """The head of a unit hands over its work, and an administrator everybody's. It opens no letter to them."""
    post = actor.acting_post
    heads = post is not None and post.unit_id == unit_key and actor.has_duty(Duty.UNIT_HEAD)
    return permit_if(heads or actor.has_duty(Duty.ADMINISTRATOR), otherwise=errors.WorkIsNotYoursToGive)


def may_give_on(actor: Actor, letter: OutgoingLetter, holder: Post) -> Verdict:
    """What somebody drafts or has to check is handed over; the check of the format by an administrator only."""
    if actor.organisation.pk != letter.organisation_id:
        return refuse(errors.LetterIsNotYours)
    if not _drafts(holder, letter) and not _checks(holder, letter):
        return refuse(errors.NothingIsInHand(number=letter.pk, name=holder.person.full_name))
    if _drafts(holder, letter) or letter.status in (S.CONTENT_CHECK, S.OPINIONS):
        return may_give_work_of(actor, letter.unit_id)
    return permit_if(actor.has_duty(Duty.ADMINISTRATOR), otherwise=errors.WorkIsNotYoursToGive)


def may_hand_over(actor: Actor, letter: OutgoingLetter, holder: Post, to: Post, at: datetime) -> Verdict:
    """Work goes to a colleague who may do it, but not to the administrator who gives it."""
    return (
        may_give_on(actor, letter, holder)
        and _may_take(to, letter, holder, local_day(at))
        and _is_no_administrator_to_himself(actor, letter, to)
    )


def may_take_from_signer(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """A letter that waits for its signer goes back to its drafter by the head, or by an administrator."""
    if actor.organisation.pk != letter.organisation_id:
        return refuse(errors.LetterIsNotYours)
    gives = actor.has_duty(Duty.HEAD, Duty.ADMINISTRATOR)
    return who.at_step(letter, S.APPROVAL, S.SIGNATURE) and permit_if(gives, otherwise=errors.NotTheSigner)


def _drafts(post: Post, letter: OutgoingLetter) -> bool:
    """Say whether the letter will still ask for ``post``: to be written, or to be filed once it is issued."""
    to_be_filed = letter.status == S.ISSUED and letter.dossier_id is None
    return letter.drafter_post_id == post.pk and (letter.status not in lifecycle.ENDS or to_be_filed)


def _checks(post: Post, letter: OutgoingLetter) -> bool:
    """Say whether the letter waits for a check that ``post`` makes, or for its opinion."""
    if letter.status == S.OPINIONS:
        return letter.opinions.filter(post=post, answered_at__isnull=True, over_at__isnull=True).exists()
    if letter.asked and letter.status in lifecycle.STOPS:
        return any(lifecycle.fits(one, post) for one in lifecycle.asked_of(letter))
    if letter.status == S.CONTENT_CHECK:
        return post.unit_id == letter.unit_id and Duty.UNIT_HEAD.value in post.duties
    return letter.status == S.FORMAT_CHECK and Duty.CHIEF_OF_OFFICE.value in post.duties


def _may_take(to: Post, letter: OutgoingLetter, holder: Post, day: date) -> Verdict:
    held = to.valid_from <= day and (to.valid_until is None or day <= to.valid_until)
    here = to.organisation_id == letter.organisation_id and to.person.is_active
    name = to.person.full_name
    if not held or not here or to.pk == holder.pk:
        return refuse(errors.ColleagueIsNotThere(name=name))
    if _drafts(holder, letter) and to.unit_id != letter.unit_id:
        return refuse(errors.ColleagueIsOfAnotherUnit(number=letter.pk, unit=letter.unit.name))
    checks = letter.status != S.OPINIONS and _checks(holder, letter)
    lacks = checks and not _checks(to, letter)
    return refuse(errors.ColleagueDoesNotCheck(number=letter.pk, name=name)) if lacks else permit()


def _is_no_administrator_to_himself(actor: Actor, letter: OutgoingLetter, to: Post) -> Verdict:
    himself = actor.person is not None and actor.person.pk == to.person_id
    heads = actor.acting_post is not None and actor.acting_post.unit_id == letter.unit_id
    return permit_if(
        not himself or (heads and actor.has_duty(Duty.UNIT_HEAD)), otherwise=errors.AdministratorTakesALetter
    )
