"""One command runs the office: what it starts, what it says, and how it ends, well or badly."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office import toy

DEMO_PROCESSES = (
    "granian",
    "manage.py signer",
    "--interactive",
    "--batch",
    "manage.py indexer",
    "manage.py pki",
)


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    yield toy.lay_out(tmp_path)
    toy.wait_until(lambda: not toy.processes_mentioning(tmp_path))


def calls(root: Path) -> list[str]:
    return (root / "calls.log").read_text().splitlines()


def run(root: Path, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "config.office", *arguments],
        cwd=root, env=toy.environment(), capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_it_serves_with_every_process_and_ends_in_order(root: Path) -> None:
    office = toy.Toy(root)
    port = office.ready()
    assert toy.get(port) == "well"
    lines = " ".join(office.relatives())
    assert [name for name in DEMO_PROCESSES if name not in lines] == []
    toy.wait_until(lambda: len(calls(root)) == 10)
    assert office.end() == 0
    assert office.relatives() == []
    assert "lan  registry clerk" in office.said()
    prepared = [
        "migrate --noinput -v0",
        "createcachetable",
        "collectstatic --noinput -v0",
        "demo",
        "demo --list",
    ]
    assert calls(root)[:5] == prepared
    ended = (root / "ends.log").read_text().splitlines()
    assert sorted(ended[:3]) == ["indexer", "worker --batch", "worker --interactive"]
    assert sorted(ended[3:]) == ["pki --port", "signer"]


def test_a_second_start_prepares_nothing_again_and_is_quick(root: Path) -> None:
    first = toy.Toy(root)
    first.ready()
    first.end()
    before = calls(root)
    began = time.monotonic()
    second = toy.Toy(root)
    second.ready()
    assert time.monotonic() - began < 5
    second.end()
    assert {"migrate --noinput -v0", "demo"}.isdisjoint(calls(root)[len(before) :])


def test_a_changed_migration_is_applied_at_the_next_start(root: Path) -> None:
    migration = root / "letters" / "migrations" / "0001_first.py"
    migration.parent.mkdir(parents=True)
    for text in ("first", "second"):
        migration.write_text(text)
        office = toy.Toy(root)
        office.ready()
        office.end()
    assert calls(root).count("migrate --noinput -v0") == 2


def test_what_an_office_keeps_is_closed_to_other_users_of_the_machine(root: Path) -> None:
    (root / "var" / "log").mkdir(parents=True)  # as offices made it before
    (root / "var").chmod(0o755)
    office = toy.Toy(root)
    office.ready()
    office.end()
    assert (root / "var").stat().st_mode & 0o077 == 0
    made = [path for path in (root / "var").rglob("*") if not path.is_symlink() and path.name != "log"]
    inside_database = root / "var" / "pg"  # closed itself
    open_ones = [
        str(path) for path in made if not path.is_relative_to(inside_database) and path.stat().st_mode & 0o077
    ]
    assert len(made) > 5
    assert open_ones == []


def test_a_second_start_in_the_same_folder_says_so(root: Path) -> None:
    office = toy.Toy(root)
    port = office.ready()
    second = run(root, "serve")
    assert second.returncode == 1
    assert (
        f"Already running in this folder: http://127.0.0.1:{port}/, process {office.process.pid}."
        in second.stderr
    )
    assert toy.get(port) == "well"
    office.end()


def test_another_port_is_taken_when_the_wanted_one_is_busy(root: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        taken = busy.getsockname()[1]
        office = toy.Toy(root, "--port", str(taken))
        port = office.ready()
        assert port != taken
        assert f"port {taken} is taken; using {port}" in office.said()
        assert toy.get(port) == "well"
        office.end()


def test_kill_9_leaves_no_process_and_no_damage(root: Path) -> None:
    office = toy.Toy(root)
    office.ready()
    assert run(root, "manage", "--caller", str(root), "rows").stdout == "1\n"
    office.process.send_signal(signal.SIGKILL)
    office.process.wait()
    toy.wait_until(lambda: not office.relatives(), patience=15)
    again = toy.Toy(root)
    again.ready()
    assert run(root, "manage", "--caller", str(root), "rows").stdout == "2\n"
    assert again.end() == 0


def test_a_process_that_falls_is_started_again_and_this_is_said(root: Path) -> None:
    office = toy.Toy(root)
    office.ready()
    toy.wait_until(lambda: "indexer" in calls(root))
    victim = next(
        int(process.name)
        for process in Path("/proc").glob("[0-9]*")
        if b"manage.py\0indexer\0" in (process / "cmdline").read_bytes()
        and os.fsencode(root) in (process / "cmdline").read_bytes()
    )
    os.kill(victim, signal.SIGKILL)
    toy.wait_until(lambda: calls(root).count("indexer") == 2)
    assert "indexer ended with status -9; starting it again in 1 s" in office.said()
    office.end()


def test_a_web_process_that_does_not_come_up_ends_the_start_with_its_reason(root: Path) -> None:
    (root / "config" / "wsgi.py").write_text("raise RuntimeError('the settings are wrong')\n")
    office = toy.Toy(root)
    assert office.process.wait(60) == 1
    assert "the settings are wrong" in office.said()
    assert office.relatives() == []


def test_an_office_asked_to_end_while_it_prepares_ends(root: Path) -> None:
    manage = root / "manage.py"
    manage.write_text("import time\n" + manage.read_text() + "if command == 'demo': time.sleep(60)\n")
    office = toy.Toy(root)
    toy.wait_until(lambda: (root / "calls.log").exists() and "demo" in calls(root))
    assert office.end() == 0
    assert office.relatives() == []


def test_an_empty_office_gets_an_administrator_once_and_no_demo(root: Path) -> None:
    for arguments in (["--empty"], []):  # the second time it is remembered
        office = toy.Toy(root, *arguments)
        office.ready()
        assert "manage.py pki" not in " ".join(office.relatives())
        office.end()
    assert calls(root).count("first_administrator") == 1
    assert "demo" not in calls(root)


def test_a_demo_office_cannot_become_a_real_one(root: Path) -> None:
    office = toy.Toy(root)
    office.ready()
    office.end()
    refused = run(root, "serve", "--empty")
    assert refused.returncode == 1
    assert "cannot become 'empty'" in refused.stderr


def test_the_secret_key_is_made_once_and_readable_by_nobody_else(root: Path) -> None:
    office = toy.Toy(root)
    office.ready()
    office.end()
    key = root / "var" / "secret_key"
    first = key.read_text()
    assert len(first) >= 50
    assert key.stat().st_mode & 0o777 == 0o600
    office = toy.Toy(root)
    office.ready()
    office.end()
    assert key.read_text() == first


def test_a_command_runs_in_the_callers_folder_and_its_status_is_ours(root: Path, tmp_path: Path) -> None:
    caller = tmp_path / "elsewhere"
    caller.mkdir()
    said = run(root, "manage", "--caller", str(caller), "where").stdout
    assert said.startswith(f"{caller} postgresql://")
    assert run(root, "manage", "--caller", str(caller), "status", "2").returncode == 2


def test_checking_a_file_needs_no_database(root: Path) -> None:
    assert run(root, "manage", "--caller", str(root), "verify", "letter.pdf").returncode == 0
    assert calls(root) == ["verify letter.pdf"]
    assert not (root / "var" / "pg").exists()


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["serve", "--nonsense"], ["serve", "--port", "x"]])
def test_wrong_usage_is_status_64(root: Path, arguments: list[str]) -> None:
    assert run(root, *arguments).returncode == 64
