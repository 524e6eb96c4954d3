"""pytest plugin: one private PostgreSQL for a test run, gone when the run ends, however it ends.

Loaded by `-p tests.cluster` (pyproject.toml), so that DATABASE_URL stands before the settings are read.
Several runs may go on in one clone: each takes the first free slot under `var/testpg`. With xdist the
controller starts the server and the workers inherit the address; pytest-django gives each worker a database
of its own. A DATABASE_URL that is already set is used as it is.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path
from typing import IO, Final

import pytest

from config.cluster import FAST_AND_LOOSE, Cluster, ClusterError

SLOTS: Final = Path(__file__).resolve().parent.parent / "var" / "testpg"
MOST_SLOTS: Final = 64


def _free_slot() -> tuple[Path, IO[str]]:
    """Take the first slot that no other run holds; the lock is ours until this process ends."""
    for number in range(MOST_SLOTS):
        slot = SLOTS / str(number)
        slot.mkdir(parents=True, exist_ok=True)
        held = (slot / "lock").open("a")
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held.close()
        else:
            return slot, held
    raise pytest.UsageError(f"{MOST_SLOTS} test runs hold every slot under {SLOTS}.")


_cluster: Cluster | None = None
if "DATABASE_URL" not in os.environ:
    _slot, _lock = _free_slot()
    _cluster = Cluster(_slot / "pg", log=_slot / "postgresql.log", settings=FAST_AND_LOOSE)
    os.environ["DATABASE_URL"] = _cluster.url
    os.environ.setdefault("VAR_DIR", str(_slot / "var"))
    (_slot / "var" / "static").mkdir(parents=True, exist_ok=True)  # whitenoise warns of a missing one


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Start the server before anything asks it."""
    if _cluster is None:
        return
    _cluster.log.unlink(missing_ok=True)
    try:
        _cluster.start()
    except ClusterError:  # another major version, or torn by a power cut: nothing in it is worth mending
        shutil.rmtree(_cluster.home)
        _cluster.start()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Stop the server when everything else is done."""
    if _cluster is not None:
        _cluster.stop()
        _lock.close()
