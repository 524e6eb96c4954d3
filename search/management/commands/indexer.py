"""Keep this host's search index up to date until told to stop."""

from __future__ import annotations

import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import queries
from search.errors import AnotherIndexerRuns
from search.index import writing
from search.operations import indexing


class Command(BaseCommand):
    """``indexer`` serves; ``indexer --rebuild`` builds anew, by the running indexer if there is one."""

    help = __doc__
    requires_system_checks = []  # the screens' addresses are no business of this process

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do."""
        parser.add_argument(
            "--rebuild", action="store_true", help="build the index anew from the database and end"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until SIGTERM or SIGINT, or build once."""
        home = queries.index_home()
        if options["rebuild"]:
            self._rebuild()
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        try:
            indexing.serve(home, stop=stop)
        except AnotherIndexerRuns:
            raise CommandError(f"Another indexer keeps the index in {home}.") from None

    def _rebuild(self) -> None:
        home = queries.index_home()
        try:
            with writing.sole(home):
                indexer = indexing.Indexer(home)
                indexer.rebuild()
                indexer.close()
        except AnotherIndexerRuns:
            request = indexing.request_rebuild(home)
            while request.exists():
                time.sleep(0.2)
        self.stdout.write("The search index was built anew.")
