"""May this person change the office itself?"""

from __future__ import annotations

from datetime import date

from lib.refusal import Verdict, permit, permit_if, refuse
from organisation import errors
from organisation.enums import Duty
from organisation.models import Delegation, Post
from organisation.models.actor import Actor


def may_administer(actor: Actor) -> Verdict:
    """Administrators change people, posts, names and calendars; the role gives no right to read letters."""
    return permit_if(actor.has_duty(Duty.ADMINISTRATOR), otherwise=errors.AdministratorOnly)


def may_delegate(actor: Actor, principal: Post, day: date) -> Verdict:
    """The holder delegates the own post, an administrator anyone's; what is itself delegated stays where it is."""
    if actor.represented is not None:
        return refuse(errors.DelegationIsTransitive)
    own = actor.person is not None and principal.person_id == actor.person.pk
    holds = (
        own
        and principal.valid_from <= day
        and (principal.valid_until is None or day <= principal.valid_until)
    )
    return permit_if(holds or actor.has_duty(Duty.ADMINISTRATOR), otherwise=errors.DelegationIsNotYours)


def may_revoke(actor: Actor, delegation: Delegation) -> Verdict:
    """Who gave a delegation, or an administrator, ends it."""
    if actor.has_duty(Duty.ADMINISTRATOR):
        return permit()
    own = actor.person is not None and delegation.principal.person_id == actor.person.pk
    return permit_if(own, otherwise=errors.DelegationIsNotYours)
