"""May this person give numbers and keep the registers?"""

from __future__ import annotations

from dispatch import errors
from dispatch.enums import EVER_ISSUED, AllocationState
from dispatch.enums import LetterStatus as S
from dispatch.models import NumberAllocation, NumberSeries, OutgoingLetter
from dispatch.policies import who
from lib.refusal import Verdict, permit_if, refuse
from organisation.enums import Duty
from organisation.models.actor import Actor


def may_number(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """The registry numbers what bears the authorised signature (Decree 30/2020 Art. 15, 18).

    A numbered letter that awaits its seal may be asked for again: number and day stay the same (design D18).
    """
    return who.at_step(letter, S.SIGNED, S.NUMBERED) and who.is_registry(actor, letter.organisation_id)


def may_void_number(actor: Actor, allocation: NumberAllocation) -> Verdict:
    """The registry voids a number that was never issued; an issued letter is recalled, not voided."""
    if allocation.state == AllocationState.VOID:
        return refuse(errors.ReservationIsOver(number=str(allocation)))
    letter = allocation.letter
    if letter is not None and letter.status in EVER_ISSUED:
        return refuse(errors.NumberIsInUse(number=str(allocation)))
    return who.is_registry(actor, allocation.organisation_id)


def may_keep_registers(actor: Actor) -> Verdict:
    """Opening, closing, reserving: the registry's."""
    return who.is_registry(actor, actor.organisation.pk)


def may_keep_series(actor: Actor, series: NumberSeries) -> Verdict:
    """The registry of the office the series belongs to."""
    return who.is_registry(actor, series.organisation_id)


def may_confirm_series(actor: Actor, series: NumberSeries) -> Verdict:
    """The registry lets a series go on that stands still."""
    standing = permit_if(series.frozen_at is not None, otherwise=errors.SeriesIsNotFrozen)
    return standing and may_keep_series(actor, series)


def may_read_registers(actor: Actor) -> Verdict:
    """The register of the office is open to the registry, the leaders, the chief of office and the archivist."""
    duties = (Duty.REGISTRY_CLERK, Duty.HEAD, Duty.DEPUTY_HEAD, Duty.CHIEF_OF_OFFICE, Duty.ARCHIVIST)
    return permit_if(actor.has_duty(*duties), otherwise=errors.NotTheRegistry)
