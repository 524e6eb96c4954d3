"""Remind of dossiers that are due for the archive, and the archive of what waits for its answer: each rung once.

A closed dossier is due a year after its work ended (Decree 30/2020 Art. 30); sixty days before, on that day, and sixty
days after it somebody is told (Circular 05/2025 has it handed over by then). An offer is answered within sixty days.
The row of the claim is written before anybody is told, in one transaction: a second worker tells nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import connection, transaction

from archive import queries
from archive.enums import DossierState, TransferState
from archive.models import Dossier, Transfer, TransferReminder
from audit.models import Subject
from audit.operations import recording
from lib.calendar import local_day
from lib.database import locked
from notices.operations import notifying
from organisation import queries as office
from organisation.enums import Duty
from organisation.models import Organisation, Person
from organisation.models.actor import Actor

NAME: Final = "archive.remind"
DUE_SOON, DUE, OVERDUE, UNANSWERED = (
    "dossier.due_soon",
    "dossier.due",
    "dossier.overdue",
    "transfer.unanswered",
)
ANSWER_WITHIN: Final = timedelta(days=60)


@dataclass(frozen=True)
class Rung:
    """One rung: so many days after the day it is due (before it, negative), told as ``kind``."""

    code: str
    days: int
    kind: str
    heads: bool = False


RUNGS: Final = (
    Rung("sixty_before", -60, DUE_SOON),
    Rung("on_the_day", 0, DUE, heads=True),
    Rung("sixty_after", 60, OVERDUE, heads=True),
)


def remind_all(*, at: datetime) -> int:
    """Remind in every office of this installation; give how many rungs were climbed."""
    return sum(remind(organisation, at=at) for organisation in office.all_organisations())


def remind(organisation: Organisation, *, at: datetime) -> int:
    """Climb what is due in one office; give how many rungs. One transaction a dossier or transfer."""
    today = local_day(at)
    climbed = 0
    soonest = queries.a_year_after(today, -1) + timedelta(days=60)
    for dossier in queries.closed_dossiers(organisation).filter(work_ended_on__lte=soonest).iterator():
        climbed += _climb(dossier.pk, today, at)
    waiting = Transfer.objects.filter(organisation=organisation, state=TransferState.OFFERED)
    for transfer in waiting.filter(offered_at__lte=at - ANSWER_WITHIN).iterator():
        climbed += _press(transfer.pk, at)
    return climbed


@transaction.atomic
def _climb(key: int, today: date, at: datetime) -> int:
    dossier = locked(Dossier.objects.select_related("unit", "keeper", "organisation"), key)
    due = queries.due_on(dossier)
    if dossier.state != DossierState.CLOSED or due is None:
        return 0
    reached = [rung for rung in RUNGS if due + timedelta(days=rung.days) <= today]
    mine = [rung for rung in reached if _claim(dossier, "dossier", rung.code, due, at)]
    if mine:
        highest = mine[-1]
        people = [dossier.keeper]
        if highest.heads:
            heads = office.holders_of(dossier.organisation, Duty.UNIT_HEAD, today, unit=dossier.unit)
            people += [post.person for post in heads]
        _tell(dossier, highest, due, people, at)
    return len(mine)


@transaction.atomic
def _press(key: int, at: datetime) -> int:
    transfer = locked(Transfer.objects.select_related("organisation", "unit"), key)
    due = local_day(transfer.offered_at + ANSWER_WITHIN)
    if transfer.state != TransferState.OFFERED or not _claim(transfer, "transfer", "sixty", due, at):
        return 0
    archivists = office.holders_of(transfer.organisation, Duty.ARCHIVIST, local_day(at))
    notifying.tell(
        people=[post.person for post in archivists],
        kind=UNANSWERED,
        subject=Subject("transfer", str(transfer.pk)),
        facts={"number": str(transfer), "name": transfer.unit.name, "day": due.isoformat()},
        at=at,
    )
    _note("transfer.reminded", transfer, "transfer", ["sixty"], due, at)
    return 1


def _tell(dossier: Dossier, rung: Rung, due: date, people: Iterable[Person], at: datetime) -> None:
    notifying.tell(
        people=people,
        kind=rung.kind,
        subject=Subject("dossier", str(dossier.pk)),
        facts={"code": dossier.code, "day": due.isoformat()},
        at=at,
    )
    _note("dossier.reminded", dossier, "dossier", [rung.code], due, at)


def _claim(row: Dossier | Transfer, kind: str, rung: str, due: date, at: datetime) -> bool:
    """Write the claim; False when it stands already."""
    sql = (
        f"INSERT INTO {TransferReminder._meta.db_table} "  # noqa: S608 -- a table of ours
        "(organisation_id, subject_kind, subject_key, rung, due_on, claimed_at) VALUES (%s, %s, %s, %s, %s, %s) "
        "ON CONFLICT (subject_kind, subject_key, rung, due_on) DO NOTHING"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [row.organisation_id, kind, row.pk, rung, due, at])
        return bool(cursor.rowcount)


def _note(name: str, row: Dossier | Transfer, kind: str, rungs: list[str], due: date, at: datetime) -> None:
    recording.record(
        name,
        subject=Subject(kind, str(row.pk)),
        by=Actor.system(row.organisation, NAME),
        at=at,
        facts={"rungs": rungs, "due_on": due.isoformat()},
    )
