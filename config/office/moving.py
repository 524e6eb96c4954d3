"""Moves the private database to another major version of PostgreSQL: the old one dumps, the new one loads."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from config.cluster import FAST_AND_LOOSE, NAME, Cluster, installed_majors
from config.office.folder import OfficeError, OfficeFolder


def move_data(office: OfficeFolder, to: int, say: Callable[[str], None]) -> None:
    """Move `var/pg` to major version `to`; the old folder stays beside it. Both must be installed."""
    office.lock("the move of the database")
    majors = installed_majors()
    if to not in majors:
        raise OfficeError(f"PostgreSQL {to} is not installed: apt-get install postgresql-{to}")
    old = office.cluster()
    if not (old.data / "PG_VERSION").exists():
        raise OfficeError(f"There is no database in {old.home}.")
    fresh = Cluster(
        office.var / "pg.moving", log=office.log("move"), settings=FAST_AND_LOOSE, majors={to: majors[to]}
    )
    if fresh.home.exists():
        raise OfficeError(f"{fresh.home} is left from an earlier try; remove it first.")
    kept = office.var / f"pg.{(old.data / 'PG_VERSION').read_text().strip()}"
    if kept.exists():
        raise OfficeError(f"{kept} is there already; put it elsewhere first.")
    try:
        old.start()
        fresh.start()
        _pour(majors[to], old, fresh)
    finally:
        fresh.stop()
        old.stop()
    os.sync()  # the copy was made without waiting for the disk
    old.home.rename(kept)
    fresh.home.rename(old.home)
    say(f"the database is with PostgreSQL {to} now; the old one is kept in {kept}")


def _pour(programs: Path, old: Cluster, fresh: Cluster) -> None:
    """Copy the database by the newer version's programs, which read older servers."""
    dump = [str(programs / "pg_dump"), "-h", str(old.socket_folder), "-U", NAME, "-d", NAME, "--format=plain"]
    load = [
        str(programs / "psql"),
        "-h",
        str(fresh.socket_folder),
        "-U",
        NAME,
        "-d",
        NAME,
        "-q",
        "-o",
        "/dev/null",
    ]
    load += ["-v", "ON_ERROR_STOP=1", "--single-transaction", "-f", "-"]
    with subprocess.Popen(dump, stdout=subprocess.PIPE) as dumping:
        loading = subprocess.run(load, stdin=dumping.stdout, check=False)
    if dumping.returncode or loading.returncode:
        raise OfficeError("The database could not be copied; the old one is unchanged.")
