"""The writer: one per folder, in the indexer only. When to write what is the operations' matter."""

from __future__ import annotations

import fcntl
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from search.errors import AnotherIndexerRuns, IndexUnusable
from search.index import schema
from search.index.schema import Findable
from search.models import Projection

MEMORY: Final = 64_000_000


class Writer:
    """An index folder open for writing."""

    def __init__(self, folder: Path) -> None:
        """Open ``folder``, or begin an index there; raise IndexUnusable when what lies there is damaged."""
        import tantivy  # noqa: PLC0415 -- slow import

        folder.mkdir(parents=True, exist_ok=True)
        self._query, self._fields = tantivy.Query, schema.build()
        try:
            index = schema.prepare(tantivy.Index(self._fields, path=str(folder)))
            self._writer = index.writer(heap_size=MEMORY, num_threads=1)
        except (ValueError, OSError, RuntimeError) as error:
            raise IndexUnusable(str(error)) from error

    def fill(self, rows: Iterable[Findable]) -> int:
        """Put ``rows`` into an index that holds none of them yet; give how many."""
        count = 0
        for row in rows:
            self._writer.add_document(schema.document(row, self._fields))
            count += 1
        return count

    def put(self, rows: Iterable[Projection]) -> int:
        """Put ``rows`` in for what was there of them, take the withdrawn out; give how many."""
        count = 0
        for row in rows:
            # not delete_documents_by_term: it takes the number for a signed one and deletes nothing
            self._writer.delete_documents_by_query(self._query.term_query(self._fields, schema.ID, row.pk))
            if not row.withdrawn:
                self._writer.add_document(schema.document(row, self._fields))
            count += 1
        return count

    def commit(self) -> None:
        """Make what was put findable and safe."""
        self._writer.commit()

    def close(self) -> None:
        """Let running merges end and release the folder."""
        self._writer.wait_merging_threads()


@contextmanager
def sole(home: Path) -> Iterator[None]:
    """Be the only writer in ``home`` for a while; raise AnotherIndexerRuns if somebody else is."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AnotherIndexerRuns(str(home)) from None
        yield


def new_folder() -> str:
    """Give a name no folder has had."""
    return f"index-{secrets.token_hex(6)}"


def sweep(home: Path, *, keep: str) -> None:
    """Remove the folders of former indexes; a reader inside one keeps its files open."""
    for folder in home.glob("index-*"):
        if folder.name != keep:
            shutil.rmtree(folder, ignore_errors=True)
