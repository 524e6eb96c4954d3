"""Send the ids of due jobs to Celery as they appear, and again when a message got lost; plan what comes again."""

from __future__ import annotations

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from jobs.enums import Queue
from jobs.operations import carrying, scheduling, working

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """One per installation is enough, several do no harm."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep whenever PostgreSQL says a job was written, and every few seconds besides."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        with connection.cursor() as cursor:
            for queue in (Queue.INTERACTIVE, Queue.BATCH):
                cursor.execute(f'LISTEN "jobs_{queue.value}"')
        while not stop.is_set():
            scheduling.plan(at=timezone.now())  # Celery's workers only do what they are sent
            try:
                carrying.send_due(at=timezone.now())
            except (OperationalError, RedisError) as error:
                logger.warning("the message broker does not answer (%s); jobs wait in the database", error)
                stop.wait(2)
            working.sleep_until_woken(stop, seconds=carrying.SWEEP_SECONDS)
