"""Keep a dossier's access tokens and its search row in step with it; called by the other operations."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from archive import queries
from archive.models import Dossier
from archive.operations import catalogue_showing
from search.operations import projecting

KIND: Final = "dossier"


def show(dossier: Dossier, *, at: datetime) -> None:
    """Set who sees the locked ``dossier`` and write its projection; the titles of its records are not in it.

    A record's title is found through the record's own projection, which has its own, perhaps narrower,
    readers.
    """
    dossier.tokens = queries.tokens_for(dossier)
    dossier.save(update_fields=["tokens"])
    heading = dossier.entry.heading if dossier.entry else ""
    projecting.project(
        organisation=dossier.organisation,
        kind=KIND,
        key=dossier.pk,
        title=dossier.title,
        code=dossier.code,
        text=f"{heading}\n{dossier.unit.name}\n{dossier.keeper.full_name}",
        facets={
            **catalogue_showing.follow(dossier, at=at),
            "year": dossier.year,
            "unit": dossier.unit_id,
            "status": dossier.state,
        },
        tokens=dossier.tokens,
        dated_on=dossier.opened_on,
        at=at,
    )
