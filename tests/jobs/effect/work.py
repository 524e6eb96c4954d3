"""A job that takes a while and then leaves one line in a file, recorded with its end; and one that comes again."""

import os
import time
from pathlib import Path

from django.utils import timezone

from jobs.models import Job
from jobs.operations import leasing


def effect(job: Job) -> None:
    time.sleep(job.payload["seconds"])
    with leasing.finishing(job, at=timezone.now()), Path(os.environ["JOB_EFFECTS"]).open("a") as out:
        out.write(f"{job.pk}\n")


def again(job: Job) -> None:
    """Nothing to do; that it was planned and done is what counts."""
