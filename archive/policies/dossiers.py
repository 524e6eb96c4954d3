"""May this person do it with the dossier now?"""

from __future__ import annotations

from archive import errors, lifecycle
from archive.enums import DossierState
from archive.models import Dossier
from archive.policies.who import in_hand, keeps, of_unit
from lib.refusal import Verdict, permit, permit_if, refuse
from organisation.enums import Duty
from organisation.models import Unit
from organisation.models.actor import Actor


def may_open(actor: Actor, unit: Unit) -> Verdict:
    """Whoever handles the matter opens a dossier for the own unit; the registry for any (Art. 29)."""
    if unit.organisation_id != actor.organisation_key:
        return refuse(errors.NotOfYourOrganisation)
    anywhere = actor.is_system or actor.has_duty(Duty.ARCHIVIST, Duty.REGISTRY_CLERK)
    return permit_if(anywhere or of_unit(actor, unit.pk), otherwise=errors.UnitIsNotYours)


def may_file(actor: Actor, dossier: Dossier) -> Verdict:
    """The keeper, the unit, the registry and the archivist file in an open dossier."""
    if dossier.organisation_id != actor.organisation_key:
        return refuse(errors.NotOfYourOrganisation)
    if dossier.state != DossierState.OPEN:
        return refuse(lifecycle.standing(dossier))
    anywhere = actor.is_system or actor.has_duty(Duty.ARCHIVIST, Duty.REGISTRY_CLERK)
    hands = anywhere or keeps(actor, dossier) or of_unit(actor, dossier.unit_id)
    return permit_if(hands, otherwise=errors.NotOfTheUnit)


def may_take_out(actor: Actor, dossier: Dossier) -> Verdict:
    """The keeper, the head of the unit and the archivist take records out of an open dossier."""
    if dossier.state != DossierState.OPEN:
        return refuse(lifecycle.standing(dossier))
    return in_hand(actor, dossier)


def may_close(actor: Actor, dossier: Dossier) -> Verdict:
    """The keeper, the head of the unit and the archivist close it when the work is done (Art. 29)."""
    if dossier.state != DossierState.OPEN:
        return refuse(lifecycle.standing(dossier))
    return in_hand(actor, dossier)


def may_reopen(actor: Actor, dossier: Dossier) -> Verdict:
    """Whoever may close a dossier may reopen it, with a reason, until it is offered to the archive."""
    if dossier.state != DossierState.CLOSED:
        return refuse(lifecycle.standing(dossier))
    return in_hand(actor, dossier)


def may_grant(actor: Actor, dossier: Dossier) -> Verdict:
    """The keeper, the head of the unit and the archivist let others see the dossier, open or closed."""
    return in_hand(actor, dossier)


def may_describe(actor: Actor, dossier: Dossier) -> Verdict:
    """The keeper, the head of the unit and the archivist put its words and its lines right while it is open."""
    if dossier.state != DossierState.OPEN:
        return refuse(lifecycle.standing(dossier))
    return in_hand(actor, dossier)


def may_pass_on(actor: Actor, dossier: Dossier) -> Verdict:
    """Keeper, head of the unit, archivist and administrator give it to another keeper, until it is in custody."""
    if dossier.state == DossierState.ARCHIVED:
        return refuse(lifecycle.standing(dossier))
    if dossier.organisation_id == actor.organisation_key and actor.has_duty(Duty.ADMINISTRATOR):
        return permit()
    return in_hand(actor, dossier)


def may_keep_back(actor: Actor, dossier: Dossier) -> Verdict:
    """The head consents to a unit's keeping a closed dossier for up to two years more (Art. 30)."""
    if dossier.organisation_id != actor.organisation_key:
        return refuse(errors.NotOfYourOrganisation)
    if dossier.state != DossierState.CLOSED:
        return refuse(lifecycle.standing(dossier))
    return permit_if(actor.is_system or actor.has_duty(Duty.HEAD), otherwise=errors.ConsentNeeded)


def may_end_keeping_back(actor: Actor, dossier: Dossier) -> Verdict:
    """Whoever has the dossier in hand may hand it over earlier than was consented."""
    if dossier.state != DossierState.CLOSED or dossier.kept_back_until is None:
        return refuse(errors.NotKeptBack(code=dossier.code))
    return in_hand(actor, dossier)
