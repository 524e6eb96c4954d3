"""Which state may follow which."""

from __future__ import annotations

from typing import Final

from archive import errors
from archive.enums import DossierState
from archive.models import Dossier

DOSSIER: Final[dict[DossierState, frozenset[DossierState]]] = {
    DossierState.OPEN: frozenset({DossierState.CLOSED}),
    DossierState.CLOSED: frozenset({DossierState.OPEN}),
}


def advance(dossier: Dossier, state: DossierState) -> None:
    """Set the state of ``dossier`` (unsaved); refuse a step the life of a dossier does not have."""
    if state not in DOSSIER[DossierState(dossier.state)]:
        stays = errors.DossierIsClosed if state is DossierState.CLOSED else errors.DossierIsOpen
        raise stays(code=dossier.code)
    dossier.state = state
