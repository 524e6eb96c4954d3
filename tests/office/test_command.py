"""`./office` itself, the shell part: what it says to people, and what it asks of the machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
COMMANDS = (
    "test", "prove", "bench", "verify", "issued", "demo", "doctor", "manage", "setup", "move-data", "lock",
)  # fmt: skip


def office(
    *arguments: str, root: Path = ROOT, cwd: Path | None = None, tools: Path | None = None
) -> subprocess.CompletedProcess[str]:
    path = f"{tools}:{os.environ['PATH']}" if tools else os.environ["PATH"]
    return subprocess.run(
        [root / "office", *arguments],
        cwd=cwd, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False, timeout=60,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A clone in which nothing is set up."""
    shutil.copy(ROOT / "office", tmp_path / "office")
    return tmp_path


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """The tools of a machine on which no package is installed and apt-get only notes what it was asked."""
    tools = tmp_path / "tools"
    tools.mkdir()
    note = f'#!/bin/sh\necho "$@" >>{tools}/asked\nenv | grep DEBIAN_FRONTEND >>{tools}/asked\n'
    for name, text in {
        "dpkg-query": "#!/bin/sh\nexit 1\n",
        "apt-get": note + 'case "$1" in install) echo "E: no such thing" >&2; exit 100;; esac\n',
    }.items():
        (tools / name).write_text(text)
        (tools / name).chmod(0o755)
    return tools


def be(tools: Path, user: int) -> None:
    (tools / "id").write_text(f"#!/bin/sh\necho {user}\n")
    (tools / "id").chmod(0o755)


@pytest.mark.parametrize("ask", ["--help", "-h", "help"])
def test_help_names_every_command(ask: str) -> None:
    said = office(ask)
    assert said.returncode == 0
    assert [name for name in COMMANDS if not re.search(rf"^  {name}\b", said.stdout, re.MULTILINE)] == []


@pytest.mark.parametrize("wrong", ["nonsense", "--nonsense", "tests"])
def test_an_unknown_command_is_status_64(wrong: str) -> None:
    said = office(wrong)
    assert said.returncode == 64
    assert said.stdout == ""
    assert f"there is no command '{wrong}'" in said.stderr


def test_it_works_from_any_folder_and_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "shortcut").symlink_to(ROOT / "office")
    done = subprocess.run(["./shortcut", "--help"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, office("--help").stdout)


def test_it_is_plain_posix_shell() -> None:
    assert subprocess.run(["/bin/dash", "-n", ROOT / "office"], check=False).returncode == 0


def test_without_root_it_prints_the_line_to_run_and_changes_nothing(copy: Path, bare: Path) -> None:
    be(bare, 1000)
    said = office(root=copy, tools=bare)
    assert said.returncode == 1
    line = re.search(r"sudo sh -c '(.*)'", said.stdout)
    assert line is not None
    assert "apt-get update && apt-get install -y --no-install-recommends" in line[1]
    assert "python3-venv" in line[1]
    assert re.search(r"python3-venv  for the Python environment", said.stdout)
    assert not (bare / "asked").exists()
    assert not (copy / ".venv").exists()


def test_root_installs_without_a_question_and_a_failure_is_shown(copy: Path, bare: Path) -> None:
    be(bare, 0)
    said = office(root=copy, tools=bare)
    asked = (bare / "asked").read_text()
    assert said.returncode == 1
    assert "E: no such thing" in said.stderr
    assert "DEBIAN_FRONTEND=noninteractive" in asked
    assert re.search(r"^install -y -qq .*python3-venv", asked, re.MULTILINE)


def test_ci_runs_the_first_tier_and_nothing_else() -> None:
    lines = [line for line in (ROOT / ".ci" / "run").read_text().splitlines() if not line.startswith("#")]
    assert lines == ['cd "$(dirname "$0")/.." && exec ./office test']


@pytest.mark.parametrize("name", ["requirements", "requirements-dev", "requirements-uv"])
def test_a_lock_names_a_hash_for_everything_and_no_host(name: str) -> None:
    lock = (ROOT / f"{name}.lock").read_text()
    pinned = re.findall(r"^[A-Za-z0-9._\[\]-]+==", lock, re.MULTILINE)
    assert pinned
    assert "://" not in lock
    assert len(re.findall(r"==[^\n]*\\\n    --hash=sha256:", lock)) == len(pinned)
