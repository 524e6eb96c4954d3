"""May this person keep the retention schedules?"""

from __future__ import annotations

from archive import errors
from lib.refusal import Verdict, permit_if
from organisation.enums import Duty
from organisation.models.actor import Actor


def may_keep_schedules(actor: Actor) -> Verdict:
    """The archivist imports schedules; everybody reads them."""
    return permit_if(actor.is_system or actor.has_duty(Duty.ARCHIVIST), otherwise=errors.ScheduleIsNotYours)
