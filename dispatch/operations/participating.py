"""Let people take part in a letter. Part of the acts that need it, which write the event."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from dispatch.enums import PartRole
from dispatch.models import OutgoingLetter, Participation
from organisation.enums import Duty
from organisation.models import Person, Post, Unit


def admit(letter: OutgoingLetter, role: PartRole, whom: Person | Post | Unit | Duty, *, at: datetime) -> None:
    """Let a person, the holders of a post, a unit or all holders of a duty see ``letter``; twice is once."""
    admit_all(letter, [(role, whom)], at=at)


def admit_all(
    letter: OutgoingLetter, parts: Iterable[tuple[PartRole, Person | Post | Unit | Duty]], *, at: datetime
) -> None:
    """The same for several, in one statement."""
    rows = [_part(letter, role, whom, at) for role, whom in parts]
    Participation.objects.bulk_create(rows, ignore_conflicts=True)


def _part(
    letter: OutgoingLetter, role: PartRole, whom: Person | Post | Unit | Duty, at: datetime
) -> Participation:
    prefix = f"org:{letter.organisation_id}"
    values: dict[str, object]
    if isinstance(whom, Person):
        token, values = f"{prefix}/person:{whom.pk}", {"person": whom}
    elif isinstance(whom, Post):
        token, values = f"{prefix}/post:{whom.pk}", {"post": whom}
    elif isinstance(whom, Unit):
        token, values = f"{prefix}/unit:{whom.pk}", {"unit": whom}
    else:
        token, values = f"{prefix}/duty:{whom.value}", {"duty": whom.value}
    return Participation(
        organisation=letter.organisation, letter=letter, role=role, token=token, since=at, **values
    )


def admit_posts(letter: OutgoingLetter, role: PartRole, keys: Iterable[int], *, at: datetime) -> None:
    """Let the holders of several posts see ``letter``, in one statement."""
    parts = [
        Participation(
            organisation=letter.organisation,
            letter=letter,
            role=role,
            post_id=key,
            token=f"org:{letter.organisation_id}/post:{key}",
            since=at,
        )
        for key in keys
    ]
    if parts:
        Participation.objects.bulk_create(parts, ignore_conflicts=True)
