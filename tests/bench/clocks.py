"""Clocks: what a call takes on the wall, in this process' CPU, and where its queries went."""

from __future__ import annotations

import gc
import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection

Clock = Callable[[], float]  # milliseconds of CPU since it began


@dataclass
class Spent:
    """Many calls of the same thing: milliseconds on the wall, and of CPU in this process and in its PostgreSQL.

    The sum of the two CPU times, the *work*, is what the wall would show on a machine with nothing else to do.
    """

    clocks: tuple[Clock, Clock] = field(
        default_factory=lambda: (_own, _server)
    )  # of the process, of PostgreSQL
    wall: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Time one call."""
        own, server, wall = self.clocks[0](), self.clocks[1](), time.perf_counter()
        yield
        self.wall.append((time.perf_counter() - wall) * 1000)
        self.own.append(self.clocks[0]() - own)
        self.server.append(self.clocks[1]() - server)

    def add(self, other: Spent) -> None:
        """Take over the calls of another."""
        self.wall += other.wall
        self.own += other.own
        self.server += other.server

    @property
    def p95(self) -> float:
        return _p95(self.wall)

    @property
    def p50(self) -> float:
        return statistics.median(self.wall)

    @property
    def work(self) -> list[float]:
        return [own + server for own, server in zip(self.own, self.server, strict=True)]

    def said(self) -> str:
        own, server = statistics.median(self.own), statistics.median(self.server)
        return f"p50 {self.p50:.0f} ms; work p95 {_p95(self.work):.0f} ms, p50 {own:.0f} own + {server:.0f} PostgreSQL"


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[18]


def _own() -> float:
    return time.process_time() * 1000


def _server() -> float:
    """CPU milliseconds the server process of our connection has had."""
    connection.ensure_connection()
    return ran(connection.connection.info.backend_pid)


def ran(pid: int) -> float:
    """CPU milliseconds the threads of a process have had, as Linux counts them; 0 once it is gone."""
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        return sum(int((one / "schedstat").read_text(encoding="ascii").split()[0]) for one in threads) / 1e6
    except OSError:
        return 0.0


def spent(act: Callable[[], Any], times: int, clocks: tuple[Clock, Clock] | None = None) -> Spent:
    """Call ``act`` once to warm up, then ``times`` times; the work is this process', or what ``clocks`` say.

    What this process holds besides (test runner, layout engine) is taken out of the collector's sight: the web's own
    process does not have it, and one sweep through it takes longer than a page.
    """
    act()
    gc.collect()
    gc.freeze()
    result = Spent() if clocks is None else Spent(clocks)
    for _ in range(times):
        with result.one():
            act()
    return result


class Queries:
    """Counts the statements of a block and the time they take, reading ones and writing ones apart."""

    def __init__(self) -> None:
        self.reads = self.writes = 0
        self.read_ms = self.write_ms = self.slowest_ms = 0.0
        self.slowest = ""

    @property
    def count(self) -> int:
        return self.reads + self.writes

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            return execute(sql, params, many, context)
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            took = (time.perf_counter() - begun) * 1000
            if sql.lstrip().startswith(("SELECT", "WITH")):
                self.reads, self.read_ms = self.reads + 1, self.read_ms + took
            else:
                self.writes, self.write_ms = self.writes + 1, self.write_ms + took
            if took > self.slowest_ms:
                self.slowest_ms, self.slowest = took, sql


@contextmanager
def queries() -> Iterator[Queries]:
    """Watch the queries of a block. Savepoints and COMMIT are not among them."""
    watch = Queries()
    with connection.execute_wrapper(watch):
        yield watch


def cpu_of(pid: int, *, ended_children: bool = False) -> float:
    """Seconds of processor a process has used, or its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    first = 13 if ended_children else 11
    return (int(fields[first]) + int(fields[first + 1])) / os.sysconf("SC_CLK_TCK")
