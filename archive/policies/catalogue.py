"""May this person work on the catalogue?"""

from __future__ import annotations

from archive import errors
from archive.enums import DossierState
from archive.models import CatalogueUnit, Dossier
from lib.refusal import Verdict, permit_if, refuse
from organisation.enums import Duty
from organisation.models.actor import Actor


def may_catalogue(actor: Actor) -> Verdict:
    """The archivist keeps the catalogue: fonds, series, places, imports (Law 33/2024 on archives)."""
    return permit_if(actor.is_system or actor.has_duty(Duty.ARCHIVIST), otherwise=errors.CatalogueIsNotYours)


def may_change_unit(actor: Actor, unit: CatalogueUnit) -> Verdict:
    """The archivist describes and moves what stands in the own organisation's catalogue."""
    if unit.organisation_id != actor.organisation_key:
        return refuse(errors.NotOfYourOrganisation)
    return may_catalogue(actor)


def may_place(actor: Actor, dossier: Dossier, parent: CatalogueUnit) -> Verdict:
    """The archivist gives a dossier its place in the catalogue once it is in custody (Decree 30/2020 Art. 30)."""
    if dossier.organisation_id != actor.organisation_key:
        return refuse(errors.NotOfYourOrganisation)
    if dossier.state != DossierState.ARCHIVED:
        return refuse(errors.NotTakenOver(code=dossier.code))
    return may_change_unit(actor, parent)
