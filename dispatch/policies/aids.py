"""May this person keep, change or use this phrase or model?"""

from __future__ import annotations

from dispatch import errors
from dispatch.enums import Reach
from dispatch.models import LetterModel, Phrase
from lib.refusal import Verdict, permit, permit_if, refuse
from organisation.enums import Duty
from organisation.models import Unit
from organisation.models.actor import Actor


def may_keep(actor: Actor, reach: Reach, unit: Unit | None) -> Verdict:
    """Chief of office and head keep what is the office's, the head of a unit its unit's, everybody their own."""
    if actor.person is None or actor.acting_post is None:
        return refuse(errors.NotYoursToKeep)
    if reach == Reach.OWN:
        return permit_if(actor.represented is None, otherwise=errors.NotYoursToKeep)
    chief = actor.has_duty(Duty.CHIEF_OF_OFFICE, Duty.HEAD)
    if reach == Reach.OFFICE:
        return permit_if(chief, otherwise=errors.NotYoursToKeep)
    heads = unit is not None and actor.acting_post.unit_id == unit.pk and actor.has_duty(Duty.UNIT_HEAD)
    return permit_if(chief or heads, otherwise=errors.NotYoursToKeep)


def may_use(actor: Actor, aid: Phrase | LetterModel) -> Verdict:
    """Everybody uses what is the office's, members of a unit what is their unit's, each person their own."""
    here = actor.organisation.pk == aid.organisation_id and aid.retired_at is None
    post = actor.acting_post
    mine = {
        Reach.OFFICE: True,
        Reach.UNIT: post is not None and post.unit_id == aid.unit_id,
        Reach.OWN: actor.person is not None and actor.person.pk == aid.person_id,
    }[Reach(aid.reach)]
    return permit_if(here and mine, otherwise=errors.AidIsGone(name=str(aid)))


def may_change(actor: Actor, aid: Phrase | LetterModel) -> Verdict:
    """Whoever keeps it changes and retires it, while it is kept."""
    if actor.organisation.pk != aid.organisation_id or aid.retired_at is not None:
        return refuse(errors.AidIsGone(name=str(aid)))
    own = aid.reach == Reach.OWN
    if own and (actor.person is None or actor.person.pk != aid.person_id):
        return refuse(errors.AidIsGone(name=str(aid)))
    return permit() if own else may_keep(actor, Reach(aid.reach), aid.unit)
