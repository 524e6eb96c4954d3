"""Background work: nothing failed for good and nothing is left lying."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from config.doctor import Finding
from jobs import queries


def check() -> Iterator[Finding]:
    """Give every job that failed too often, and every one that has been due for an hour."""
    for job in queries.all_dead().iterator():
        last = job.last_error.strip().rsplit("\n", 1)[-1]
        yield Finding("jobs", f"job {job.pk}", f"{job.kind} {job.key} failed {job.attempts} times: {last}")
    for job in queries.due_since(timezone.now() - timedelta(hours=1)).iterator():
        yield Finding(
            "jobs", f"job {job.pk}", f"{job.kind} {job.key} has been due for an hour; is a worker running?"
        )
