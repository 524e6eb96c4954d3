"""In whose hands a dossier is."""

from __future__ import annotations

from archive import errors
from archive.models import Dossier
from lib.refusal import Verdict, permit, permit_if, refuse
from organisation.enums import Duty
from organisation.models.actor import Actor


def in_hand(actor: Actor, dossier: Dossier) -> Verdict:
    """The keeper, the head of the unit and the archivist have the dossier in hand."""
    if dossier.organisation_id != actor.organisation_key:
        return refuse(errors.NotOfYourOrganisation)
    if actor.is_system or actor.has_duty(Duty.ARCHIVIST) or keeps(actor, dossier):
        return permit()
    heads = actor.has_duty(Duty.UNIT_HEAD) and of_unit(actor, dossier.unit_id)
    return permit_if(heads, otherwise=errors.NotTheKeeper)


def keeps(actor: Actor, dossier: Dossier) -> bool:
    """Say whether the actor keeps the dossier."""
    post = actor.acting_post
    return post is not None and post.person_id == dossier.keeper_id


def of_unit(actor: Actor, unit_id: int) -> bool:
    """Say whether the post the actor acts in belongs to the unit."""
    post = actor.acting_post
    return post is not None and post.unit_id == unit_id
