"""Run a worker of durable jobs until told to stop."""

from __future__ import annotations

import os
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from jobs.enums import Queue
from jobs.operations import working


class Command(BaseCommand):
    """``worker --interactive`` serves what people wait for, ``worker --batch`` everything else, nicely."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the queues to serve."""
        parser.add_argument("--interactive", action="store_true", help="serve previews, layouts and verdicts")
        parser.add_argument(
            "--batch", action="store_true", help="serve mail, packages and long lists, at low priority"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until SIGTERM or SIGINT; the job in hand is finished first."""
        queues = [q.value for q in (Queue.INTERACTIVE, Queue.BATCH) if options[q.value]]
        if len(queues) == 1:  # whoever has a page before them comes first, then who waits for a picture
            os.nice(10 if queues == [Queue.BATCH.value] else 5)
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        working.work(queues or [Queue.INTERACTIVE.value, Queue.BATCH.value], clock=timezone.now, stop=stop)
