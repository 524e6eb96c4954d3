"""Give a kept copy out to be used and take it back (Decree 30/2020 Art. 19; the book of App. IV)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from dispatch import errors, policies, queries
from dispatch.enums import LetterStatus
from dispatch.models import KeptCopyUse, OutgoingLetter
from dispatch.operations import closing, locking
from dispatch.policies import who
from lib.calendar import local_day
from lib.database import locked
from lib.text import single_line
from organisation.models import Post
from organisation.models.actor import Actor


@dataclass(frozen=True, kw_only=True)
class Use:
    """Who uses the kept copy, by whose permission, and in which dossier it lies."""

    user_name: str
    user_unit: str = ""
    permitted_by: Post
    dossier_code: str = ""
    note: str = ""


@transaction.atomic
def lend(*, letter: OutgoingLetter, use: Use, on: date | None = None, by: Actor, at: datetime) -> KeptCopyUse:
    """Write a line of the book: the kept copy of an issued letter is out from ``on`` (today).

    Refuses a copy that is out already, a day ahead, and whoever keeps no copies.
    """
    letter = locking.locked_letter(letter, by)
    (policies.may_keep_kept_copies(by) and who.at_step(letter, LetterStatus.ISSUED)).enforce()
    if letter.organisation_id != by.organisation.pk:
        raise errors.LetterIsNotYours
    out = queries.kept_copy_out(letter)
    if out is not None:
        raise errors.CopyIsOut(name=out.user_name, day=f"{out.lent_on:%d/%m/%Y}")
    day = on or local_day(at)
    if day > local_day(at):
        raise errors.CopyDayIsAhead(day=f"{day:%d/%m/%Y}")
    row = KeptCopyUse.objects.create(
        organisation=letter.organisation,
        letter=letter,
        lent_on=day,
        user_name=single_line(use.user_name)[:150],
        user_unit=single_line(use.user_unit)[:200],
        dossier_code=single_line(use.dossier_code)[:100],
        permitted_by=use.permitted_by,
        note=single_line(use.note)[:500],
        lent_at=at,
    )
    facts = {"use": row.pk, "permitted_by": use.permitted_by.pk, "on": day.isoformat()}
    return _note(row, "copy_lent", by=by, at=at, facts=facts)


@transaction.atomic
def take_back(*, use: KeptCopyUse, on: date | None = None, by: Actor, at: datetime) -> KeptCopyUse:
    """Note that the kept copy came back; refuses a second time, and a day before it went out or ahead."""
    letter = locking.locked_letter(use.letter, by)
    row = locked(KeptCopyUse, use.pk)
    policies.may_keep_kept_copies(by).enforce()
    if letter.organisation_id != by.organisation.pk:
        raise errors.LetterIsNotYours
    if row.returned_on is not None:
        raise errors.CopyIsBack(day=f"{row.returned_on:%d/%m/%Y}")
    day = on or local_day(at)
    if not row.lent_on <= day <= local_day(at):
        raise errors.DayIsImpossible(day=f"{day:%d/%m/%Y}")
    row.returned_on, row.returned_at = day, at
    row.save(update_fields=["returned_on", "returned_at"])
    return _note(row, "copy_returned", by=by, at=at, facts={"use": row.pk, "on": day.isoformat()})


def _note(row: KeptCopyUse, act: str, *, by: Actor, at: datetime, facts: dict[str, object]) -> KeptCopyUse:
    recording.record(
        f"letter.{act}",
        subject=Subject(closing.KIND, str(row.letter_id)),
        by=by,
        at=at,
        facts=facts,
        detail={"name": row.user_name, "unit": row.user_unit, "note": row.note},
    )
    return row
