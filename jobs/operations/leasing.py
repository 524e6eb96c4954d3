"""Take a job, keep it, and close it exactly once.

A worker takes a job in a short transaction, does the slow part outside any, and records the effect in one
closing transaction that first proves the lease is still held. A worker that was too slow, or came back from
the dead, finds its lease gone and records nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from jobs import queries
from jobs.enums import JobState, Queue
from jobs.errors import LeaseLost
from jobs.models import Job
from lib.database import locked

LEASE = timedelta(seconds=120)
MAX_ATTEMPTS = 8
_BACKOFF_CEILING = 3600
_DIED = "the worker died at every attempt"


@transaction.atomic
def claim(queues: list[str], *, at: datetime, kinds: list[str] | None = None) -> Job | None:
    """Take the next due job of ``queues`` for this worker, or give None when there is none."""
    waiting = queries.due(queues, at)
    if kinds is not None:
        waiting = waiting.filter(kind__in=kinds)
    return _take(waiting, at)


@transaction.atomic
def claim_by_id(pk: int, *, at: datetime) -> Job | None:
    """Take the job ``pk`` if it may be taken now (how Celery brings it), else give None."""
    return _take(queries.due([queue.value for queue in Queue], at).filter(pk=pk), at)


def _take(waiting: QuerySet[Job], at: datetime) -> Job | None:
    """Lease the first job. One whose every attempt ended with its worker is declared dead instead.

    Such a job (a file that eats all memory, say) counts no failure, for nobody is left to count it; taken again
    and again it would stop its whole queue.
    """
    while (job := waiting.select_for_update(skip_locked=True, of=("self",)).first()) is not None:
        if job.state != JobState.RUNNING or job.attempts < MAX_ATTEMPTS:
            _lease(job, at)
            return job
        job.state, job.lease, job.lease_until, job.last_error = JobState.DEAD, "", None, _DIED
        job.save(update_fields=["state", "lease", "lease_until", "last_error"])
    return None


def _lease(job: Job, at: datetime) -> None:
    job.state, job.lease, job.lease_until = JobState.RUNNING, secrets.token_hex(16), at + LEASE
    job.attempts += 1
    job.save(update_fields=["state", "lease", "lease_until", "attempts"])


@contextmanager
def finishing(job: Job, *, at: datetime) -> Iterator[Job]:
    """Open the one closing transaction of ``job``: everything inside is recorded together with its end.

    Raises LeaseLost when another worker has taken the job over. On an exception nothing is recorded.
    """
    with transaction.atomic():
        current = locked(Job, job.pk)
        if current.state != JobState.RUNNING or current.lease != job.lease:
            raise LeaseLost(job.pk)
        yield current
        current.state, current.finished_at, current.lease, current.lease_until = JobState.DONE, at, "", None
        current.last_error = ""
        current.save(update_fields=["state", "finished_at", "lease", "lease_until", "last_error"])


@transaction.atomic
def is_open(job: Job) -> bool:
    """Say whether this worker still holds the unfinished ``job``."""
    current = locked(Job, job.pk)
    return current.state == JobState.RUNNING and current.lease == job.lease


@transaction.atomic
def extend(job: Job, *, at: datetime) -> None:
    """Keep long work for this worker a while longer; raise LeaseLost when another has taken it over."""
    current = locked(Job, job.pk)
    if current.state != JobState.RUNNING or current.lease != job.lease:
        raise LeaseLost(job.pk)
    current.lease_until = at + LEASE
    current.save(update_fields=["lease_until"])


@transaction.atomic
def postpone(job: Job, *, at: datetime, seconds: int, reason: str) -> None:
    """Give the job back to wait for the outside, without counting the attempt."""
    current = locked(Job, job.pk)
    if current.lease != job.lease:
        return
    current.state, current.lease, current.lease_until = JobState.QUEUED, "", None
    current.attempts = max(0, current.attempts - 1)
    current.run_at, current.last_error = at + timedelta(seconds=seconds), reason
    current.save(update_fields=["state", "lease", "lease_until", "attempts", "run_at", "last_error"])


@transaction.atomic
def fail(job: Job, *, at: datetime, error: str) -> JobState:
    """Count a failure: back off and queue again, or declare the job dead after the last attempt; give the state."""
    current = locked(Job, job.pk)
    if current.lease != job.lease:
        return JobState(current.state)
    dead = current.attempts >= MAX_ATTEMPTS
    current.state = JobState.DEAD if dead else JobState.QUEUED
    current.run_at = at + timedelta(seconds=min(2**current.attempts, _BACKOFF_CEILING))
    current.lease, current.lease_until, current.last_error = "", None, error[:2000]
    current.save(update_fields=["state", "run_at", "lease", "lease_until", "last_error"])
    return JobState(current.state)
