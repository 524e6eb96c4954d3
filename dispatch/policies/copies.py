"""May this person make certified copies?"""

from __future__ import annotations

from datetime import datetime

from dispatch import errors
from dispatch.enums import AllocationState, CopyForm, LetterStatus, Medium
from dispatch.models import CertifiedCopy, OutgoingLetter
from dispatch.models.copies import CONVERSIONS, TITLES
from dispatch.policies import who
from dispatch.policies.letters import may_read
from lib.refusal import Verdict, permit, permit_if, refuse
from organisation.enums import Duty
from organisation.models.actor import Actor


def may_keep_copies(actor: Actor) -> Verdict:
    """The registry makes copies and keeps their register; the head lets it by the office's own rule (Art. 27)."""
    return who.is_registry(actor, actor.organisation.pk)


def may_read_copies(actor: Actor) -> Verdict:
    """The register of copies is open to whoever may read the outgoing one."""
    duties = (Duty.REGISTRY_CLERK, Duty.HEAD, Duty.DEPUTY_HEAD, Duty.CHIEF_OF_OFFICE, Duty.ARCHIVIST)
    return permit_if(actor.has_duty(*duties), otherwise=errors.NotTheRegistry)


def may_copy_letter(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """An issued letter that is in force."""
    in_force = permit_if(letter.status == LetterStatus.ISSUED, otherwise=errors.OriginalIsNotInForce)
    return in_force and who.is_registry(actor, letter.organisation_id)


def may_copy_copy(copy: CertifiedCopy) -> Verdict:
    """A copy that stands: its number is not void, an electronic one is signed, and what it is of is in force."""
    stands = copy.allocation.state == AllocationState.ALLOCATED
    signed = not copy.is_electronic or copy.signed_file_id is not None
    in_force = copy.letter is None or copy.letter.status == LetterStatus.ISSUED
    return permit_if(stands and signed, otherwise=errors.CopyIsNotFinished) and permit_if(
        in_force, otherwise=errors.OriginalIsNotInForce
    )


def may_convert(form: CopyForm, source: Medium, target: Medium, of_copy: CertifiedCopy | None) -> Verdict:
    """What the law lets be made from what (Decree 30/2020 Art. 25)."""
    if form == CopyForm.FURTHER_COPY and (of_copy is None or of_copy.form != CopyForm.TRUE_COPY):
        return refuse(errors.NotATrueCopy)
    if (source, target) in CONVERSIONS[form]:
        return permit()
    words = {"form": TITLES[form], "source": source.label, "target": target.label}
    return refuse(errors.ConversionIsNotAllowed(**words))


def may_sign_copy(actor: Actor, copy: CertifiedCopy) -> Verdict:
    """The registry signs an electronic copy once it is made and not signed."""
    waits = (
        copy.is_electronic
        and copy.file_id is not None
        and copy.signed_file_id is None
        and copy.allocation.state == AllocationState.ALLOCATED
    )
    return permit_if(waits, otherwise=errors.CopyIsNotReady) and who.is_registry(actor, copy.organisation_id)


def may_void_copy(actor: Actor, copy: CertifiedCopy) -> Verdict:
    """The registry voids the number of a copy that was never finished; its line stays."""
    unfinished = copy.signed_file_id is None and copy.allocation.state == AllocationState.ALLOCATED
    return permit_if(unfinished, otherwise=errors.CopyIsNotReady) and who.is_registry(
        actor, copy.organisation_id
    )


def may_read_copy(actor: Actor, copy: CertifiedCopy, at: datetime) -> Verdict:
    """The registry reads what it copies; others only what they may read anyway: visibility is taking part."""
    keeps = may_keep_copies(actor)
    if keeps and actor.organisation.pk == copy.organisation_id:
        return keeps
    return may_read(actor, copy.letter, at) if copy.letter is not None else refuse(errors.LetterIsNotYours)
