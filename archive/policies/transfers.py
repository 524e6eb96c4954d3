"""May this person hand dossiers over, or take them over, now?"""

from __future__ import annotations

from typing import Final

from archive import errors, lifecycle
from archive.enums import DossierState, ItemState, TransferState
from archive.models import Dossier, Transfer, TransferCopy, TransferItem
from archive.policies.who import keeps, of_unit
from lib.refusal import Verdict, permit, permit_if, refuse
from organisation.enums import Duty
from organisation.models.actor import Actor

_SEE_ALL: Final = (Duty.HEAD, Duty.DEPUTY_HEAD, Duty.CHIEF_OF_OFFICE, Duty.ARCHIVIST)


def may_see_every_transfer(actor: Actor) -> Verdict:
    """The leaders, the chief of office and the archivist see every transfer; others see those of their unit."""
    return permit_if(actor.has_duty(*_SEE_ALL), otherwise=errors.NotTheArchivist)


def may_offer(actor: Actor, dossier: Dossier) -> Verdict:
    """The keeper or the head of the unit offers a closed dossier that is not kept back (Art. 30)."""
    if dossier.organisation_id != actor.organisation_key:
        return refuse(errors.NotOfYourOrganisation)
    if dossier.state != DossierState.CLOSED:
        return refuse(lifecycle.standing(dossier))
    if dossier.kept_back_until is not None:
        return refuse(errors.KeptBack(code=dossier.code, day=f"{dossier.kept_back_until:%d/%m/%Y}"))
    heads = actor.has_duty(Duty.UNIT_HEAD) and of_unit(actor, dossier.unit_id)
    return permit_if(keeps(actor, dossier) or heads, otherwise=errors.NotTheGiver)


def may_withdraw_offer(actor: Actor, transfer: Transfer) -> Verdict:
    """Who offered, or the head of the unit, takes an unanswered offer back."""
    if transfer.organisation_id != actor.organisation_key:
        return refuse(errors.NotOfYourOrganisation)
    if transfer.state != TransferState.OFFERED:
        return refuse(errors.TransferIsOver(number=str(transfer)))
    heads = actor.has_duty(Duty.UNIT_HEAD) and of_unit(actor, transfer.unit_id)
    return permit_if(_gave(actor, transfer) or heads, otherwise=errors.NotTheGiver)


def may_answer(actor: Actor, transfer: Transfer) -> Verdict:
    """The archivist takes over or returns what somebody else offered (Art. 30)."""
    if transfer.organisation_id != actor.organisation_key:
        return refuse(errors.NotOfYourOrganisation)
    if transfer.state != TransferState.OFFERED:
        return refuse(errors.TransferIsOver(number=str(transfer)))
    if actor.acting_post is None or not actor.has_duty(Duty.ARCHIVIST):
        return refuse(errors.NotTheArchivist)
    return permit_if(not _gave(actor, transfer), otherwise=errors.OwnDossiersAreTaken)


def may_return_item(actor: Actor, item: TransferItem) -> Verdict:
    """The archivist returns one dossier of an unanswered transfer."""
    verdict = may_answer(actor, item.transfer)
    if verdict and item.state != ItemState.OFFERED:
        return refuse(errors.ItemIsAnswered(code=item.dossier.code))
    return verdict


def may_sign_record(actor: Actor, transfer: Transfer, copies: list[TransferCopy]) -> Verdict:
    """The giver signs both copies first, then the receiver: each once, each in person."""
    if transfer.organisation_id != actor.organisation_key:
        return refuse(errors.NotOfYourOrganisation)
    receiver = transfer.receiver
    if receiver is None or not copies:
        return refuse(errors.RecordIsNotDrawn)
    person = actor.person.pk if actor.person else None
    if person == transfer.giver.person_id:
        given = all(copy.given_file_id for copy in copies)
        return permit_if(not given, otherwise=errors.RecordIsSigned)
    if person != receiver.person_id:
        waits = receiver if all(copy.given_file_id for copy in copies) else transfer.giver
        return refuse(errors.NotYoursToSign(name=waits.person.full_name))
    if not all(copy.given_file_id for copy in copies):
        return refuse(errors.GiverSignsFirst(name=transfer.giver.person.full_name))
    if all(copy.signed_file_id for copy in copies):
        return refuse(errors.RecordIsSigned)
    return permit()


def _gave(actor: Actor, transfer: Transfer) -> bool:
    """Say whether the actor, or whom the actor stands in for, gave the dossiers or offered them for the giver."""
    acting = {actor.person.pk} if actor.person else set()
    acting |= {actor.represented.person_id} if actor.represented else set()
    return bool(acting & {transfer.giver.person_id, transfer.offered_by_id})
