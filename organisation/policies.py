"""May this person change the office itself?"""

from __future__ import annotations

from datetime import date

from lib.refusal import Verdict, permit, permit_if, refuse
from organisation import errors
from organisation.enums import Duty
from organisation.models import Delegation, Post
from organisation.models.actor import Actor


def may_administer(actor: Actor, organisation_key: int | None = None) -> Verdict:
    """Administrators change people, posts, names and calendars of their own organisation, the set-up anybody's.

    The role gives no right to read letters.
    """
    if organisation_key is not None and organisation_key != actor.organisation_key:
        return refuse(errors.AnotherOrganisation)
    if actor.is_system:
        return permit()
    return permit_if(actor.has_duty(Duty.ADMINISTRATOR), otherwise=errors.AdministratorOnly)


def may_delegate(actor: Actor, principal: Post, day: date, *, delegate: Post | None = None) -> Verdict:
    """The holder delegates the own post, an administrator anyone's to another; what is delegated stays where it is."""
    offices = {principal.organisation_id} | ({delegate.organisation_id} if delegate else set())
    if offices != {actor.organisation_key}:
        return refuse(errors.AnotherOrganisation)
    if actor.represented is not None:
        return refuse(errors.DelegationIsTransitive)
    own = actor.person is not None and principal.person_id == actor.person.pk
    holds = (
        own
        and principal.valid_from <= day
        and (principal.valid_until is None or day <= principal.valid_until)
    )
    if holds:
        return permit()
    to_oneself = delegate is not None and actor.person is not None and delegate.person_id == actor.person.pk
    if to_oneself and actor.has_duty(Duty.ADMINISTRATOR):
        return refuse(errors.AdministratorTakesAPost)
    return permit_if(actor.has_duty(Duty.ADMINISTRATOR), otherwise=errors.DelegationIsNotYours)


def may_revoke(actor: Actor, delegation: Delegation) -> Verdict:
    """Who gave a delegation, or an administrator, ends it."""
    if delegation.organisation_id != actor.organisation_key:
        return refuse(errors.AnotherOrganisation)
    if actor.has_duty(Duty.ADMINISTRATOR):
        return permit()
    own = actor.person is not None and delegation.principal.person_id == actor.person.pk
    return permit_if(own, otherwise=errors.DelegationIsNotYours)
