"""What the office does by itself, and how often."""

from __future__ import annotations

import logging

from django.conf import settings
from django.utils import timezone

from archive.operations import reading_requests
from archive.operations import reminding as archive_reminding
from audit.operations import sequencing
from dispatch.operations import fetching_mail, numbering, series, watching
from jobs.models import Job
from jobs.operations import scheduling
from notices.operations import notifying
from signing.operations import requesting
from workflow import digests
from workflow.incoming_letter import reminding

logger = logging.getLogger(__name__)


def give_leaves(job: Job) -> None:
    """Give the events of the last minute their places in the evidence tree."""
    while sequencing.assign_leaves():
        pass


def expire_reservations(job: Job) -> None:
    """Turn reservations of numbers that ran out into void lines (design D18)."""
    numbering.expire_reservations(at=timezone.now())


def open_new_year(job: Job) -> None:
    """Open the books of a year that has begun (Decree 30/2020 Art. 15); numbering does it too, whoever comes first."""
    series.open_new_year(at=timezone.now())


def expire_signatures(job: Job) -> None:
    """Give signatures whose PIN never came back to the step that asked for them."""
    requesting.expire_due(at=timezone.now())


def forget_done_work(job: Job) -> None:
    """Forget finished periodic work; what people did is in the log."""
    scheduling.forget_done(at=timezone.now())


def forget_seen_notices(job: Job) -> None:
    """Forget news that was seen a year ago; the acts it told of are in the log."""
    notifying.forget_seen(at=timezone.now())


def remind_of_deadlines(job: Job) -> None:
    """Remind and escalate, each rung of the ladder once."""
    reminding.remind_all(at=timezone.now())


def remind_of_transfers(job: Job) -> None:
    """Remind of dossiers due for the archive and of offers that wait, each rung once (Decree 30/2020 Art. 30)."""
    archive_reminding.remind_all(at=timezone.now())


def send_digests(job: Job) -> None:
    """Queue the daily mails, each once."""
    digests.send_due(at=timezone.now())


def end_reading(job: Job) -> None:
    """Take away the sight of papers whose day is over."""
    reading_requests.end_due(at=timezone.now())


HANDLERS = {
    watching.WATCH: watching.run,
    fetching_mail.FETCH: fetching_mail.run,
    "workflow.remind": remind_of_deadlines,
    archive_reminding.NAME: remind_of_transfers,
    "archive.end_reading": end_reading,
    "workflow.digests": send_digests,
    "audit.leaves": give_leaves,
    "dispatch.expire_reservations": expire_reservations,
    "dispatch.open_new_year": open_new_year,
    "signing.expire": expire_signatures,
    "jobs.forget_done": forget_done_work,
    "notices.forget_seen": forget_seen_notices,
}
SECONDS = {
    "workflow.remind": 300,
    archive_reminding.NAME: 21_600,
    "archive.end_reading": 600,
    "workflow.digests": 900,
    "audit.leaves": 60,
    "dispatch.expire_reservations": 300,
    "dispatch.open_new_year": 600,
    "signing.expire": 600,
    "jobs.forget_done": 86_400,
    "notices.forget_seen": 86_400,
}
if settings.INTAKE_FOLDER:
    SECONDS[watching.WATCH] = 15
if settings.INTAKE_MAILBOX:
    SECONDS[fetching_mail.FETCH] = 60
