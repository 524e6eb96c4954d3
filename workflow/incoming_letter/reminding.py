"""Climb the ladder: remind and escalate, each rung once, however many workers look at the same time.

The row of the claim is written before anybody is told, in one transaction, under the lock of the letter: a second
worker waits, finds the row, and tells nobody. Rungs passed while the machine stood still are claimed together, and
each person is told once, of the highest that concerns them.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import connection, transaction

from audit.models import Subject
from audit.operations import recording
from dispatch import policies, queries
from dispatch.models import Assignment, IncomingLetter
from lib.calendar import local_day
from lib.database import locked
from organisation import queries as office
from organisation.enums import Duty
from organisation.models import Organisation, Person
from organisation.models.actor import Actor
from organisation.queries import WorkingCalendar
from workflow.incoming_letter import telling
from workflow.incoming_letter.ladder import Rung, Whom, ladder_of, reached
from workflow.incoming_letter.telling import News
from workflow.models import RungClaim

NAME = "workflow.remind"


def remind_all(*, at: datetime) -> int:
    """Remind in every office of this installation; give how many rungs were climbed."""
    return sum(remind(organisation, at=at) for organisation in office.all_organisations())


def remind(organisation: Organisation, *, at: datetime) -> int:
    """Climb what is due in one office; give how many rungs. One transaction an assignment."""
    ladder, today = ladder_of(organisation), local_day(at)
    calendar = WorkingCalendar.of(organisation)
    ahead = max((-rung.days for rung in ladder), default=0)
    until = calendar.add(today, max(ahead, 0))
    waiting = list(queries.clocks_running(organisation, until=until))
    claimed = _claimed([one.pk for one in waiting])
    climbed = 0
    for one in waiting:
        assert one.due_on is not None  # noqa: S101 -- asked for
        new = [
            rung
            for rung in reached(ladder, one.due_on, today, calendar)
            if (one.pk, one.term, rung.code) not in claimed
        ]
        if new:
            climbed += _climb(one.pk, organisation, ladder, today, calendar, at)
    return climbed


@transaction.atomic
def _climb(
    key: int,
    organisation: Organisation,
    ladder: tuple[Rung, ...],
    today: date,
    calendar: WorkingCalendar,
    at: datetime,
) -> int:
    row = queries.assignment_by_key(organisation, key)
    locked(IncomingLetter, row.letter_id)  # what is reported or lengthened at this moment is waited for
    row = queries.assignment_by_key(organisation, key)
    if (
        row.due_on is None
        or row.paused_on is not None
        or not queries.clocks_running(organisation, until=row.due_on).filter(pk=key).exists()
    ):
        return 0
    mine = [rung for rung in reached(ladder, row.due_on, today, calendar) if _claim(row, rung, at)]
    if mine:
        _tell(row, mine, at)
    return len(mine)


def _claim(row: Assignment, rung: Rung, at: datetime) -> bool:
    """Write the claim; False when it stands already."""
    sql = (
        f"INSERT INTO {RungClaim._meta.db_table} "  # noqa: S608 -- a table of ours
        "(organisation_id, assignment_key, term, rung, due_on, claimed_at) VALUES (%s, %s, %s, %s, %s, %s) "
        "ON CONFLICT (assignment_key, term, rung) DO NOTHING"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [row.organisation_id, row.pk, row.term, rung.code, row.due_on, at])
        return bool(cursor.rowcount)


def _tell(row: Assignment, rungs: list[Rung], at: datetime) -> None:
    """Tell each person once, of the highest rung that concerns them, and keep an event of it."""
    told: dict[Person, Rung] = {}
    for rung in rungs:  # lowest first, so that the highest stays
        for person in _people(row, rung, at):
            told[person] = rung
    by = Actor.system(row.organisation, NAME)
    due = row.due_on.isoformat() if row.due_on else ""
    name = row.post.person.full_name if row.post else str(row.unit)
    for rung in rungs:
        people = [person for person, highest in told.items() if highest is rung]
        facts = {"day": due, "name": name, "rung": rung.code}
        telling.tell(_kind(row, local_day(at)), row.letter, people, by=by, at=at, facts=facts)
    recording.record(
        "incoming.reminded",
        subject=Subject("incoming", str(row.letter_id)),
        by=by,
        at=at,
        facts={
            "assignment": row.pk,
            "rungs": [rung.code for rung in rungs],
            "people": sorted(person.pk for person in told),
            "due_on": due,
        },
    )


def _kind(row: Assignment, today: date) -> News:
    if row.due_on is None or row.due_on > today:
        return News.DUE_SOON
    return News.DUE_TODAY if row.due_on == today else News.OVERDUE


def _people(row: Assignment, rung: Rung, at: datetime) -> list[Person]:
    """Give whom a rung tells; only people who may read the letter."""
    people: list[Person] = []
    today = local_day(at)
    if Whom.HOLDER in rung.whom:
        people += telling.people_of(row, at)
    if Whom.UNIT_HEAD in rung.whom:
        heads = office.holders_of(row.organisation, Duty.UNIT_HEAD, today, unit=policies.unit_of(row))
        people += [post.person for post in heads]
    if Whom.CHIEF in rung.whom:
        chiefs = office.holders_of(row.organisation, Duty.CHIEF_OF_OFFICE, today)
        people += [post.person for post in chiefs]
    director = row.letter.handling.director
    if Whom.DIRECTOR in rung.whom and director is not None:
        people.append(director.person)
    return list(dict.fromkeys(people))


def _claimed(keys: list[int]) -> set[tuple[int, int, str]]:
    rows = RungClaim.rows.filter(assignment_key__in=keys)
    return set(rows.values_list("assignment_key", "term", "rung"))
