"""A real office for the stories: the supervisor in a folder of its own, demo people but no demo letters."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from config.cluster import NAME, Cluster
from config.office.folder import ROOT, free_port
from config.office.parting import end_with_parent
from tests.sizes import TIER

FIRST_PORT = 8700
READY_WITHIN = 240.0
END_WITHIN = 40.0
# What the test run has set for itself; the office is to find its own.
OURS = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "OFFICE_DEMO", "VAR_DIR", "SECRET_KEY", "PUBLIC_ADDRESS"}


@dataclass
class RealOffice:
    """One office with all its processes; `address` is where the browser finds it."""

    var: Path
    address: str = ""
    process: subprocess.Popen[bytes] | None = None

    @classmethod
    def running(cls, var: Path) -> RealOffice:
        """Give an office that runs already, for looking at the stories in a full demo."""
        office = cls(var.resolve())
        assert office._found(), f"no office runs in {var}"
        return office

    @property
    def environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if name not in OURS}
        return {**inherited, "VAR_DIR": str(self.var), "OFFICE_DEMO_BARE": "1"}

    def start(self) -> None:
        """Start it and wait until it answers; a test run that is killed takes it along."""
        self.var.mkdir(parents=True, exist_ok=True)
        if TIER == "test":
            self._lay_tables()
        command = [sys.executable, "-m", "config.office", "serve", "--port", str(free_port(FIRST_PORT))]
        with (self.var / "supervisor.log").open("wb") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=end_with_parent(signal.SIGTERM),
            )  # fmt: skip
        until = time.monotonic() + READY_WITHIN
        while not self._found():
            assert self.process.poll() is None, f"the office ended:\n{self.said()}"
            assert time.monotonic() < until, f"the office is not ready:\n{self.said()}"
            time.sleep(0.2)

    def _lay_tables(self) -> None:
        """Spare the first tier half a minute: the tables of the test databases, which are migrated already."""
        template, here = os.environ.get("TEST_TEMPLATE"), f"/{NAME}?"
        if template is None:
            return
        source = os.environ["DATABASE_URL"].replace(here, f"/{template}?")
        cluster = Cluster(self.var / "pg", log=self.var / "tables.log")
        cluster.start()
        try:
            dump = [str(cluster.programs / "pg_dump"), source]
            with subprocess.Popen(dump, stdout=subprocess.PIPE) as dumping:
                restore = ["psql", "-q", "-v", "ON_ERROR_STOP=1", "-d", cluster.url]
                subprocess.run(restore, stdin=dumping.stdout, stdout=subprocess.DEVNULL, check=True)
            assert dumping.returncode == 0
        finally:
            cluster.stop()

    def end(self) -> None:
        """End it as Ctrl-C would; kill it only when it does not go."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(END_WITHIN)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def said(self) -> str:
        """What the supervisor said, for a person who looks for the reason."""
        return (self.var / "supervisor.log").read_text(encoding="utf-8", errors="replace")[-3000:]

    def ask(self, question: str, *values: object) -> Any:
        """Give one value from the office's database, for what no screen shows (a token printed as a QR code)."""
        with psycopg.connect(Cluster(self.var / "pg", log=self.var / "asked.log").url) as connection:
            row = connection.execute(question, values).fetchone()
        return row[0] if row else None

    def change(self, statement: str, *values: object) -> None:
        """Let time pass in the office's database, which no story can wait for."""
        with psycopg.connect(Cluster(self.var / "pg", log=self.var / "asked.log").url) as connection:
            connection.execute(statement, values)

    def command(self, *arguments: str, caller: Path) -> subprocess.CompletedProcess[str]:
        """Run a command of the house as `./office` does, in the folder of whoever calls it."""
        line = [sys.executable, "-m", "config.office", "manage", "--caller", str(caller), *arguments]
        return subprocess.run(
            line, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False, timeout=120
        )

    def _found(self) -> bool:
        """Read where it is from its lock file: the port wished for may have been taken meanwhile."""
        lock = self.var / "office.lock"
        said = lock.read_text(encoding="utf-8") if lock.exists() else ""
        self.address = said.partition("/,")[0] if said.startswith("http") else ""
        return bool(self.address)
