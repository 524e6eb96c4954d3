"""What Celery runs: take the job whose id it brought, or sweep for ids it lost.

The message holds nothing but the id. A message delivered twice finds the job taken; a message lost is sent
again by the sweeper, which every worker machine runs once a few seconds.
"""

from __future__ import annotations

from celery import shared_task
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from jobs import queries
from jobs.enums import Queue
from jobs.operations import leasing, working

SWEEP_SECONDS = 5
RESEND_SECONDS = 20


@shared_task(name="jobs.run", ignore_result=True)
def run(*, job_id: int, **_later: object) -> None:
    """Do the job ``job_id`` if it is still to be done."""
    job = leasing.claim_by_id(job_id, at=timezone.now())
    if job is not None:
        working.perform(job, clock=timezone.now)


@shared_task(name="jobs.sweep", ignore_result=True)
def sweep(**_later: object) -> int:
    """Send the ids of due jobs that were not sent lately; give how many were sent."""
    return send_due()


def send_due() -> int:
    """Send every due job's id to the Celery queue of its own name, at most once in RESEND_SECONDS; give the number."""
    if not settings.REDIS_URL:
        return 0
    sent = 0
    queues = [Queue.INTERACTIVE.value, Queue.BATCH.value]
    for pk, queue in queries.due(queues, timezone.now()).values_list("pk", "queue")[:500]:
        if cache.add(f"job-sent-{pk}", 1, RESEND_SECONDS):
            run.apply_async(kwargs={"job_id": pk}, queue=queue)
            sent += 1
    return sent
