"""Close a dossier when its work is done, and reopen it for a reason (Decree 30/2020 Art. 29)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from archive import errors, lifecycle, policies, queries
from archive.enums import DossierState, LeftBecause
from archive.models import Dossier
from archive.operations import filing, showing
from archive.operations.reasons import required
from audit.models import Subject
from audit.operations import recording
from lib.calendar import local_day
from lib.database import locked
from lib.text import single_line
from organisation.models.actor import Actor


@transaction.atomic
def close(
    *,
    dossier: Dossier,
    by: Actor,
    at: datetime,
    work_ended_on: date | None = None,
    note: str = "",
    duplicates: Collection[int] = (),
    as_it_is: bool = False,
) -> Dossier:
    """Close the dossier on the legal day of ``at``; the work ended on ``work_ended_on``, or on that same day.

    Drafts leave it, and those records among ``duplicates`` (by key) that repeat another: the dossier, not the history
    (trap 15). It is kept as long as the longest of what lies in it (trap 16), from the year the work ended. Refuses
    one with nothing left in it, lines that lack what they must have unless ``as_it_is``, and a day outside its life.
    """
    dossier = locked(Dossier.objects.select_related("entry", "unit", "keeper"), dossier.pk)
    policies.may_close(by, dossier).enforce()
    today = local_day(at)
    ended = work_ended_on or today
    if not min(dossier.opened_on, today) <= ended <= today:
        raise errors.WorkEndedLater(opened=f"{dossier.opened_on:%d/%m/%Y}")
    left = _let_leave(dossier, duplicates, by=by, at=at)
    contents = queries.contents_of(dossier)
    if not contents.record_count:
        raise errors.DossierIsEmpty(code=dossier.code)
    dossier.retention_years = queries.retention_of(dossier)
    remarks = queries.remarks_on(dossier, contents.lines)
    if remarks and not as_it_is:
        raise errors.DossierIsIncomplete(code=dossier.code, count=len(remarks))
    lifecycle.advance(dossier, DossierState.CLOSED)
    dossier.closed_on, dossier.work_ended_on, dossier.closing_note = today, ended, single_line(note)[:1000]
    dossier.save(update_fields=["state", "closed_on", "work_ended_on", "closing_note", "retention_years"])
    showing.show(dossier, at=at)
    facts = {
        "records": contents.record_count,
        "pages": contents.page_total,
        "closed_on": today.isoformat(),
        "work_ended_on": ended.isoformat(),
        "retention_years": dossier.retention_years,
        "left": left,
        "remarks": len(remarks),
    }
    subject = Subject("dossier", str(dossier.pk))
    recording.record(
        "dossier.closed", subject=subject, by=by, at=at, facts=facts, detail={"note": dossier.closing_note}
    )
    return dossier


@transaction.atomic
def reopen(*, dossier: Dossier, reason: str, by: Actor, at: datetime) -> Dossier:
    """Reopen a closed dossier for a ``reason`` of at least five letters; one in custody stays as it is."""
    dossier = locked(Dossier.objects.select_related("entry", "unit", "keeper"), dossier.pk)
    policies.may_reopen(by, dossier).enforce()
    reason = required(reason)
    lifecycle.advance(dossier, DossierState.OPEN)
    dossier.closed_on, dossier.work_ended_on = None, None
    dossier.kept_back_until, dossier.kept_back_reason = None, ""
    dossier.save(update_fields=["state", "closed_on", "work_ended_on", "kept_back_until", "kept_back_reason"])
    showing.show(dossier, at=at)
    subject = Subject("dossier", str(dossier.pk))
    recording.record("dossier.reopened", subject=subject, by=by, at=at, detail={"reason": reason})
    return dossier


def _let_leave(dossier: Dossier, duplicates: Collection[int], *, by: Actor, at: datetime) -> list[int]:
    """Take drafts and the named duplicates out of the locked dossier; give their keys."""
    review = queries.review_of(dossier)
    leaving = [(record, LeftBecause.DRAFT, "") for record in review.drafts]
    leaving += [
        (record, LeftBecause.DUPLICATE, f"= {earlier.ordinal}")
        for record, earlier in review.duplicates
        if record.pk in duplicates
    ]
    for record, because, why in leaving:
        filing.let_leave(record=record, because=because, why=why, by=by, at=at)
    return [record.pk for record, _because, _why in leaving]
