"""May this person ask for a certified copy of a holding, allow it, certify it?"""

from __future__ import annotations

from archive import errors
from archive.enums import CopyState, DossierState
from archive.models import CatalogueUnit, HoldingCopy
from archive.policies.catalogue import may_catalogue
from archive.policies.use import may_decide_any
from lib.refusal import Verdict, permit, permit_if, refuse
from organisation.enums import Duty
from organisation.models.actor import Actor
from signing.models import SigningRequest


def may_ask_for_copy(actor: Actor, unit: CatalogueUnit) -> Verdict:
    """Anybody of the office asks for what they see; the archive certifies only what it holds (Law 33/2024)."""
    if unit.organisation_id != actor.organisation_key or actor.person is None:
        return refuse(errors.NotOfYourOrganisation)
    ours = unit.dossier
    return permit_if(ours is None or ours.state == DossierState.ARCHIVED, otherwise=errors.NotInTheArchive)


def may_decide_copy(actor: Actor, copy: HoldingCopy) -> Verdict:
    """The head, a deputy and the chief of office allow a copy, as they allow reading."""
    if copy.organisation_id != actor.organisation_key:
        return refuse(errors.NotOfYourOrganisation)
    if copy.state != CopyState.ASKED:
        return refuse(errors.CopyIsDecided)
    return may_decide_any(actor)


def may_certify(actor: Actor, copy: HoldingCopy, standing: SigningRequest | None) -> Verdict:
    """The registry certifies an allowed copy once it is made: it keeps the organisation's key.

    ``standing`` is the latest request for the signature: what is being signed is not signed twice.
    """
    if copy.organisation_id != actor.organisation_key:
        return refuse(errors.NotOfYourOrganisation)
    if copy.state != CopyState.ALLOWED or copy.file_id is None:
        return refuse(errors.HoldingCopyIsNotReady)
    if standing is not None and standing.is_under_way:
        return refuse(errors.HoldingCopyIsBeingSigned)
    return permit_if(actor.has_duty(Duty.REGISTRY_CLERK), otherwise=errors.NotTheSealKeeper)


def may_void_holding_copy(actor: Actor, copy: HoldingCopy, standing: SigningRequest | None) -> Verdict:
    """The archivist and the registry void the number of a copy that is not certified; its line stays."""
    if copy.organisation_id != actor.organisation_key:
        return refuse(errors.NotOfYourOrganisation)
    if copy.state != CopyState.ALLOWED:
        return refuse(errors.HoldingCopyIsFinished)
    if standing is not None and standing.is_under_way:
        return refuse(errors.HoldingCopyIsBeingSigned)
    return permit() if actor.has_duty(Duty.REGISTRY_CLERK) else may_catalogue(actor)


def may_see_every_copy(actor: Actor) -> Verdict:
    """The register of certified copies is for the archive, the registry and those who allow; others see their own."""
    sees = actor.has_duty(Duty.REGISTRY_CLERK) or may_decide_any(actor)
    return permit() if sees else may_catalogue(actor)
