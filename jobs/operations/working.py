"""The worker loop: take, do, close; sleep until woken.

LISTEN/NOTIFY wakes it within milliseconds, polling is the net that catches a lost wake-up.
"""

from __future__ import annotations

import logging
import select
import threading
import traceback
from collections.abc import Callable
from datetime import datetime

from django.db import connection

from jobs import ports
from jobs.enums import Queue
from jobs.errors import LeaseLost, RetryLater
from jobs.models import Job
from jobs.operations import leasing, scheduling

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]
POLL_SECONDS = 5.0


def run_one(queues: list[str], *, clock: Clock, kinds: list[str] | None = None) -> bool:
    """Take and do one due job; say whether there was one."""
    job = leasing.claim(queues, at=clock(), kinds=kinds)
    if job is None:
        return False
    perform(job, clock=clock)
    return True


def perform(job: Job, *, clock: Clock) -> None:
    """Do a job that was taken: close it, postpone it, or count its failure. Never raises for the job's own sake."""
    try:
        ports.handler_of(job.kind)(job)
        if leasing.is_open(job):
            with leasing.finishing(job, at=clock()):
                pass
    except RetryLater as later:
        leasing.postpone(job, at=clock(), seconds=later.seconds, reason=later.reason)
    except LeaseLost:
        logger.warning("job %s (%s) was taken over by another worker", job.pk, job.kind)
    except Exception:  # noqa: BLE001 -- the edge of the loop: any bug of a handler becomes a counted failure
        state = leasing.fail(job, at=clock(), error=traceback.format_exc(limit=20))
        logger.exception("job %s (%s %s) failed, now %s", job.pk, job.kind, job.key, state)


def work(queues: list[str], *, clock: Clock, stop: threading.Event, kinds: list[str] | None = None) -> None:
    """Do jobs of ``queues`` until ``stop`` is set."""
    _listen(queues)
    while not stop.is_set():
        if Queue.BATCH.value in queues:
            scheduling.plan(at=clock())
        while not stop.is_set() and run_one(queues, clock=clock, kinds=kinds):
            pass
        sleep_until_woken(stop)


def _listen(queues: list[str]) -> None:
    with connection.cursor() as cursor:
        for queue in queues:
            cursor.execute(f'LISTEN "jobs_{queue}"')


def sleep_until_woken(stop: threading.Event, *, seconds: float = POLL_SECONDS) -> None:
    """Wait for a notification on this connection, or ``seconds``, in short slices so that a stop is obeyed at once."""
    raw = connection.connection
    waited = 0.0
    while not stop.is_set() and waited < seconds:
        ready, _w, _x = select.select([raw.fileno()], [], [], 0.25)
        if ready:
            for _note in raw.notifies(timeout=0, stop_after=100):
                pass
            return
        waited += 0.25
