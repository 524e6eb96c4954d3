"""May this person decide about reading, may they lend?"""

from __future__ import annotations

from datetime import date

from archive import errors
from archive.enums import DossierState
from archive.models import CatalogueUnit, ReadingRequest
from archive.policies.catalogue import may_catalogue
from lib.refusal import Verdict, permit, permit_if, refuse
from organisation.enums import Duty
from organisation.models.actor import Actor

DECIDE = (Duty.CHIEF_OF_OFFICE, Duty.HEAD, Duty.DEPUTY_HEAD)  # about reading and copies, by turn


def may_decide_reading(actor: Actor, request: ReadingRequest) -> Verdict:
    """The head, a deputy and the chief of office allow reading, of the own organisation's requests."""
    if request.organisation_id != actor.organisation_key:
        return refuse(errors.NotOfYourOrganisation)
    return may_decide_any(actor)


def may_decline_reading(actor: Actor, request: ReadingRequest) -> Verdict:
    """Whoever decides refuses; the archivist too while no unit is named: nothing of the kind is kept."""
    if request.organisation_id == actor.organisation_key and request.unit_id is None and may_catalogue(actor):
        return permit()
    return may_decide_reading(actor, request)


def may_name_unit(actor: Actor, request: ReadingRequest, unit: CatalogueUnit) -> Verdict:
    """The archivist says which unit is meant; whoever decides may too: an office may have none."""
    if unit.organisation_id != request.organisation_id:
        return refuse(errors.NotOfYourOrganisation)
    own = request.organisation_id == actor.organisation_key
    return permit() if own and may_catalogue(actor) else may_decide_reading(actor, request)


def may_leaf_through(actor: Actor, unit: CatalogueUnit, until: date | None) -> Verdict:
    """Whoever was let read a dossier of the office reads, ``until`` that day, also the letters in it (TT 05/2025).

    The leader who allows it decides for the whole dossier. For everybody else, also where the catalogue says that it is
    open, the owner of each document decides.
    """
    held = unit.dossier is not None and unit.dossier.state == DossierState.ARCHIVED
    mine = unit.organisation_id == actor.organisation_key and until is not None
    return permit_if(held and mine, otherwise=errors.NotLetRead)


def may_decide_any(actor: Actor) -> Verdict:
    """Whoever decides about reading decides about every request."""
    return permit_if(actor.has_duty(*DECIDE), otherwise=errors.NotYoursToAllow)


def may_see_every_request(actor: Actor) -> Verdict:
    """The archivist and who decides see every request to read; others see their own."""
    return permit() if may_catalogue(actor) else may_decide_any(actor)
