"""A herd of forked processes that is killed at random and raised again.

The shepherd is a process of its own that never talks to the database: a forked child opens its own connection, and
nothing half-written of a killed one is shared. What a child did, it writes to a log file after its commit;
written bytes survive kill -9, so the log is what somebody outside would swear to.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from django.db import connection

from tests.results import ROOT


@dataclass
class Herd:
    """Children by name; ``doing`` is called in the child with its name and a source of chance of its own."""

    doing: Callable[[str, random.Random], None]
    names: list[str]
    seed: int
    born: int = 0
    killed: int = 0
    ended_badly: int = 0
    alive: dict[int, str] = field(default_factory=dict)
    finished: set[str] = field(default_factory=set)

    def raise_all(self) -> None:
        """Fork every child that is not alive and has not finished."""
        for name in self.names:
            if name not in self.alive.values() and name not in self.finished:
                self._fork(name)

    def kill_one(self, chance: random.Random) -> None:
        """Kill -9 a child that is chosen by chance."""
        if self.alive:
            pid = chance.choice(sorted(self.alive))
            os.kill(pid, signal.SIGKILL)
            self.killed += 1

    def gather(self) -> None:
        """Take leave of the dead: a clean end is final, anything else is raised again."""
        while self.alive:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            name = self.alive.pop(pid)
            if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0:
                self.finished.add(name)
            elif os.WIFEXITED(status):
                self.ended_badly += 1

    def end(self) -> None:
        """Kill whoever is left, when the work is done."""
        for pid in list(self.alive):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        self.alive.clear()

    def _fork(self, name: str) -> None:
        self.born += 1
        pid = os.fork()
        if pid == 0:
            self._live(name)
        self.alive[pid] = name

    def _live(self, name: str) -> NoReturn:
        status = 1
        try:
            self.doing(name, random.Random(f"{self.seed}/{name}/{self.born}"))
            status = 0
        except BaseException as error:  # noqa: BLE001 -- the child's end: say why, and leave without the parent's clean-up
            sys.stderr.write(f"{name}: {type(error).__name__}: {error}\n")
        os._exit(status)


def note(path: Path, *words: object) -> None:
    """Append one line to a log in one write."""
    line = " ".join(str(word) for word in words) + "\n"
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, line.encode())
    finally:
        os.close(handle)


def lines_of(folder: Path) -> list[list[str]]:
    """Give every line of every log in ``folder``, split into words."""
    return [line.split() for path in sorted(folder.glob("*.log")) for line in path.read_text().splitlines()]


def die_here() -> None:
    """Kill -9 oneself, for moments nobody outside would hit."""
    os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(10)


def let_loose(module: str, orders: Mapping[str, Any], *, patience: float) -> dict[str, Any]:
    """Run the shepherd ``module`` on the test's database with ``orders``; give its report."""
    at = connection.settings_dict
    address = f"postgresql://{at['USER']}@/{at['NAME']}?host={at['HOST']}"
    surroundings = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run(
        [sys.executable, "-m", module, json.dumps(dict(orders))],
        cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False, timeout=patience,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    report: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    report["said"] = done.stderr[-4000:]
    return report
