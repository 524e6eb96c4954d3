"""Runs the office: cluster, preparation, processes; watches them; ends them in order."""

from __future__ import annotations

import http.client
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType
from typing import Final

from config.cluster import Cluster
from config.office.children import Child, end_together
from config.office.folder import LOOPBACK, OfficeError, OfficeFolder, free_port
from config.office.preparation import DEMO_PEOPLE, Preparation

READY_WITHIN: Final = 60.0
GLANCE: Final = 0.2  # seconds between two looks at the processes
END_WITHIN: Final = 15.0


def say(text: str) -> None:
    """One line to the person at the terminal."""
    sys.stdout.write(f"office: {text}\n")
    sys.stdout.flush()


def processes(office: OfficeFolder, environment: dict[str, str], port: int) -> list[Child]:
    """The processes of an office, in the order in which they start; the web first, for people wait for it."""
    manage = [sys.executable, str(office.root / "manage.py")]
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", LOOPBACK, "--port", str(port)]
    web += [
        "--workers",
        os.environ.get("WEB_PROCESSES", "1"),
        "--blocking-threads",
        "4",
        "--respawn-failed-workers",
    ]
    web += ["--workers-kill-timeout", "5s", "--working-dir", str(office.root), "config.wsgi:application"]

    def child(name: str, *command: str, on_parting: signal.Signals = signal.SIGKILL) -> Child:
        return Child(name, command, environment, office.log(name), on_parting)

    found = [
        # Granian's own workers are its children, not ours: it must be asked, so that it takes them along.
        child("web", *web, on_parting=signal.SIGTERM),
        child("signer", *manage, "signer"),
        child("worker-interactive", *manage, "worker", "--interactive"),
        child("worker-batch", *manage, "worker", "--batch"),
        child("indexer", *manage, "indexer"),
    ]
    if office.kind == "demo":
        found.insert(1, child("pki", *manage, "pki", "--port", str(office.pki_port())))
    return found


@contextmanager
def database(office: OfficeFolder) -> Iterator[tuple[str, Cluster | None]]:
    """Give the address of the database: the server DATABASE_URL names, or our cluster, running meanwhile."""
    named = os.environ.get("DATABASE_URL")
    if named:
        yield named, None
        return
    cluster = office.cluster()
    try:
        if cluster.start():
            office.forget_preparation()
        yield cluster.url, cluster
    finally:
        cluster.stop()


class _EndRequested(Exception):
    """Somebody wants us to end while we are still opening."""


@dataclass
class Supervisor:
    """One run of the office, from the first line to the last."""

    office: OfficeFolder
    wanted_port: int
    empty: bool = False
    children: list[Child] = field(default_factory=list, init=False)
    _opening: bool = field(default=True, init=False)
    _ending: bool = field(default=False, init=False)

    def run(self) -> None:
        """Run until asked to end by Ctrl-C, SIGTERM or a closed terminal."""
        self.office.lock("the office")
        self.office.become("empty" if self.empty or self.office.kind == "empty" else "demo")
        for wish in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(wish, self._on_signal)
        with suppress(_EndRequested), database(self.office) as (url, cluster):
            try:
                self._open(url)
                while not self._ending:
                    self._look_after(cluster)
                    time.sleep(GLANCE)
            finally:
                self._close()
        say("ended")

    def _open(self, url: str) -> None:
        port = free_port(self.wanted_port)
        if port != self.wanted_port:
            say(f"port {self.wanted_port} is taken; using {port}")
        address = f"http://{LOOPBACK}:{port}"
        environment = self.office.environment(address=address, database=url)
        preparation = Preparation(self.office, environment, say)
        preparation.tables()
        preparation.static_files()
        if self.office.kind == "demo":
            preparation.demo()
        else:
            preparation.first_administrator()
        self.children = processes(self.office, environment, port)
        for child in self.children:
            child.start()
        self._wait_until_ready(self.children[0], port)
        self._opening = False
        self.office.announce(f"{address}/, process {os.getpid()}")
        self._greet(address)

    def _wait_until_ready(self, web: Child, port: int) -> None:
        until = time.monotonic() + READY_WITHIN
        while True:
            if not web.alive() or time.monotonic() > until:
                raise OfficeError(f"The web process does not come up:\n{web.last_words()}")
            if healthy(port):
                return
            time.sleep(0.05)

    def _greet(self, address: str) -> None:
        say(f"ready at {address}/  (Ctrl-C ends it)")
        people = self.office.var / DEMO_PEOPLE
        if self.office.kind == "demo" and people.exists():
            sys.stdout.write(people.read_text(encoding="utf-8"))
            sys.stdout.flush()

    def _look_after(self, cluster: Cluster | None) -> None:
        if cluster is not None and cluster.process is not None and cluster.process.poll() is not None:
            say(f"PostgreSQL ended with status {cluster.process.returncode}; starting it again")
            cluster.start()
        for child in self.children:
            news = child.watch()
            if news:
                say(news)

    def _close(self) -> None:
        """First nobody comes in, then work in hand is finished, then the services it needs go."""
        self._opening = False
        say("ending")
        for stage in _stages(self.children):
            end_together(stage, END_WITHIN)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        first, self._ending = not self._ending, True
        if first and self._opening:  # leave the preparation; whatever runs for it is ended on the way out
            raise _EndRequested


def _stages(children: Sequence[Child]) -> list[list[Child]]:
    web = [child for child in children if child.name == "web"]
    services = [child for child in children if child.name in {"pki", "signer"}]
    return [web, [child for child in children if child not in web and child not in services], services]


def healthy(port: int) -> bool:
    """Whether the web answers that it is well."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=2)
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    return False
