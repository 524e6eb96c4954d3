"""Places where paper lies, and the bodies whose papers the archive keeps: added and changed by the archivist."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from archive import errors, policies
from archive.enums import PlaceKind
from archive.models import ArchiveCreator, StorePlace
from audit.models import Subject
from audit.operations import recording
from lib.database import locked
from lib.text import code_key, single_line
from organisation.models.actor import Actor

_HOLDS = {PlaceKind.SHELF: (PlaceKind.STORE,), PlaceKind.BOX: (PlaceKind.STORE, PlaceKind.SHELF)}


@transaction.atomic
def add_place(
    *, kind: PlaceKind, code: str, name: str, within: StorePlace | None, by: Actor, at: datetime
) -> StorePlace:
    """Add a store room, a shelf in it or a box; refuses a code used there and a place that does not fit."""
    policies.may_catalogue(by).enforce()
    holder = locked(StorePlace, within.pk) if within is not None else None
    if (holder.kind if holder else None) not in _HOLDS.get(kind, (None,)):
        raise errors.PlaceDoesNotFit
    if holder is not None and holder.organisation_id != by.organisation_key:
        raise errors.NotOfYourOrganisation
    code = single_line(code)[:60]
    if not code:
        raise errors.PlaceDoesNotFit
    place = StorePlace(
        organisation=by.organisation, kind=kind, code=code, name=single_line(name)[:300], within=holder,
        code_sort=code_key(code)[:200],
    )  # fmt: skip
    try:
        with transaction.atomic():
            place.save(force_insert=True)
    except IntegrityError as clash:
        if "store_place_code_once" not in str(clash):
            raise
        raise errors.PlaceCodeTaken(code=code) from None
    facts = {"kind": kind.value, "within": holder.pk if holder else None}
    subject = Subject("place", str(place.pk))
    recording.record(
        "place.added", subject=subject, by=by, at=at, facts=facts, detail={"code": code, "name": name}
    )
    return place


@transaction.atomic
def remove_place(*, place: StorePlace, by: Actor, at: datetime) -> None:
    """Take away a place where nothing lies."""
    place = locked(StorePlace, place.pk)
    policies.may_catalogue(by).enforce()
    if place.organisation_id != by.organisation_key:
        raise errors.NotOfYourOrganisation
    if place.contents.exists() or place.units.exists():
        raise errors.PlaceIsInUse(code=place.code)
    subject = Subject("place", str(place.pk))
    recording.record(
        "place.removed", subject=subject, by=by, at=at, detail={"code": place.code, "name": place.name}
    )
    place.delete()


@transaction.atomic
def add_creator(
    *,
    name: str,
    by: Actor,
    at: datetime,
    year_from: int | None = None,
    year_to: int | None = None,
    successor: ArchiveCreator | None = None,
    history: str = "",
) -> ArchiveCreator:
    """Name a body whose papers make a fonds, and who took over from it; refuses a name that is there."""
    policies.may_catalogue(by).enforce()
    if year_from is not None and year_to is not None and year_to < year_from:
        raise errors.YearsOutOfOrder
    name = single_line(name)[:300]
    if not name:
        raise errors.CatalogueTitleNeeded
    if ArchiveCreator.objects.filter(organisation=by.organisation, name=name).exists():
        raise errors.CreatorTaken(name=name)
    creator = ArchiveCreator.objects.create(
        organisation=by.organisation, name=name, year_from=year_from, year_to=year_to, successor=successor,
        history=history.strip(),
    )  # fmt: skip
    facts = {"successor": successor.pk if successor else None, "from": year_from, "to": year_to}
    subject = Subject("creator", str(creator.pk))
    recording.record("creator.added", subject=subject, by=by, at=at, facts=facts, detail={"name": name})
    return creator
