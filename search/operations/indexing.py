"""Keep this host's index in step with the rows. Runs in the indexer only, the one writer of the index.

A row carries the id of the transaction that wrote it. Whoever has read every row of the transactions that had
ended by a moment, and keeps the id of the oldest one then still running, can never miss a late commit.
Derived data: no event is written.
"""

from __future__ import annotations

import logging
import select
import threading
from dataclasses import replace
from pathlib import Path
from typing import Final

from django.db import connection, transaction

from search import queries
from search.errors import IndexUnusable
from search.index import place as places
from search.index import writing
from search.index.place import Place
from search.operations.projecting import CHANNEL

logger = logging.getLogger(__name__)
POLL_SECONDS: Final = 1.0
BATCH_SECONDS: Final = 0.1
_CHUNK: Final = 2_000
_REQUEST: Final = "rebuild-requested"


class Indexer:
    """The writer of the index in ``home``, from opening to closing. Hold ``writing.sole`` around it."""

    def __init__(self, home: Path) -> None:
        """Open the index of this database, or build it when there is none."""
        self.home = home
        self.place = _usable(places.read(home), home) or self._build()
        try:
            self._writer = writing.Writer(home / self.place.folder)
        except IndexUnusable as error:
            logger.warning("search index cannot be opened, building it anew: %s", error)
            self.place = self._build()
            self._writer = writing.Writer(home / self.place.folder)

    def catch_up(self) -> int:
        """Bring every row that changed into the index in one commit; give how many."""
        oldest = queries.oldest_running()
        ahead: dict[int, int] = {}
        count = 0
        for row in queries.changed_since(self.place.through).iterator(chunk_size=_CHUNK):
            if row.changed >= oldest:
                ahead[row.pk] = row.changed
            if self.place.ahead.get(row.pk) != row.changed:
                count += self._writer.put([row])
        if count:
            self._writer.commit()
            self.place = replace(self.place, through=oldest, ahead=ahead, commit=self.place.commit + 1)
            places.write(self.home, self.place)
        else:  # nothing to tell the readers: what they know still holds
            self.place = replace(self.place, through=oldest, ahead=ahead)
        return count

    def rebuild(self) -> None:
        """Build the index anew beside the old one, then change over."""
        self._writer.close()
        self.place = self._build()
        self._writer = writing.Writer(self.home / self.place.folder)

    def close(self) -> None:
        """Release the index."""
        self._writer.close()

    def _build(self) -> Place:
        _renumber()
        place = Place(writing.new_folder(), queries.cluster_name(), queries.oldest_running(), commit=1)
        writer = writing.Writer(self.home / place.folder)
        count = writer.fill(queries.findable())
        writer.commit()
        writer.close()
        places.write(self.home, place)
        writing.sweep(self.home, keep=place.folder)
        logger.info("search index built from %s projections", count)
        return place


def _usable(kept: Place | None, home: Path) -> Place | None:
    """Give ``kept`` back if it is of this database and its folder stands, else None."""
    if kept is None or kept.cluster != queries.cluster_name() or kept.through > queries.oldest_running():
        return None
    return kept if (home / kept.folder).is_dir() else None


@transaction.atomic
def _renumber() -> None:
    """Give rows restored from another cluster, whose counter ran further, a transaction id of this one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE search_projection SET changed = pg_current_xact_id()::text::bigint"
            " WHERE changed > pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
        )


def serve(home: Path, *, stop: threading.Event) -> None:
    """Keep the index in ``home`` up to date until ``stop``; refuse (AnotherIndexerRuns) beside another."""
    with writing.sole(home):
        request = home / _REQUEST
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
        indexer = Indexer(home)
        try:
            while not stop.is_set():
                if request.exists():
                    indexer.rebuild()
                    request.unlink(missing_ok=True)
                indexer.catch_up()
                _sleep_until_woken(stop)
        finally:
            indexer.close()


def request_rebuild(home: Path) -> Path:
    """Ask the running indexer to build the index anew; give the file that vanishes when it has."""
    home.mkdir(parents=True, exist_ok=True)
    request = home / _REQUEST
    request.touch()
    return request


def _sleep_until_woken(stop: threading.Event) -> None:
    """Wait for a change or for the poll, then a moment more so that changes in a row share one commit."""
    raw = connection.connection
    waited = 0.0
    while not stop.is_set() and waited < POLL_SECONDS:
        ready, _w, _x = select.select([raw.fileno()], [], [], 0.25)
        if ready:
            for _note in raw.notifies(timeout=0, stop_after=1_000):
                pass
            stop.wait(BATCH_SECONDS)
            return
        waited += 0.25
