"""Whoever leaves hands everything over in one act with one record (Decree 30/2020 Art. 31, 5; Law on archives).

Letters drafted or checked go to a colleague, letters only this person could sign go back to be drafted, dossiers get
the colleague as their keeper. What cannot go by itself is named in the record: parts of incoming letters, which the
head of the unit or the leader gives on, and paper borrowed from the archive, which is brought back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from archive import queries as archive
from archive.models import Dossier, Loan
from archive.operations import keeping
from audit.models import Event, Subject
from audit.operations import recording
from dispatch import queries as letters
from dispatch.models import Assignment, IncomingLetter
from lib.text import single_line
from organisation import queries as office
from organisation.models import Person, Post
from organisation.models.actor import Actor
from workflow import errors
from workflow.in_hand import Task, in_hand
from workflow.outgoing_letter import moves

HANDED_OVER: Final = "person.handed_over"
SUBJECT: Final = "person"
Line = tuple[str, str]


@dataclass(frozen=True)
class Everything:
    """What somebody has to hand over, and what stays to be done by others."""

    person: Person
    to_give: Sequence[Task]
    to_sign: Sequence[Task]
    dossiers: Sequence[Dossier]
    assignments: Sequence[Assignment]
    loans: Sequence[Loan]

    @property
    def goes(self) -> int:
        """Say how much goes with the act."""
        return len(self.to_give) + len(self.to_sign) + len(self.dossiers)

    @property
    def stays(self) -> int:
        """Say how much others still have to do."""
        return len(self.assignments) + len(self.loans)


def everything_of(person: Person) -> Everything:
    """Give all that ``person`` has in hand, in every post ever held."""
    posts = list(office.all_posts_of(person))
    tasks = in_hand(posts)
    return Everything(
        person,
        [task for task in tasks if not task.is_to_sign],
        [task for task in tasks if task.is_to_sign],
        list(archive.kept_by(person).select_related("unit")),
        [part for post in posts for part in letters.open_parts_of(post)],
        list(archive.borrowed_by(person)),
    )


@transaction.atomic
def hand_everything_over(*, person: Person, to: Post, reason: str, by: Actor, at: datetime) -> Event:
    """Hand over all that ``person`` has in hand to ``to``: everything or nothing; give the record.

    Refuses when nothing is in hand, and whatever keeps a single thing from going: the sentence names it.
    """
    found = everything_of(person)
    if not found.goes:
        raise errors.NothingToHandOver(name=person.full_name)
    if found.to_give:
        held = [(task.letter, task.post) for task in found.to_give]
        moves.hand_over(held=held, to=to, reason=reason, by=by, at=at)
    if found.to_sign:
        moves.take_from_signer(letters=[task.letter for task in found.to_sign], reason=reason, by=by, at=at)
    if found.dossiers:
        keeping.pass_on(dossiers=found.dossiers, to=to, reason=reason, by=by, at=at)
    facts = {
        "to": to.pk, "letters": [task.letter.pk for task in found.to_give],
        "signatures": [task.letter.pk for task in found.to_sign], "dossiers": [one.pk for one in found.dossiers],
        "assignments": [one.pk for one in found.assignments], "loans": [one.pk for one in found.loans],
    }  # fmt: skip
    detail = {
        "person": person.full_name, "receiver": to.person.full_name, "receiver_title": to.title,
        "reason": single_line(reason), "lines": {name: list(lines) for name, lines in _lines(found).items()},
    }  # fmt: skip
    subject = Subject(SUBJECT, str(person.pk))
    return recording.record(HANDED_OVER, subject=subject, by=by, at=at, facts=facts, detail=detail)


def _lines(found: Everything) -> dict[str, list[Line]]:
    """Say what went by its code; what a letter is about is for those who may read it, and not for a record."""
    return {
        "letters": [_letter(task) for task in found.to_give],
        "signatures": [_letter(task) for task in found.to_sign],
        "dossiers": [(f"{one.code} ({one.year})", one.title) for one in found.dossiers],
        "assignments": [(_arrival(one.letter), "") for one in found.assignments],
        "loans": [(one.unit.code, one.unit.title) for one in found.loans],
    }


def _arrival(letter: IncomingLetter) -> str:
    """Name a letter that may bear no number of its issuer, by what the book says and not by what it is about."""
    return letter.reference_code or f"số đến {letter.allocation}"


def _letter(task: Task) -> Line:
    letter = task.letter
    return (letter.reference_code or f"#{letter.pk}", str(letter.get_status_display()))
