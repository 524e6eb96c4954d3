"""Say which days differ from the ordinary week, as the government decides year by year."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from jobs.enums import Queue
from jobs.operations import queueing
from lib.calendar import local_day
from lib.database import locked, queued
from lib.text import single_line
from organisation import errors, policies
from organisation.enums import DayKind
from organisation.models import DayException, Organisation
from organisation.models.actor import Actor

CHANGED: Final = "organisation.calendar_changed"


@transaction.atomic
def record_day(
    *, day: date, kind: DayKind, name: str, source: str = "", by: Actor, at: datetime
) -> DayException:
    """Record a holiday, a day worked in exchange or a half day; running deadlines are counted anew.

    Refuses a second entry for the same day.
    """
    organisation = queued(Organisation, by.organisation.pk)
    policies.may_administer(by, organisation.pk).enforce()
    known = DayException.objects.filter(organisation=organisation, day=day).first()
    if known is not None:
        raise errors.DayIsKnown(day=f"{day:%d/%m/%Y}", name=known.name)
    row = DayException.objects.create(
        organisation=organisation, day=day, kind=kind, name=single_line(name), source=single_line(source)
    )
    _record("calendar.day_recorded", row, by, at)
    _tell_the_clocks(row, by, at)
    return row


@transaction.atomic
def take_out_day(*, exception: DayException, by: Actor, at: datetime) -> None:
    """Take a day that has not passed out of the calendar: it is an ordinary one again."""
    row = locked(DayException, exception.pk)
    policies.may_take_out_day(by, row, local_day(at)).enforce()
    _record("calendar.day_taken_out", row, by, at)
    _tell_the_clocks(row, by, at)
    row.delete()


def _tell_the_clocks(row: DayException, by: Actor, at: datetime) -> None:
    """Have every deadline of the office counted anew: a job, written with the change."""
    stamp = int(at.timestamp() * 1_000_000)
    queueing.enqueue(
        CHANGED,
        key=f"{row.organisation_id}:{row.day.isoformat()}:{stamp}",
        organisation_key=row.organisation_id,
        payload={"day": row.day.isoformat()},
        queue=Queue.BATCH,
        at=at,
    )


def _record(name: str, row: DayException, by: Actor, at: datetime) -> None:
    recording.record(
        name,
        subject=Subject("organisation", str(row.organisation_id)),
        by=by,
        at=at,
        facts={"day": row.day.isoformat(), "kind": row.kind},
        detail={"name": row.name, "source": row.source},
    )
