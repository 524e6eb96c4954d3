"""What is remembered of using the catalogue: who looked at which dossier (design D14, Decree 30/2020 App. VI 5)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from archive.models import CatalogueUnit
from audit.models import Subject
from audit.operations import recording
from audit.queries import history_of
from organisation.models.actor import Actor

SUBJECT: Final = "catalogue"
_ONE_LOOK: Final = timedelta(minutes=30)  # turning the pages of one dossier is one look at it


@transaction.atomic
def note_view(
    *, unit: CatalogueUnit, by: Actor, at: datetime, record: int | None = None, item: int | None = None
) -> None:
    """Remember that ``by`` looked at a dossier of the catalogue, or read the ``record`` or our own ``item`` in it.

    A look soon after the last one at the same thing is the same look.
    """
    if by.person is None:
        return
    read = {name: key for name, key in (("record", record), ("item", item)) if key is not None}
    name = "catalogue.read" if read else "catalogue.viewed"
    recent = history_of(by.organisation_key, SUBJECT, unit.pk).filter(
        name=name, at__gt=at - _ONE_LOOK, trail__person=by.person.pk
    )
    if not recent.filter(**{f"facts__{name}": key for name, key in read.items()}).exists():
        subject = Subject(SUBJECT, str(unit.pk))
        recording.record(name, subject=subject, by=by, at=at, facts=read, detail={"title": unit.title})
