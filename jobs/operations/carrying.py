"""Let Celery carry the ids of due jobs to workers on other machines.

A message lost, by a broker that died for example, is sent again: the job is still due, because the row says so.
"""

from __future__ import annotations

from datetime import datetime

from celery import current_app
from django.conf import settings
from django.core.cache import caches

from jobs import queries
from jobs.enums import Queue

TASK = "jobs.run"
SWEEP_SECONDS = 5
RESEND_SECONDS = 20
_AT_ONCE = 500


def send_due(*, at: datetime) -> int:
    """Send the id of every due job to the queue of its name, each once in RESEND_SECONDS; give the number."""
    if not settings.REDIS_URL:
        return 0
    sent = 0
    queues = [Queue.INTERACTIVE.value, Queue.BATCH.value]
    for pk, queue in queries.due(queues, at).values_list("pk", "queue")[:_AT_ONCE]:
        if caches["broker"].add(f"job-sent-{pk}", 1, RESEND_SECONDS):
            current_app.send_task(TASK, kwargs={"job_id": pk}, queue=queue)
            sent += 1
    return sent
