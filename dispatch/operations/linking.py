"""The same letter comes twice, by two ways: the further copy is linked to the first and gets no number of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from dispatch import lifecycle, policies
from dispatch.enums import IncomingStatus
from dispatch.models import IncomingLetter, Likeness
from dispatch.operations import reporting
from dispatch.operations.receiving import KIND
from lib.database import locked
from organisation.models.actor import Actor


@transaction.atomic
def link(*, letter: IncomingLetter, other: IncomingLetter, by: Actor, at: datetime) -> IncomingLetter:
    """Say that the arrival is a further copy of ``other``, which stands in the tray or the book; give the arrival.

    It leaves the tray without a number (one letter, one line of the book); its bytes stay. A sender inside the
    installation is told the number of the first, at once or when it gets one.
    """
    row, first = _both(letter, other, by)
    policies.may_link_copy(by, row, first).enforce()
    lifecycle.settle(row, IncomingStatus.LINKED)
    row.same_as, row.updated_at = first, at
    row.save(update_fields=["status", "same_as", "updated_at"])
    _record("linked", row, first, by, at)
    reporting.ask(letter=row, by=by, at=at)
    return row


@transaction.atomic
def unlink(*, letter: IncomingLetter, by: Actor, at: datetime) -> IncomingLetter:
    """Lay a further copy back into the tray as a letter of its own; refused once the sender was told a number."""
    row = locked(IncomingLetter, letter.pk)
    policies.may_unlink_copy(by, row).enforce()
    lay_back(copies=[row], by=by, at=at)
    return row


def locked_with_copies(letter: IncomingLetter, by: Actor) -> tuple[IncomingLetter, list[IncomingLetter]]:
    """Give the letter and its further copies, each freshly read and locked, in the order of their keys."""
    copies = IncomingLetter.objects.filter(same_as=letter.pk, status=IncomingStatus.LINKED)
    rows = {
        pk: locked(IncomingLetter, pk) for pk in sorted({letter.pk, *copies.values_list("pk", flat=True)})
    }
    rows |= {
        pk: locked(IncomingLetter, pk) for pk in copies.exclude(pk__in=rows).values_list("pk", flat=True)
    }
    for row in rows.values():
        if row.organisation_id == by.organisation.pk:
            row.organisation = by.organisation
    first = rows.pop(letter.pk)
    linked = IncomingStatus.LINKED
    return first, [row for row in rows.values() if row.status == linked and row.same_as_id == first.pk]


def lay_back(*, copies: Sequence[IncomingLetter], by: Actor, at: datetime) -> None:
    """Lay locked further copies back into the tray, because the letter they were linked to stands no more.

    Part of the act that takes that letter away: a copy left beside it would be in nobody's hands.
    """
    for row in copies:
        first = row.same_as
        lifecycle.settle(row, IncomingStatus.ARRIVED)
        row.same_as, row.updated_at = None, at
        row.save(update_fields=["status", "same_as", "updated_at"])
        _record("unlinked", row, first, by, at)


@transaction.atomic
def find_different(
    *, letter: IncomingLetter, other: IncomingLetter, by: Actor, at: datetime
) -> IncomingLetter:
    """Say that two letters which look the same were compared and are two; nobody is warned of the pair again."""
    row, second = _both(letter, other, by)
    policies.may_link_copy(by, row, second).enforce()
    Likeness.objects.update_or_create(
        letter=row, other=second, defaults={"organisation": row.organisation, "not_same_at": at}
    )
    _record("found_different", row, second, by, at)
    return row


def _both(letter: IncomingLetter, other: IncomingLetter, by: Actor) -> tuple[IncomingLetter, IncomingLetter]:
    rows = {pk: locked(IncomingLetter, pk) for pk in sorted({letter.pk, other.pk})}
    for row in rows.values():
        if row.organisation_id == by.organisation.pk:
            row.organisation = by.organisation
    return rows[letter.pk], rows[other.pk]


def _record(act: str, row: IncomingLetter, other: IncomingLetter | None, by: Actor, at: datetime) -> None:
    recording.record(
        f"incoming.{act}",
        subject=Subject(KIND, str(row.pk)),
        by=by,
        at=at,
        facts={"other": other.pk if other else None},
        detail={"name": str(other) if other else ""},
    )
