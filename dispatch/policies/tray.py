"""Who confirms letters together."""

from __future__ import annotations

from dispatch import errors
from lib.refusal import Verdict, permit_if
from organisation.enums import Duty
from organisation.models.actor import Actor


def may_keep_a_tray(actor: Actor) -> Verdict:
    """Leaders sign many letters a day and the registry seals them; what each may do is asked letter by letter."""
    duties = (Duty.HEAD, Duty.DEPUTY_HEAD, Duty.CHIEF_OF_OFFICE, Duty.REGISTRY_CLERK)
    return permit_if(actor.has_duty(*duties), otherwise=errors.NotTheSigner)
