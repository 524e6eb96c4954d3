"""What Celery runs: take the job whose id it brought. The message holds nothing but the id."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from jobs.operations import carrying, leasing, working


@shared_task(name=carrying.TASK, ignore_result=True)
def run(*, job_id: int, **_later: object) -> None:
    """Do the job ``job_id`` if it is still to be done; a message delivered twice finds the job taken."""
    job = leasing.claim_by_id(job_id, at=timezone.now())
    if job is not None:
        working.perform(job, clock=timezone.now)
