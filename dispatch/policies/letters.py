"""May this person do this to this letter now?"""

from __future__ import annotations

from datetime import datetime

from dispatch import errors, lifecycle
from dispatch.enums import LetterStatus as S
from dispatch.models import OutgoingLetter, Participation
from dispatch.policies import who
from lib.refusal import Verdict, permit_if, refuse
from organisation import queries as office
from organisation.models import Unit
from organisation.models.actor import Actor


def may_draft(actor: Actor, unit: Unit) -> Verdict:
    """Whoever holds a post drafts for the unit of that post."""
    post = actor.acting_post
    return permit_if(post is not None and post.unit_id == unit.pk, otherwise=errors.NotYourUnit)


def may_read(actor: Actor, letter: OutgoingLetter, at: datetime) -> Verdict:
    """Who takes part reads: in person, by post, unit or duty, or standing in for one who does."""
    if actor.organisation.pk != letter.organisation_id:
        return refuse(errors.LetterIsNotYours)
    tokens = office.access_tokens_of(actor, at)
    takes_part = Participation.objects.filter(letter=letter, token__in=tokens).exists()
    return permit_if(takes_part, otherwise=errors.LetterIsNotYours)


def may_edit(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """The drafter, or whoever stands in for the drafter's post, edits while the letter is a draft."""
    return who.at_step(letter, S.DRAFT) and who.is_drafter(actor, letter)


def may_submit(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """Whoever edits submits. Whether the content is complete is checked by the operation."""
    return may_edit(actor, letter)


def may_check_content(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """Whom the route asks answers for the content: the head of the drafting unit (Decree 30/2020 Art. 12.1)."""
    return who.at_step(letter, S.CONTENT_CHECK) and who.answers_for_content(actor, letter)


def may_check_format(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """Whom the route asks answers for the format: the chief of office (Decree 30/2020 Art. 12.2)."""
    return who.at_step(letter, S.FORMAT_CHECK) and who.answers_for_format(actor, letter)


def may_approve(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """The signing authority approves the draft (Decree 30/2020 Art. 11): the signer, or the head."""
    return who.at_step(letter, S.APPROVAL) and who.decides(actor, letter)


def may_sign(actor: Actor, letter: OutgoingLetter, at: datetime) -> Verdict:
    """Only the signer in person, by the mandate the letter was laid out with (Art. 13; a delegation never signs).

    While a signature waits for its PIN the same person may ask for it again.
    """
    return (
        who.at_step(letter, S.SIGNATURE, S.SIGNING)
        and who.signature_is_open(letter)
        and who.signs_in_person(actor, letter, at)
    )


def may_approve_and_sign(actor: Actor, letter: OutgoingLetter, at: datetime) -> Verdict:
    """Approver and signer in one act: the signer at the step of approval."""
    return may_approve(actor, letter) and who.signs_in_person(actor, letter, at)


def may_send_back(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """Whoever has to decide at this step may return the letter instead, a signature under way excepted."""
    if S(letter.status) not in lifecycle.RETURNABLE:
        return who.is_elsewhere(letter)
    if letter.status == S.CONTENT_CHECK:
        return who.answers_for_content(actor, letter)
    if letter.status == S.FORMAT_CHECK:
        return who.answers_for_format(actor, letter)
    if letter.status == S.OPINIONS:
        return who.is_consulted(actor, letter)
    return who.signature_is_open(letter) and who.decides(actor, letter)


def may_withdraw(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """The drafter gives the letter up at any step before it has a number, a signature under way excepted."""
    if S(letter.status) not in lifecycle.WITHDRAWABLE:
        return who.is_elsewhere(letter)
    return who.signature_is_open(letter) and who.is_drafter(actor, letter)


def may_refuse(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """The signer or the head declines the letter for good."""
    if S(letter.status) not in lifecycle.REFUSABLE:
        return who.is_elsewhere(letter)
    return who.signature_is_open(letter) and who.decides(actor, letter)


def may_file(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """Whoever did the work files it (Decree 30/2020 Art. 30); the registry may as well."""
    at_end = who.at_step(letter, S.ISSUED)
    return at_end and (who.is_registry(actor, letter.organisation_id) or who.is_drafter(actor, letter))
