"""Which state may follow which."""

from __future__ import annotations

from typing import Final

from archive import errors
from archive.enums import DossierState, PlanState, TransferState
from archive.models import Dossier, FilePlan, Transfer

# From custody nothing leads on: when disposal and the transfer to a historical archive are built (Law 33/2024,
# Circular 06/2025), they begin at ARCHIVED, and what is kept for a case (hold) bars each of their steps.
DOSSIER: Final[dict[DossierState, frozenset[DossierState]]] = {
    DossierState.OPEN: frozenset({DossierState.CLOSED}),
    DossierState.CLOSED: frozenset({DossierState.OPEN, DossierState.OFFERED}),
    DossierState.OFFERED: frozenset({DossierState.CLOSED, DossierState.ARCHIVED}),
    DossierState.ARCHIVED: frozenset(),
}
PLAN: Final[dict[PlanState, frozenset[PlanState]]] = {
    PlanState.DRAFT: frozenset({PlanState.PRESENTED, PlanState.APPROVED}),
    PlanState.PRESENTED: frozenset({PlanState.DRAFT, PlanState.APPROVED}),
    PlanState.APPROVED: frozenset(),
}
TRANSFER: Final[dict[TransferState, frozenset[TransferState]]] = {
    TransferState.OFFERED: frozenset(
        {TransferState.ACCEPTED, TransferState.RETURNED, TransferState.WITHDRAWN}
    ),
    TransferState.ACCEPTED: frozenset(),
    TransferState.RETURNED: frozenset(),
    TransferState.WITHDRAWN: frozenset(),
}


def advance(dossier: Dossier, state: DossierState) -> None:
    """Set the state of ``dossier`` (unsaved); refuse a step the life of a dossier does not have."""
    if state not in DOSSIER[DossierState(dossier.state)]:
        raise standing(dossier)
    dossier.state = state


def standing(dossier: Dossier) -> errors.DossierStands:
    """Give the refusal that says where the dossier stands."""
    said: dict[DossierState, type[errors.DossierStands]] = {
        DossierState.OPEN: errors.DossierIsOpen,
        DossierState.CLOSED: errors.DossierIsClosed,
        DossierState.OFFERED: errors.DossierIsOffered,
        DossierState.ARCHIVED: errors.DossierIsInCustody,
    }
    return said[DossierState(dossier.state)](code=dossier.code)


def advance_plan(plan: FilePlan, state: PlanState) -> None:
    """Set the state of ``plan`` (unsaved); refuse a step a plan does not have."""
    if state not in PLAN[PlanState(plan.state)]:
        raise errors.PlanIsApproved(year=plan.year)
    plan.state = state


def advance_transfer(transfer: Transfer, state: TransferState) -> None:
    """Set the state of ``transfer`` (unsaved); refuse a step after its end."""
    if state not in TRANSFER[TransferState(transfer.state)]:
        raise errors.TransferIsOver(number=str(transfer))
    transfer.state = state
