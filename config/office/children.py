"""One process of the office: started, watched, started again when it falls, ended when we end."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from config.office.parting import end_with_parent

LONGEST_PAUSE: Final = 8.0  # people wait before it, and a second try costs two seconds of a processor
STEADY_AFTER: Final = 30.0  # seconds alive after which earlier falls are forgotten


@dataclass
class Child:
    """A command that is to run as long as the office does."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    on_parting: signal.Signals = (
        signal.SIGKILL
    )  # when we were killed; jobs and indexes survive that by design
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    falls: int = field(default=0, init=False)
    _again_at: float = field(default=0.0, init=False)
    _started_at: float = field(default=0.0, init=False)

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches only us and we end things in order."""
        self._started_at = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                list(self.command), env=dict(self.environment),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=end_with_parent(self.on_parting),
            )  # fmt: skip

    def alive(self) -> bool:
        """Whether it runs at this moment."""
        return self.process is not None and self.process.poll() is None

    def watch(self) -> str:
        """Look after it once: start it again when its pause is over. Gives what is worth saying."""
        if self.alive():
            return ""
        if self.process is not None:
            status = self.process.returncode
            self._sweep_group()
            self.process = None
            if time.monotonic() - self._started_at > STEADY_AFTER:
                self.falls = 0
            pause = min(2.0**self.falls, LONGEST_PAUSE)
            self.falls += 1
            self._again_at = time.monotonic() + pause
            return (
                f"{self.name} ended with status {status}; starting it again in {pause:.0f} s (see {self.log})"
            )
        if time.monotonic() >= self._again_at:
            self.start()
        return ""

    def ask_to_end(self) -> None:
        """Send the polite signal."""
        if self.process is not None and self.alive():
            self.process.terminate()

    def end(self, patience: float) -> None:
        """Wait for it to go, then make it and whatever it started go."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(patience, 0.0))
        self._sweep_group()
        self.process.wait()
        self.process = None

    def last_words(self) -> str:
        """The end of its log."""
        return self.log.read_bytes()[-2000:].decode(errors="replace") if self.log.exists() else ""

    def _sweep_group(self) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


def end_together(children: Sequence[Child], patience: float) -> None:
    """Ask all at once, then wait for each within one common patience."""
    until = time.monotonic() + patience
    for child in children:
        child.ask_to_end()
    for child in children:
        child.end(until - time.monotonic())
