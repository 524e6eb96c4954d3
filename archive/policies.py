"""May this person do it with the dossier now? The system itself may: set-up and jobs act by it."""

from __future__ import annotations

from archive import errors
from archive.enums import DossierState, PlanState
from archive.models import Dossier, FilePlan
from lib.refusal import Verdict, permit, permit_if, refuse
from organisation.enums import Duty
from organisation.models import Unit
from organisation.models.actor import Actor


def may_write_plan(actor: Actor, plan: FilePlan) -> Verdict:
    """The office writes the plan while it is a draft (Decree 30/2020 Art. 29)."""
    if plan.organisation_id != actor.organisation_key:
        return refuse(errors.NotOfYourOrganisation)
    if plan.state != PlanState.DRAFT:
        return refuse(errors.PlanIsApproved(year=plan.year))
    return may_begin_plan(actor)


def may_begin_plan(actor: Actor) -> Verdict:
    """Chief of office, archivist and registry begin the plan of a year."""
    writes = actor.is_system or actor.has_duty(Duty.CHIEF_OF_OFFICE, Duty.ARCHIVIST, Duty.REGISTRY_CLERK)
    return permit_if(writes, otherwise=errors.PlanIsNotYours)


def may_approve_plan(actor: Actor, plan: FilePlan) -> Verdict:
    """The head approves the plan (Decree 30/2020 Art. 29)."""
    if plan.organisation_id != actor.organisation_key:
        return refuse(errors.NotOfYourOrganisation)
    if plan.state != PlanState.DRAFT:
        return refuse(errors.PlanIsApproved(year=plan.year))
    return permit_if(actor.is_system or actor.has_duty(Duty.HEAD), otherwise=errors.NotTheHead)


def may_open(actor: Actor, unit: Unit) -> Verdict:
    """Whoever handles the matter opens a dossier for the own unit; the registry for any (Art. 29)."""
    if unit.organisation_id != actor.organisation_key:
        return refuse(errors.NotOfYourOrganisation)
    anywhere = actor.is_system or actor.has_duty(Duty.ARCHIVIST, Duty.REGISTRY_CLERK)
    return permit_if(anywhere or _of_unit(actor, unit.pk), otherwise=errors.UnitIsNotYours)


def may_file(actor: Actor, dossier: Dossier) -> Verdict:
    """The keeper, the unit, the registry and the archivist file in an open dossier."""
    if dossier.organisation_id != actor.organisation_key:
        return refuse(errors.NotOfYourOrganisation)
    if dossier.state != DossierState.OPEN:
        return refuse(errors.DossierIsClosed(code=dossier.code))
    anywhere = actor.is_system or actor.has_duty(Duty.ARCHIVIST, Duty.REGISTRY_CLERK)
    hands = anywhere or _keeps(actor, dossier) or _of_unit(actor, dossier.unit_id)
    return permit_if(hands, otherwise=errors.NotOfTheUnit)


def may_take_out(actor: Actor, dossier: Dossier) -> Verdict:
    """The keeper, the head of the unit and the archivist take records out of an open dossier."""
    if dossier.state != DossierState.OPEN:
        return refuse(errors.DossierIsClosed(code=dossier.code))
    return _in_hand(actor, dossier)


def may_close(actor: Actor, dossier: Dossier) -> Verdict:
    """The keeper, the head of the unit and the archivist close it when the work is done (Art. 29)."""
    if dossier.state != DossierState.OPEN:
        return refuse(errors.DossierIsClosed(code=dossier.code))
    return _in_hand(actor, dossier)


def may_reopen(actor: Actor, dossier: Dossier) -> Verdict:
    """Whoever may close a dossier may reopen it, with a reason."""
    if dossier.state != DossierState.CLOSED:
        return refuse(errors.DossierIsOpen(code=dossier.code))
    return _in_hand(actor, dossier)


def may_grant(actor: Actor, dossier: Dossier) -> Verdict:
    """The keeper, the head of the unit and the archivist let others see the dossier, open or closed."""
    return _in_hand(actor, dossier)


def _in_hand(actor: Actor, dossier: Dossier) -> Verdict:
    if dossier.organisation_id != actor.organisation_key:
        return refuse(errors.NotOfYourOrganisation)
    if actor.is_system or actor.has_duty(Duty.ARCHIVIST) or _keeps(actor, dossier):
        return permit()
    heads = actor.has_duty(Duty.UNIT_HEAD) and _of_unit(actor, dossier.unit_id)
    return permit_if(heads, otherwise=errors.NotTheKeeper)


def _keeps(actor: Actor, dossier: Dossier) -> bool:
    post = actor.acting_post
    return post is not None and post.person_id == dossier.keeper_id


def _of_unit(actor: Actor, unit_id: int) -> bool:
    post = actor.acting_post
    return post is not None and post.unit_id == unit_id
