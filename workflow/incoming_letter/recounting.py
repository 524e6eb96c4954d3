"""Count deadlines anew when the calendar of an office has changed: a job of its own, written with the change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from dispatch.operations import handling_clocks
from jobs.models import Job
from jobs.operations.leasing import finishing
from organisation import queries as office
from organisation.models import Organisation
from organisation.models.actor import Actor
from organisation.operations.calendar import CHANGED
from workflow.incoming_letter.door import bring_to

Clock = Callable[[], datetime]


def recount(job: Job, *, clock: Clock = timezone.now) -> None:
    """Count every clock of the office anew, and let the inboxes say the new days."""
    at = clock()
    recount_office(office.organisation_of(job.organisation_key), at=at)
    with transaction.atomic(), finishing(job, at=at):
        pass


def recount_office(organisation: Organisation, *, at: datetime) -> int:
    """Count anew what runs in one office, and let the inboxes say the new days; give how many clocks moved."""
    by = Actor.system(organisation, CHANGED)
    moved = handling_clocks.recount(organisation=organisation, by=by, at=at)
    for letter in {row.letter_id: row.letter for row in moved}.values():
        bring_to(letter, at=at)
    return len(moved)


HANDLERS = {CHANGED: recount}
