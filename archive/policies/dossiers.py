"""May this person do it with the dossier now?"""

from __future__ import annotations

from archive import errors
from archive.enums import DossierState
from archive.models import Dossier
from archive.policies.who import in_hand, keeps, of_unit
from lib.refusal import Verdict, permit_if, refuse
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
        return refuse(errors.DossierIsClosed(code=dossier.code))
    anywhere = actor.is_system or actor.has_duty(Duty.ARCHIVIST, Duty.REGISTRY_CLERK)
    hands = anywhere or keeps(actor, dossier) or of_unit(actor, dossier.unit_id)
    return permit_if(hands, otherwise=errors.NotOfTheUnit)


def may_take_out(actor: Actor, dossier: Dossier) -> Verdict:
    """The keeper, the head of the unit and the archivist take records out of an open dossier."""
    if dossier.state != DossierState.OPEN:
        return refuse(errors.DossierIsClosed(code=dossier.code))
    return in_hand(actor, dossier)


def may_close(actor: Actor, dossier: Dossier) -> Verdict:
    """The keeper, the head of the unit and the archivist close it when the work is done (Art. 29)."""
    if dossier.state != DossierState.OPEN:
        return refuse(errors.DossierIsClosed(code=dossier.code))
    return in_hand(actor, dossier)


def may_reopen(actor: Actor, dossier: Dossier) -> Verdict:
    """Whoever may close a dossier may reopen it, with a reason."""
    if dossier.state != DossierState.CLOSED:
        return refuse(errors.DossierIsOpen(code=dossier.code))
    return in_hand(actor, dossier)


def may_grant(actor: Actor, dossier: Dossier) -> Verdict:
    """The keeper, the head of the unit and the archivist let others see the dossier, open or closed."""
    return in_hand(actor, dossier)
