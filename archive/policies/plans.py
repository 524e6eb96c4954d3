"""May this person write or approve the file plan now?"""

from __future__ import annotations

from archive import errors
from archive.enums import PlanState
from archive.models import FilePlan
from lib.refusal import Verdict, permit_if, refuse
from organisation.enums import Duty
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
