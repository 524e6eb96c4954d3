"""Let people take part in a letter. Part of the acts that need it, which write the event."""

from __future__ import annotations

from datetime import datetime

from dispatch.enums import PartRole
from dispatch.models import OutgoingLetter, Participation
from organisation.enums import Duty
from organisation.models import Person, Post, Unit


def admit(letter: OutgoingLetter, role: PartRole, whom: Person | Post | Unit | Duty, *, at: datetime) -> None:
    """Let a person, the holders of a post, a unit or all holders of a duty see ``letter``; twice is once."""
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
    part = Participation(
        organisation=letter.organisation, letter=letter, role=role, token=token, since=at, **values
    )
    Participation.objects.bulk_create([part], ignore_conflicts=True)
