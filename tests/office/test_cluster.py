"""The private PostgreSQL: where it lives, what it refuses, and that it goes when it should."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.cluster import (
    LONGEST_SOCKET,
    SOCKET_FILE,
    Cluster,
    ClusterError,
    claim,
    installed_majors,
    socket_folder,
)
from config.office.folder import OfficeFolder
from config.office.moving import move_data
from tests.office import toy

NEWEST = max(installed_majors())


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    made = Cluster(tmp_path / "pg", log=tmp_path / "pg.log")
    yield made
    made.stop()


def ask(cluster: Cluster, question: str) -> object:
    with psycopg.connect(cluster.url) as connection:
        row = connection.execute(question).fetchone()  # type: ignore[call-overload]
    return row[0]


def test_it_is_created_once_and_keeps_what_is_written(cluster: Cluster) -> None:
    assert cluster.start() is True
    with psycopg.connect(cluster.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    cluster.stop()
    assert cluster.start() is False
    assert ask(cluster, "SELECT n FROM kept") == 7


def test_it_has_checksums_utf8_and_the_c_order_and_loses_nothing_in_a_power_cut(cluster: Cluster) -> None:
    cluster.start()
    assert ask(cluster, "SHOW data_checksums") == "on"
    assert ask(cluster, "SHOW server_encoding") == "UTF8"
    assert ask(cluster, "SELECT datcollate FROM pg_database WHERE datname = current_database()") == "C.UTF-8"
    assert ask(cluster, "SHOW fsync") == "on"


def test_nobody_else_can_reach_it(cluster: Cluster) -> None:
    cluster.start()
    assert ask(cluster, "SHOW listen_addresses") == ""
    assert cluster.home.stat().st_mode & 0o777 == 0o700
    assert cluster.socket_folder.stat().st_mode & 0o777 == 0o700
    assert cluster.socket_folder.stat().st_uid == cluster.home.stat().st_uid


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has folders the server's user cannot enter")
def test_root_may_keep_it_under_a_folder_the_servers_user_cannot_enter(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    private = Cluster(tmp_path / "home" / "pg", log=tmp_path / "pg.log")
    private.start()
    try:
        assert ask(private, "SELECT 1") == 1
        assert private.home.stat().st_uid != 0
    finally:
        private.stop()


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    deep = Cluster(tmp_path / ("long-name-" * 9) / "pg", log=tmp_path / "pg.log")
    deep.start()
    try:
        assert len(os.fsencode(deep.socket_folder / SOCKET_FILE)) <= LONGEST_SOCKET
        assert ask(deep, "SELECT 1") == 1
    finally:
        deep.stop()
        deep.socket_folder.rmdir()


@pytest.mark.parametrize("length", range(60, 100))
def test_no_socket_path_is_longer_than_allowed(length: int) -> None:
    wanted = Path("/" + "x" * (length - 1))
    assert len(os.fsencode(socket_folder(wanted, file_name=SOCKET_FILE) / SOCKET_FILE)) <= LONGEST_SOCKET


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can lay a folder for somebody else")
def test_a_socket_folder_laid_by_somebody_else_is_refused(tmp_path: Path) -> None:
    trap = tmp_path / "run"
    trap.mkdir()
    os.chown(trap, 12345, 12345)
    with pytest.raises(ClusterError, match="belongs to somebody else"):
        claim(trap, None)
    link = tmp_path / "link"
    link.symlink_to(tmp_path)
    with pytest.raises(ClusterError, match="belongs to somebody else"):
        claim(link, None)


def test_data_of_another_major_version_is_refused_with_the_line_that_moves_it(cluster: Cluster) -> None:
    cluster.data.mkdir(parents=True)
    (cluster.data / "PG_VERSION").write_text("13\n")
    with pytest.raises(ClusterError) as refusal:
        cluster.start()
    assert "holds a database of PostgreSQL 13" in str(refusal.value)
    assert f"apt-get install postgresql-13 && ./office move-data --to {NEWEST}" in str(refusal.value)
    assert [path.name for path in cluster.data.iterdir()] == ["PG_VERSION"]


def test_a_machine_without_postgresql_is_told_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match="apt-get install postgresql"):
        Cluster(tmp_path / "pg", log=tmp_path / "pg.log", majors={}).start()


def test_a_torn_creation_is_begun_again(cluster: Cluster) -> None:
    (cluster.home / "data.new").mkdir(parents=True)
    (cluster.home / "data.new" / "rubbish").write_text("half")
    assert cluster.start() is True
    assert ask(cluster, "SELECT 1") == 1


def test_a_server_that_cannot_start_says_why(cluster: Cluster) -> None:
    cluster.start()
    cluster.stop()
    (cluster.data / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(ClusterError, match="no_such_setting"):
        cluster.start()


def test_it_goes_when_the_process_that_started_it_is_killed_and_recovers(
    cluster: Cluster, tmp_path: Path
) -> None:
    program = (
        "import pathlib, time; from config.cluster import Cluster;"
        f"c = Cluster(pathlib.Path({str(cluster.home)!r}), log=pathlib.Path({str(cluster.log)!r}));"
        "c.start(); print('up', flush=True); time.sleep(60)"
    )
    starter = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=toy.REAL, env=toy.environment()
    )
    assert starter.stdout is not None
    assert starter.stdout.readline() == b"up\n"
    starter.send_signal(signal.SIGKILL)
    starter.wait()
    starter.stdout.close()
    assert cluster.start() is False  # waits for the old one to leave
    assert ask(cluster, "SELECT 1") == 1


def test_moving_the_data_keeps_every_row_and_the_old_folder(tmp_path: Path) -> None:
    office = OfficeFolder(var=tmp_path)
    cluster = office.cluster()
    cluster.start()
    with psycopg.connect(cluster.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'Đặng Thị Ánh' AS name")
    cluster.stop()
    said: list[str] = []
    move_data(office, NEWEST, said.append)
    cluster.start()
    try:
        assert ask(cluster, "SELECT name FROM kept") == "Đặng Thị Ánh"
    finally:
        cluster.stop()
    assert (tmp_path / f"pg.{NEWEST}" / "data" / "PG_VERSION").exists()
    assert len(said) == 1


def test_offices_made_at_the_same_moment_have_certification_ports_of_their_own(tmp_path: Path) -> None:
    """None of them listens yet, so each port would be free for all."""
    offices = [OfficeFolder(var=tmp_path / name) for name in "abcde"]
    for office in offices:
        office.var.mkdir(exist_ok=True)
    ports = [office.pki_port() for office in offices]
    assert len(set(ports)) > 1
    assert [office.pki_port() for office in offices] == ports
