"""Who is told of an act on an incoming letter: whom it concerns and whose inbox does not ask them anything.

Called inside the act's own transaction, so an act undone tells nobody, and never the one who acted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from django.utils.text import Truncator

from audit.models import Subject
from dispatch import policies, queries
from dispatch.enums import AssignmentRole as R
from dispatch.enums import AssignmentStatus as A
from dispatch.models import Assignment, IncomingLetter
from lib.calendar import local_day
from lib.text import single_line
from notices.operations import notifying
from organisation import queries as office
from organisation.enums import Duty
from organisation.models import Person, Post
from organisation.models.actor import Actor
from workflow.passage import Passage

_LONGEST_REASON = 300


class News(StrEnum):
    """What people are told of an incoming letter. Stored in notices and never changed."""

    FOR_INFORMATION = "incoming.for_information"
    NO_LONGER_YOURS = "incoming.no_longer_yours"
    RECORDED_FOR_YOU = "incoming.recorded_for_you"
    CONTRIBUTED = "incoming.contributed"
    COMPLETED = "incoming.completed"
    DONE_FOR_YOU = "incoming.done_for_you"
    MORE_TIME = "incoming.more_time"
    NO_MORE_TIME = "incoming.no_more_time"
    PAUSED = "incoming.paused"
    RESUMED = "incoming.resumed"
    ANSWERED = "incoming.answered"
    NO_LONGER_ASKED = "incoming.no_longer_asked"
    DUE_SOON = "incoming.due_soon"
    DUE_TODAY = "incoming.due_today"
    OVERDUE = "incoming.overdue"


def directed(step: Passage, before: Iterable[Assignment], *, reason: str = "") -> None:
    """Tell those who get the letter for information, and those of ``before`` whose assignment has ended."""
    rows = {one.pk: one for one in queries.assignments_of(step.letter)}
    was = {one.pk for one in before}
    told = [one for one in rows.values() if one.status == A.TOLD and one.status_since == step.at]
    tell(News.FOR_INFORMATION, step.letter, _people(told, step.at), by=step.by, at=step.at)
    ended = [rows[key] for key in was if key in rows and rows[key].status == A.ENDED]
    tell(News.NO_LONGER_YOURS, step.letter, _people(ended, step.at), by=step.by, at=step.at, reason=reason)
    acted_for(step)


def recorded_for(step: Passage, leader: Post) -> None:
    """Tell a leader that the registry recorded a directive in that name."""
    tell(News.RECORDED_FOR_YOU, step.letter, [leader.person], by=step.by, at=step.at)


def reported(step: Passage, assignment: Assignment) -> None:
    """Tell the lead that a contribution is in; the inbox asks whoever has to judge a report."""
    if assignment.role == R.CONTRIBUTOR:
        leads = [
            one
            for one in queries.open_assignments_of(step.letter)
            if one.role == R.LEAD and one.parent_id == assignment.parent_id
        ]
        tell(News.CONTRIBUTED, step.letter, _people(leads, step.at), by=step.by, at=step.at)
    acted_for(step)


def completed(step: Passage) -> None:
    """Tell everybody who worked on the letter that it is done."""
    worked = [one for one in queries.assignments_of(step.letter) if one.status == A.DONE]
    tell(News.COMPLETED, step.letter, _people(worked, step.at), by=step.by, at=step.at)
    acted_for(step)


def acted_for(step: Passage) -> None:
    """Tell an absent colleague what was done in that name."""
    if step.by.represented is not None:
        tell(News.DONE_FOR_YOU, step.letter, [step.by.represented.person], by=step.by, at=step.at)


def seen(letter: IncomingLetter, *, by: Actor, at: datetime) -> None:
    """Take what ``by`` was told of a letter as seen: its page was opened."""
    notifying.mark_seen(by=by, at=at, subject=_subject(letter))


def people_of(assignment: Assignment, at: datetime) -> list[Person]:
    """Give who has an assignment today: the holder of the post, or the head of the unit."""
    if assignment.post is not None:
        return [assignment.post.person]
    unit = policies.unit_of(assignment)
    heads = office.holders_of(assignment.organisation, Duty.UNIT_HEAD, local_day(at), unit=unit)
    return [post.person for post in heads]


def tell(
    kind: News,
    letter: IncomingLetter,
    people: Iterable[Person],
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    facts: Mapping[str, str] | None = None,
) -> None:
    """Tell ``people``, whoever acts excepted."""
    told = [person for person in people if person != by.person]
    if not told:
        return
    said = {"by": by.person.full_name if by.person else "", "reason": _short(reason), **(facts or {})}
    said = {name: value for name, value in said.items() if value}
    notifying.tell(people=told, kind=kind.value, subject=_subject(letter), facts=said, at=at)


def _people(rows: Iterable[Assignment], at: datetime) -> list[Person]:
    return list(dict.fromkeys(person for row in rows for person in people_of(row, at)))


def _subject(letter: IncomingLetter) -> Subject:
    return Subject("incoming", str(letter.pk))


def _short(reason: str) -> str:
    return Truncator(single_line(reason)).chars(_LONGEST_REASON)
