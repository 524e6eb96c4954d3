"""Run the signer: the one process that sees PINs and keys."""

import resource
import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from jobs.enums import Queue
from jobs.operations import working
from signing.keys.desk import Answer, Desk
from signing.keys.pinbox import box
from signing.operations import unlocking


class Command(BaseCommand):
    """Takes PINs at a Unix socket and signing jobs from the queue, until told to end."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve both; SIGTERM and SIGINT end it after the job in hand. What was held is forgotten."""
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a PIN must not end in a core dump
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        desk = Desk(settings.SIGNER_SOCKET, _respond)
        desk.open()
        threading.Thread(target=desk.serve, name="desk", daemon=True).start()
        try:
            working.work([Queue.SIGNER.value], clock=timezone.now, stop=stop)
        finally:
            desk.close()


def _respond(question: Answer) -> Answer:
    close_old_connections()
    try:
        return unlocking.respond(question, box, at=timezone.now())
    finally:
        close_old_connections()
