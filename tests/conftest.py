"""What every test may rely on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations

from files import ports as file_ports
from jobs import ports as job_ports

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
    doors: list[Any] = [job_ports._handlers, job_ports._patient, job_ports._schedule, file_ports._joined]
    kept = [door.copy() for door in doors]
    yield
    for door, before in zip(doors, kept, strict=True):
        door.clear()
        (door.extend if isinstance(door, list) else door.update)(before)


@pytest.fixture(autouse=True, scope="session")
def _flush_passes_append_only_tables() -> Iterator[None]:
    """Let the flush between transactional tests empty the append-only tables, which refuse it to everybody else."""
    plain = DatabaseOperations.execute_sql_flush

    def flush(self: DatabaseOperations, sql_list: list[str]) -> None:
        plain(
            self,
            ["SET session_replication_role = replica;", *sql_list, "SET session_replication_role = origin;"],
        )

    DatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]
    yield
    DatabaseOperations.execute_sql_flush = plain  # type: ignore[method-assign]
