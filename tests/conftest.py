"""What every test may rely on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management.commands import flush
from django.db.backends.postgresql.operations import DatabaseOperations

from archive import ports as archive_ports
from files import ports as file_ports
from jobs import ports as job_ports
from signing import ports as signing_ports
from tests.keepsake import filled

# Noon of a working Tuesday in Hà Nội.
NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
LONGEST = (
    "tests/e2e/",
    "tests/ui/",
    "tests/storm/",
    "tests/workflow/test_tray",
    "tests/workflow/test_marking",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no worker is left alone with it at the end (no-loadscope-reorder)."""
    items.sort(key=lambda item: [not item.nodeid.startswith(LONGEST[0]), not item.nodeid.startswith(LONGEST)])


@pytest.fixture
def noon() -> datetime:
    return NOON


@pytest.fixture(autouse=True)
def _own_folders(settings: Any, tmp_path: Path) -> None:
    """Give every test a store, an index and a signer socket of its own."""
    settings.FILE_STORE_DIR = tmp_path / "store"
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    settings.SIGNER_SOCKET = str(tmp_path / "signer.sock")
    settings.STATIC_ROOT = tmp_path  # whitenoise warns when it is missing


@pytest.fixture(autouse=True)
def _doors_as_they_were() -> Iterator[None]:
    """Let what a test joins go with it: the next one finds the handlers and stores of the installation again."""
    doors: list[Any] = [
        job_ports._handlers, job_ports._patient, job_ports._schedule, file_ports._joined,
        archive_ports._origins, signing_ports._origins,
    ]  # fmt: skip
    kept = [door.copy() for door in doors]
    yield
    for door, before in zip(doors, kept, strict=True):
        door.clear()
        (door.extend if isinstance(door, list) else door.update)(before)


# Made by the migrations and the same for every test.
_OF_THE_SCHEMA = {"django_content_type", "auth_permission"}


@pytest.fixture(autouse=True, scope="session")
def _flush_empties_what_was_filled() -> Iterator[None]:
    """Let the flush between transactional tests empty the few tables that hold something, append-only ones too.

    They refuse it to everybody else. Django would truncate each of a hundred tables and their indexes, and make the
    permissions anew that were not emptied.
    """
    plain, announced = DatabaseOperations.sql_flush, flush.emit_post_migrate_signal

    def sql_flush(self: DatabaseOperations, style: Any, tables: Sequence[str], **_kwargs: bool) -> list[str]:
        kept = [one for one in tables if one not in _OF_THE_SCHEMA]
        emptied = [f"DELETE FROM {self.quote_name(one)};" for one in filled(kept)]
        return ["SET session_replication_role = replica;", *emptied, "SET session_replication_role = origin;"]

    DatabaseOperations.sql_flush = sql_flush  # type: ignore[method-assign]
    flush.emit_post_migrate_signal = lambda *_args, **_kwargs: None
    yield
    DatabaseOperations.sql_flush = plain  # type: ignore[method-assign]
    flush.emit_post_migrate_signal = announced
