"""May this person write or approve the file plan now?"""

from __future__ import annotations

from archive import errors
from archive.enums import PlanState
from archive.models import FilePlan, FilePlanPart
from archive.policies.who import of_unit
from lib.refusal import Refusal, Verdict, permit, permit_if, refuse
from organisation.enums import Duty
from organisation.models import Unit
from organisation.models.actor import Actor


def may_write_plan(actor: Actor, plan: FilePlan) -> Verdict:
    """The office writes the plan while it is a draft (Decree 30/2020 Art. 29)."""
    if plan.organisation_id != actor.organisation_key:
        return refuse(errors.NotOfYourOrganisation)
    if plan.state != PlanState.DRAFT:
        return refuse(_standing(plan))
    return may_begin_plan(actor)


def may_write_part(actor: Actor, plan: FilePlan, unit: Unit, part: FilePlanPart | None) -> Verdict:
    """A unit writes its own lines until it hands them in; the office writes any while the plan is a draft."""
    if plan.organisation_id != actor.organisation_key or unit.organisation_id != actor.organisation_key:
        return refuse(errors.NotOfYourOrganisation)
    if plan.state != PlanState.DRAFT:
        return refuse(_standing(plan))
    if may_begin_plan(actor):
        return permit()
    if not of_unit(actor, unit.pk):
        return refuse(errors.PartIsNotYours)
    handed_in = part is not None and part.handed_in_at is not None
    return permit_if(not handed_in, otherwise=errors.PartIsHandedIn(unit=unit.name))


def may_read_plan(actor: Actor, plan: FilePlan) -> Verdict:
    """Everybody of the office reads its file plans: they are sent to all units (Art. 29)."""
    own = plan.organisation_id == actor.organisation_key
    return permit_if(own, otherwise=errors.NotOfYourOrganisation)


def may_send_plan_back(actor: Actor, plan: FilePlan) -> Verdict:
    """The head sends a presented plan back instead of approving it."""
    if plan.organisation_id != actor.organisation_key:
        return refuse(errors.NotOfYourOrganisation)
    if plan.state != PlanState.PRESENTED:
        return refuse(errors.PlanIsNotPresented(year=plan.year))
    return permit_if(actor.is_system or actor.has_duty(Duty.HEAD), otherwise=errors.NotTheHead)


def may_begin_plan(actor: Actor) -> Verdict:
    """Chief of office, archivist and registry begin the plan of a year."""
    writes = actor.is_system or actor.has_duty(Duty.CHIEF_OF_OFFICE, Duty.ARCHIVIST, Duty.REGISTRY_CLERK)
    return permit_if(writes, otherwise=errors.PlanIsNotYours)


def may_approve_plan(actor: Actor, plan: FilePlan) -> Verdict:
    """The head approves the plan (Decree 30/2020 Art. 29)."""
    if plan.organisation_id != actor.organisation_key:
        return refuse(errors.NotOfYourOrganisation)
    if plan.state == PlanState.APPROVED:
        return refuse(errors.PlanIsApproved(year=plan.year))
    return permit_if(actor.is_system or actor.has_duty(Duty.HEAD), otherwise=errors.NotTheHead)


def _standing(plan: FilePlan) -> Refusal:
    stands = errors.PlanIsPresented if plan.state == PlanState.PRESENTED else errors.PlanIsApproved
    return stands(year=plan.year)
