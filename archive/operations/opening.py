"""Open a dossier, from the plan or outside it (Decree 30/2020 Art. 29)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from archive import errors, policies
from archive.enums import PlanState
from archive.models import Dossier, FilePlanEntry
from archive.operations import showing
from audit.models import Subject
from audit.operations import recording
from lib.calendar import local_day, local_year
from lib.text import single_line, sort_key
from organisation.models import Person, Unit
from organisation.models.actor import Actor


@dataclass(frozen=True)
class NewDossier:
    """A dossier to open; ``retention_years`` None keeps for ever."""

    code: str
    title: str
    unit: Unit
    keeper: Person
    retention_years: int | None


def from_entry(entry: FilePlanEntry, *, keeper: Person) -> NewDossier:
    """Give the dossier a line of the plan asks for, in the hands of ``keeper``."""
    return NewDossier(entry.code, entry.title, entry.unit, keeper, entry.retention_years)


@transaction.atomic
def open_dossier(*, new: NewDossier, by: Actor, at: datetime, entry: FilePlanEntry | None = None) -> Dossier:
    """Open a dossier as described; ``entry`` names the line of the approved plan it comes from, if any.

    Refuses another unit than one's own (but for registry and archivist), a plan not approved, a code of that
    year already used, and an empty code or title. Its year is the plan's, else that of the legal day.
    """
    policies.may_open(by, new.unit).enforce()
    if entry is not None and entry.plan.state != PlanState.APPROVED:
        raise errors.PlanIsNotApproved(year=entry.plan.year)
    dossier = _row(new, year=entry.plan.year if entry else local_year(at), entry=entry, by=by, at=at)
    try:
        with transaction.atomic():
            dossier.save(force_insert=True)
    except IntegrityError as clash:
        if "dossier_code_once_a_year" not in str(clash):
            raise
        raise errors.DossierCodeTaken(code=dossier.code, year=dossier.year) from None
    showing.show(dossier, at=at)
    recording.record(
        "dossier.opened",
        subject=Subject("dossier", str(dossier.pk)),
        by=by,
        at=at,
        facts={"code": dossier.code, "year": dossier.year, "unit": new.unit.pk, "keeper": new.keeper.pk,
               "entry": entry.pk if entry else None, "retention_years": new.retention_years},
        detail={"title": dossier.title},
    )  # fmt: skip
    return dossier


def _row(new: NewDossier, *, year: int, entry: FilePlanEntry | None, by: Actor, at: datetime) -> Dossier:
    code, title = single_line(new.code), single_line(new.title)
    if not code or not title:
        raise errors.DossierNeedsCodeAndTitle
    return Dossier(
        organisation=by.organisation,
        year=year,
        code=code,
        title=title,
        title_sort=sort_key(title)[:4000],
        unit=new.unit,
        keeper=new.keeper,
        entry=entry,
        retention_years=new.retention_years,
        opened_on=local_day(at),
    )
