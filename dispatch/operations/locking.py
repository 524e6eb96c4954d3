"""Lock the letter an act changes. In the house's order the letter comes after its process and before all else."""

from __future__ import annotations

from dispatch.models import OutgoingLetter
from lib.database import locked
from organisation.models.actor import Actor


def locked_letter(letter: OutgoingLetter, by: Actor) -> OutgoingLetter:
    """Give the letter freshly read and locked; the organisation, where it is the actor's, is not read again."""
    row = locked(OutgoingLetter, letter.pk)
    if row.organisation_id == by.organisation.pk:
        row.organisation = by.organisation
    return row
