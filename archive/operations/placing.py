"""Give a dossier of our own its place in the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from archive import errors, policies
from archive.enums import Access, Keeping, Level, Medium
from archive.models import CatalogueUnit, Dossier
from archive.operations import cataloguing
from archive.operations.showing import show
from lib.database import locked, next_keys
from organisation.models.actor import Actor


@transaction.atomic
def place_all(
    *, dossiers: Iterable[Dossier], parent: CatalogueUnit, by: Actor, at: datetime
) -> list[CatalogueUnit]:
    """Give several dossiers their places in ``parent``, in their order: all of them or, where one is refused, none."""
    return [place(dossier=dossier, parent=parent, by=by, at=at) for dossier in dossiers]


@transaction.atomic
def place(*, dossier: Dossier, parent: CatalogueUnit, by: Actor, at: datetime) -> CatalogueUnit:
    """Put ``dossier`` at the end of ``parent`` in the catalogue and give its unit; it says what the dossier says.

    Refuses a dossier not taken over, a second place, a parent that holds no units, and a code the parent has.
    """
    cataloguing.lock_fonds(parent)
    dossier = locked(Dossier, dossier.pk)
    above = locked(CatalogueUnit, parent.pk)
    policies.may_place(by, dossier, above).enforce()
    if not above.holds_units:
        raise errors.HoldsNoUnits
    if CatalogueUnit.objects.filter(dossier=dossier).exists():
        raise errors.AlreadyCatalogued(code=dossier.code)
    unit = CatalogueUnit(
        organisation=by.organisation, pk=next_keys(CatalogueUnit, 1)[0], parent=above, level=Level.DOSSIER,
        position=cataloguing.next_position(by.organisation.pk, above), dossier=dossier,
    )  # fmt: skip
    cataloguing.fill(unit, _told(dossier))
    cataloguing.save(unit, fresh=True)
    show(dossier, at=at)
    cataloguing.note(name="catalogue.placed", unit=unit, by=by, at=at, facts={"dossier": dossier.pk})
    return unit


def _told(dossier: Dossier) -> cataloguing.Described:
    last = dossier.closed_on
    return cataloguing.Described(
        title=dossier.title,
        code=dossier.code,
        year_from=dossier.opened_on.year,
        year_to=last.year if last else None,
        date_from=dossier.opened_on,
        date_to=last,
        medium=Medium.ELECTRONIC,
        keeping=Keeping.YEARS if dossier.retention_years else Keeping.PERMANENT,
        retention_years=dossier.retention_years,
        access=Access.INHERIT,
    )
