"""The lock of a running procedure: wait for the other act, but not long.

viewflow's default is no lock at all (two people finish one step twice, measured 60 of 60), and its own
``select for update`` sleeps up to seconds inside an aborted transaction. One blocking ``FOR UPDATE`` with a
short patience cures both. Redis and clocks play no part.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

from workflow.errors import LetterIsBeingMoved

_LOCK_NOT_AVAILABLE = "55P03"


class OfficeLock:
    """Opens the transaction of one act and holds the process row until it ends."""

    def __init__(self, patience_ms: int = 5000) -> None:
        self.patience_ms = patience_ms

    @contextmanager
    def __call__(self, flow_class: type, process_pk: int) -> Iterator[None]:
        """Hold the row of process ``process_pk``; refuse when another act keeps it longer than our patience."""
        with transaction.atomic():
            self._take(process_pk)
            yield

    def _take(self, process_pk: int) -> None:
        # One round trip: the patience is set before the row is waited for, and lasts for this transaction only.
        sql = (
            "WITH patience AS MATERIALIZED (SELECT set_config('lock_timeout', %s, true)) "
            "SELECT process.id FROM patience, viewflow_process AS process WHERE process.id = %s FOR UPDATE OF process"
        )
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql, [str(self.patience_ms), process_pk])
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != _LOCK_NOT_AVAILABLE:
                raise
            raise LetterIsBeingMoved from error
