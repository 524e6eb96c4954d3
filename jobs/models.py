"""The job row: the truth about work done later."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jobs.enums import JobState, Queue


class Job(models.Model):
    """One piece of work. ``(kind, key)`` is unique, so asking twice is asking once.

    ``lease`` is the token of the worker that runs it and ``lease_until`` the moment others may take it over;
    the effect of a job is recorded only while its lease is held (see ``operations/leasing.py``).
    """

    organisation_key = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=150)
    queue = models.CharField(max_length=12, choices=Queue)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=JobState, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    run_at = models.DateTimeField()
    lease = models.CharField(max_length=32, blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="job_once"),
            models.CheckConstraint(
                condition=Q(state=JobState.DONE, finished_at__isnull=False)
                | (~Q(state=JobState.DONE) & Q(finished_at__isnull=True)),
                name="job_done_has_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["queue", "run_at"],
                name="job_due",
                condition=Q(state__in=[JobState.QUEUED, JobState.RUNNING]),
            ),
            models.Index(fields=["organisation_key", "state"], name="job_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
