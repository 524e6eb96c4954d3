"""Words of durable work."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Queue(models.TextChoices):
    """Which worker takes a job: people wait for interactive ones, batch ones give way, signer ones need the signer."""

    INTERACTIVE = "interactive", _("interactive")
    BATCH = "batch", _("batch")
    SIGNER = "signer", _("signer")


class JobState(models.TextChoices):
    """Where a job stands. A dead one failed too often and waits for an administrator."""

    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    DEAD = "dead", _("failed, needs attention")
