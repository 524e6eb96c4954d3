"""Ask for work to be done later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from jobs.enums import JobState, Queue
from jobs.models import Job
from lib.database import locked, notify


def enqueue(
    kind: str,
    *,
    key: str,
    organisation_key: int,
    payload: Mapping[str, object],
    queue: Queue,
    at: datetime,
    run_at: datetime | None = None,
) -> Job:
    """Write the job ``(kind, key)`` in the caller's transaction, or give the one that already stands.

    ``organisation_key`` is 0 for work of the whole installation. Workers are woken when the transaction commits.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a job is written in the transaction of the act that needs it")
    job, created = Job.objects.get_or_create(
        kind=kind,
        key=key,
        defaults={
            "organisation_key": organisation_key,
            "payload": dict(payload),
            "queue": queue,
            "run_at": run_at or at,
            "created_at": at,
        },
    )
    if created:
        notify(f"jobs_{queue}")
    return job


@transaction.atomic
def retry_dead(job: Job, *, at: datetime) -> Job:
    """Queue a dead job again with its attempts forgotten; a job in any other state is given back as it is."""
    job = locked(Job, job.pk)
    if job.state == JobState.DEAD:
        job.state, job.attempts, job.run_at = JobState.QUEUED, 0, at
        job.save(update_fields=["state", "attempts", "run_at"])
        notify(f"jobs_{job.queue}")
    return job
