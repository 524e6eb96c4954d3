"""Keep the words leaders usually write: the office's by the chief of office, one's own by oneself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from dispatch import errors, policies
from dispatch.models import DirectivePhrase
from dispatch.operations import closing
from lib.database import locked
from lib.text import single_line
from organisation.models.actor import Actor


@transaction.atomic
def keep(*, text: str, own: bool, by: Actor, at: datetime) -> DirectivePhrase:
    """Keep one more usual directive, at the end of the list; the same words twice are one."""
    policies.may_keep_directive_phrase(by, own=own).enforce()
    said = single_line(text)[:500]
    if not said:
        raise errors.ReportIsMissing
    closing.refuse_secrets(said)
    person = by.person if own else None
    mine = DirectivePhrase.objects.filter(
        organisation=by.organisation, person=person, retired_at__isnull=True
    )
    standing = mine.filter(text=said).first()
    if standing is not None:
        return standing
    row = DirectivePhrase.objects.create(
        organisation=by.organisation, person=person, text=said, position=mine.count(), kept_at=at
    )
    _record("directive_phrase.kept", row, by, at)
    return row


@transaction.atomic
def retire(*, phrase: DirectivePhrase, by: Actor, at: datetime) -> DirectivePhrase:
    """Offer it no longer; its row stays. Twice is once."""
    row = locked(DirectivePhrase, phrase.pk)
    policies.may_retire_directive_phrase(by, row).enforce()
    if row.retired_at is None:
        row.retired_at = at
        row.save(update_fields=["retired_at"])
        _record("directive_phrase.retired", row, by, at)
    return row


def _record(name: str, row: DirectivePhrase, by: Actor, at: datetime) -> None:
    recording.record(
        name,
        subject=Subject("directive_phrase", str(row.pk)),
        by=by,
        at=at,
        facts={"own": row.person_id is not None},
        detail={"text": row.text},
    )
