"""Close a dossier when its work is done, and reopen it for a reason (Decree 30/2020 Art. 29)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from archive import errors, lifecycle, policies, queries
from archive.enums import DossierState
from archive.models import Dossier
from archive.operations import showing
from archive.operations.reasons import required
from audit.models import Subject
from audit.operations import recording
from lib.calendar import local_day
from lib.database import locked
from organisation.models.actor import Actor


@transaction.atomic
def close(*, dossier: Dossier, by: Actor, at: datetime) -> Dossier:
    """Close the dossier on the legal day of ``at``; refuse one with nothing in it."""
    dossier = locked(Dossier, dossier.pk)
    policies.may_close(by, dossier).enforce()
    contents = queries.contents_of(dossier)
    if not contents.record_count:
        raise errors.DossierIsEmpty(code=dossier.code)
    lifecycle.advance(dossier, DossierState.CLOSED)
    dossier.closed_on = local_day(at)
    dossier.save(update_fields=["state", "closed_on"])
    showing.show(dossier, at=at)
    facts = {
        "records": contents.record_count,
        "pages": contents.page_total,
        "closed_on": dossier.closed_on.isoformat(),
    }
    recording.record("dossier.closed", subject=Subject("dossier", str(dossier.pk)), by=by, at=at, facts=facts)
    return dossier


@transaction.atomic
def reopen(*, dossier: Dossier, reason: str, by: Actor, at: datetime) -> Dossier:
    """Reopen a closed dossier for a ``reason`` of at least five letters."""
    dossier = locked(Dossier, dossier.pk)
    policies.may_reopen(by, dossier).enforce()
    reason = required(reason)
    lifecycle.advance(dossier, DossierState.OPEN)
    dossier.closed_on = None
    dossier.save(update_fields=["state", "closed_on"])
    showing.show(dossier, at=at)
    subject = Subject("dossier", str(dossier.pk))
    recording.record("dossier.reopened", subject=subject, by=by, at=at, detail={"reason": reason})
    return dossier
