"""Work that comes again: one job per kind and period, whoever asks first.

The period's number is the job's key, so any number of workers plan each run exactly once. Periods are counted
from 1970 in UTC; a run that was missed while the office stood still is not made up for.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from jobs import ports, queries
from jobs.enums import Queue
from jobs.operations import queueing

KEPT = timedelta(days=7)


@transaction.atomic
def plan(*, at: datetime) -> None:
    """Write the job of the current period of every periodic kind, where it does not stand yet."""
    for kind, seconds in ports.schedule().items():
        period = str(int(at.timestamp()) // seconds)
        if queries.find(kind, period) is None:
            queueing.enqueue(kind, key=period, organisation_key=0, payload={}, queue=Queue.BATCH, at=at)


def forget_done(*, at: datetime) -> int:
    """Delete the finished rows of periodic work that are older than a week; give how many."""
    deleted, _by_model = queries.done_before(at - KEPT, list(ports.schedule())).delete()
    return deleted
