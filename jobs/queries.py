"""Reading the queue."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, Q, QuerySet, Value, When

from jobs import ports
from jobs.enums import JobState
from jobs.models import Job


def due(queues: list[str], at: datetime) -> QuerySet[Job]:
    """Give the jobs of ``queues`` that may be taken at ``at``: queued and due, or running with a lease run out.

    The one to take comes first: by its moment, but patient kinds (``ports``) after all others.
    """
    waiting = Q(state=JobState.QUEUED, run_at__lte=at)
    orphaned = Q(state=JobState.RUNNING, lease_until__lt=at)
    found = Job.objects.filter(waiting | orphaned, queue__in=queues)
    patient = ports.patient()
    if not patient:
        return found.order_by("run_at", "id")
    last = Case(When(kind__in=patient, then=Value(1)), default=Value(0))
    return found.order_by(last, "run_at", "id")


def dead_in(organisation_key: int) -> QuerySet[Job]:
    """Give the jobs of an organisation that failed too often, newest first."""
    return Job.objects.filter(organisation_key=organisation_key, state=JobState.DEAD).order_by("-id")


def find(kind: str, key: str) -> Job | None:
    """Give the job ``(kind, key)``, or None."""
    return Job.objects.filter(kind=kind, key=key).first()


def asked_for(kind: str, organisation_key: int) -> QuerySet[Job]:
    """Give the jobs of one kind that an organisation asked for, the newest first."""
    return Job.objects.filter(kind=kind, organisation_key=organisation_key).order_by("-id")


def all_dead() -> QuerySet[Job]:
    """Give every job that failed too often, in all organisations."""
    return Job.objects.filter(state=JobState.DEAD).order_by("id")


def due_since(moment: datetime) -> QuerySet[Job]:
    """Give the jobs that were due before ``moment`` and have not been taken."""
    return Job.objects.filter(state=JobState.QUEUED, run_at__lt=moment, attempts=0).order_by("id")


def done_before(moment: datetime, kinds: list[str]) -> QuerySet[Job]:
    """Give the finished jobs of ``kinds`` that ended before ``moment``."""
    return Job.objects.filter(kind__in=kinds, state=JobState.DONE, finished_at__lt=moment)
