"""Who somebody is to a letter: the words every policy is made of."""

from __future__ import annotations

from datetime import datetime

from dispatch import errors
from dispatch.enums import LetterStatus as S
from dispatch.lifecycle import asked_of, fits
from dispatch.models import OutgoingLetter
from lib.calendar import local_day
from lib.refusal import Refusal, Verdict, permit, permit_if, refuse
from organisation.enums import Duty
from organisation.models import SigningMandate
from organisation.models.actor import Actor
from signing import queries as signing
from signing.enums import RequestState, SigningRole
from signing.models import CLOSED

_BEING_SIGNED = {S.SIGNING: SigningRole.LEADER, S.COSIGNATURE: SigningRole.SECOND}


def at_step(letter: OutgoingLetter, *statuses: S) -> Verdict:
    """Permit while the letter stands at one of ``statuses``."""
    return permit() if letter.status in statuses else is_elsewhere(letter)


def signature_is_open(letter: OutgoingLetter) -> Verdict:
    """Permit unless a PIN was given and the signature is being made; then only its end moves the letter."""
    if letter.status not in _BEING_SIGNED:
        return permit()
    role = _BEING_SIGNED[S(letter.status)]
    request = signing.request_for(letter.organisation, "letter", str(letter.pk), role)
    waits = request is None or request.state in {RequestState.PREPARED, *CLOSED}
    return permit_if(waits, otherwise=errors.LetterIsBeingSigned)


def is_elsewhere(letter: OutgoingLetter) -> Verdict:
    """Refuse, saying where the letter stands."""
    return refuse(errors.LetterIsElsewhere(status=S(letter.status).label))


def is_drafter(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """Permit the drafter, or whoever stands in for the drafter's post."""
    own = actor.represented is None and actor.person is not None and actor.person.pk == letter.drafter_id
    post = actor.acting_post
    return permit_if(
        own or (post is not None and post.pk == letter.drafter_post_id), otherwise=errors.NotTheDrafter
    )


def heads_the_unit(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """Permit the head of the drafting unit."""
    post = actor.acting_post
    of_unit = post is not None and post.unit_id == letter.unit_id
    return permit_if(of_unit and actor.has_duty(Duty.UNIT_HEAD), otherwise=errors.NotHeadOfTheUnit)


def is_chief(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """Permit the chief of office."""
    here = actor.organisation.pk == letter.organisation_id
    return permit_if(here and actor.has_duty(Duty.CHIEF_OF_OFFICE), otherwise=errors.NotChiefOfOffice)


def is_asked(actor: Actor, letter: OutgoingLetter) -> bool:
    """Say whether the stop the letter stands at waits for this actor.

    An office is followed, not a face: whoever holds the duty in the unit today answers; a stand-in needs the duty.
    """
    post = actor.acting_post
    if post is None or actor.organisation.pk != letter.organisation_id:
        return False
    for one in asked_of(letter):
        if one.post == post.pk:
            if actor.delegation is None or one.duty in actor.duties:
                return True
        elif one.duty in actor.duties and fits(one, post):
            return True
    return False


def answers_for_content(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """Permit whom the route asks at the check of the content."""
    if not letter.asked:
        return heads_the_unit(actor, letter)
    return permit_if(is_asked(actor, letter), otherwise=_not_asked(letter))


def answers_for_format(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """Permit whom the route asks at the check of the format."""
    if not letter.asked:
        return is_chief(actor, letter)
    return permit_if(is_asked(actor, letter), otherwise=_not_asked(letter))


def is_consulted(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """Permit whom a stage of the route asks for an opinion; one the drafter asks by himself is advice only."""
    waiting = letter.opinions.filter(
        post=actor.acting_post, answered_at__isnull=True, over_at__isnull=True
    ).first()
    lent = waiting is not None and (actor.delegation is None or waiting.duty in actor.duties)
    return permit_if(lent and letter.stage, otherwise=errors.NotAskedHere)


def _not_asked(letter: OutgoingLetter) -> type[Refusal]:
    asked = asked_of(letter)
    if any(one.duty == Duty.UNIT_HEAD and one.unit == letter.unit_id for one in asked):
        return errors.NotHeadOfTheUnit
    if any(one.duty == Duty.CHIEF_OF_OFFICE for one in asked):
        return errors.NotChiefOfOffice
    return errors.NotAskedHere


def is_signer(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """Permit the signer in person."""
    own = actor.represented is None and actor.post is not None and actor.post.pk == letter.signer_post_id
    name = letter.signer_post.person.full_name if letter.signer_post else ""
    return permit_if(own, otherwise=errors.SignatureIsPersonal(name=name))


def decides(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """Permit the signer of the letter, or the head."""
    here = actor.organisation.pk == letter.organisation_id
    post = actor.acting_post
    is_signer = post is not None and post.pk == letter.signer_post_id
    return permit_if(here and (is_signer or actor.has_duty(Duty.HEAD)), otherwise=errors.NotTheSigner)


def signs_in_person(actor: Actor, letter: OutgoingLetter, at: datetime) -> Verdict:
    """Permit the signer in person, by the mandate the letter was laid out with."""
    in_person = (
        actor.represented is None and actor.post is not None and actor.post.pk == letter.signer_post_id
    )
    if not in_person:
        return refuse(errors.SignatureIsPersonal(name=letter.printed.get("signer", "")))
    return permit_if(has_mandate(letter.mandate, actor, at), otherwise=errors.MandateHasChanged)


def is_registry(actor: Actor, organisation_id: int) -> Verdict:
    """Permit the registry of this organisation."""
    here = actor.organisation.pk == organisation_id
    return permit_if(here and actor.has_duty(Duty.REGISTRY_CLERK), otherwise=errors.NotTheRegistry)


def has_mandate(mandate: SigningMandate | None, actor: Actor, at: datetime) -> bool:
    """Say whether the mandate is the one the actor's own post signs by at ``at``."""
    day = local_day(at)
    return (
        mandate is not None
        and mandate.revoked_at is None
        and actor.post is not None
        and mandate.post_id == actor.post.pk
        and mandate.valid_from <= day
        and (mandate.valid_until is None or day <= mandate.valid_until)
    )
