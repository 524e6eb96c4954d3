"""pytest plugin: one private PostgreSQL for a test run, gone when the run ends, however it ends.

Loaded by `-p tests.cluster` (pyproject.toml), so that DATABASE_URL stands before the settings are read.
Several runs may go on in one clone: each takes the first free slot under `var/testpg`. With xdist the
controller starts the server and the workers inherit the address; pytest-django gives each worker a database
of its own. They are copies of a migrated template that stays in the slot until a migration or a library changes:
migrating takes half a minute, copying a moment. A DATABASE_URL that is already set is used as it is.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import IO, Final

import psycopg
import pytest

from config.cluster import FAST_AND_LOOSE, Cluster, ClusterError

ROOT: Final = Path(__file__).resolve().parent.parent
SLOTS: Final = ROOT / "var" / "testpg"
TEMPLATE: Final = "migrated_"
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


def _digest() -> str:
    """Name what a fresh database depends on: our migrations, and the libraries with theirs."""
    sources = [*sorted(ROOT.glob("*/migrations/*.py")), ROOT / "requirements.lock"]
    whole = hashlib.sha256()
    for source in sources:
        whole.update(f"{source.parent.parent.name}/{source.name}".encode() + source.read_bytes())
    return whole.hexdigest()[:16]


_cluster: Cluster | None = None
if "DATABASE_URL" not in os.environ:
    _slot, _lock = _free_slot()
    _cluster = Cluster(_slot / "pg", log=_slot / "postgresql.log", settings=FAST_AND_LOOSE)
    os.environ["DATABASE_URL"] = _cluster.url
    os.environ["TEST_TEMPLATE"] = TEMPLATE + _digest()  # before the settings are read
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
    _keep_template(_cluster.url, os.environ["TEST_TEMPLATE"])


def _keep_template(url: str, wanted: str) -> None:
    """Make the database ``wanted``, with every migration applied, unless it is there; drop its predecessors."""
    with psycopg.connect(url, autocommit=True) as server:
        there = {name for (name,) in server.execute("SELECT datname FROM pg_database")}
        if wanted in there:
            return
        for old in (name for name in there if name.startswith(TEMPLATE)):
            server.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
        server.execute(f"CREATE DATABASE {TEMPLATE}new")
        _migrate(url.replace("/vanthu?", f"/{TEMPLATE}new?"))
        server.execute(f"ALTER DATABASE {TEMPLATE}new RENAME TO {wanted}")


def _migrate(url: str) -> None:
    asked = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    done = subprocess.run(command, cwd=ROOT, env=asked, capture_output=True, text=True, check=False)
    if done.returncode:
        raise pytest.UsageError(f"The test database cannot be migrated:\n{done.stderr[-3000:]}")


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Stop the server when everything else is done."""
    if _cluster is not None:
        _cluster.stop()
        _lock.close()


if __name__ == "__main__":  # ./office test has the template made while it reads the code
    pytest_configure()
    pytest_unconfigure()
