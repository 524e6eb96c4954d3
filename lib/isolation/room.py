"""Asks a closed server; what becomes of it in there never reaches the process that asks."""

import atexit
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lib.isolation.wire import receive, send

WALL_SECONDS = 30.0
AT_ONCE = 2.0
START_SECONDS = 120.0  # a busy machine loads slowly, and no question is to blame for it
LARGEST_ANSWER = 128 * 1024 * 1024
_HOME = Path(__file__).resolve().parent.parent.parent


class NoAnswer(Exception):
    """The question was not answered."""


class TooHard(NoAnswer):
    """The fork that was asked ended without an answer, by its limits or by what it opened; asking again is no use."""


class RoomLost(NoAnswer):
    """No server lives long enough to be asked: a fault of the installation, not of the question."""


class _Server:
    """One running server and the channel over which connections are handed to it."""

    def __init__(self, module: str) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 -- our own interpreter and module
                [sys.executable, "-m", "lib.isolation.server", str(theirs.fileno()), module],
                cwd=_HOME,
                env={
                    "PATH": os.defpath,
                    "PYTHONPATH": str(_HOME),
                    "LANG": "C.UTF-8",
                    "PYTHONWARNINGS": "ignore",
                },
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._channel = ours
        ours.settimeout(START_SECONDS)
        with suppress(OSError):
            ours.recv(1)  # it says so when its module is loaded; a dead one says nothing
        ours.settimeout(None)

    def hand(self, connection: socket.socket) -> None:
        """Give one end of a connection to a new fork; a server that is gone shows itself in the conversation."""
        with suppress(OSError):
            socket.send_fds(self._channel, [b"."], [connection.fileno()])

    def lives(self, *, patience: float = 0.0) -> bool:
        """Whether the server still runs; a dying one may take a moment to be dead."""
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            return True
        return False

    def end(self) -> None:
        """End the server, and with it every fork."""
        self._channel.close()
        self.process.kill()
        self.process.wait()


class ClosedRoom:
    """The handle of one closed server for `module`, whose `answer(head, body)` gives bytes.

    The server starts with the first question and again when it died; no question's time counts that. At most
    `at_once` questions are open.
    """

    def __init__(self, module: str, *, at_once: int = 2) -> None:
        self._module = module
        self._at_once = at_once
        self._begin()
        os.register_at_fork(
            after_in_child=self._begin
        )  # a forked worker must not talk into its parent's server
        atexit.register(self.close)

    def _begin(self) -> None:
        self._starting = threading.Lock()
        self._turns = threading.BoundedSemaphore(self._at_once)
        self._server: _Server | None = None

    def ask(self, head: bytes, body: bytes) -> bytes:
        """Ask about `body`; raises TooHard or RoomLost (NoAnswer), never what happened inside."""
        until = time.monotonic() + WALL_SECONDS
        with self._turn(until):
            for attempt in range(2):
                began = time.monotonic()
                server = self._living()
                until += time.monotonic() - began
                began = time.monotonic()
                answer = _converse(server, head, body, until)
                if answer is not None:
                    return answer
                # A fork that ended at once is asked once more: a machine short of memory fails so, too.
                at_once = time.monotonic() - began < AT_ONCE
                if server.lives(patience=0.1) and (attempt or not at_once):
                    raise TooHard(self._module)
        raise RoomLost(self._module)

    def close(self) -> None:
        """End the server."""
        with self._starting:
            if self._server is not None:
                self._server.end()
            self._server = None

    @property
    def process_id(self) -> int | None:
        """The server's process, None while there is none."""
        return None if self._server is None else self._server.process.pid

    @contextmanager
    def _turn(self, until: float) -> Iterator[None]:
        turns = self._turns
        if not turns.acquire(timeout=max(0.0, until - time.monotonic())):
            raise TooHard(self._module)
        try:
            yield
        finally:
            turns.release()

    def _living(self) -> _Server:
        with self._starting:
            if self._server is None or not self._server.lives():
                if self._server is not None:
                    self._server.end()
                self._server = _Server(self._module)
            return self._server


def _converse(server: _Server, head: bytes, body: bytes, until: float) -> bytes | None:
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            server.hand(theirs)
        try:
            ours.settimeout(max(0.001, until - time.monotonic()))
            send(ours, head, body)
            return receive(ours, most=LARGEST_ANSWER, until=until)
        except OSError:  # includes the time-out
            return None
