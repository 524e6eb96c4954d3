"""Asks the closed child for a judgement; whatever happens to the child, the answer is a verdict."""

import atexit
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from signing.enums import ReasonCode, VerdictStatus
from signing.judging.results import Expected, Verdict, sentence_verdict
from signing.judging.wire import receive, send

WALL_SECONDS = 30
LARGEST = 50 * 1024 * 1024
_HOME = Path(__file__).resolve().parent.parent.parent


class Judge:
    """The handle of one closed server; starts it when first asked and again when it died."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._server: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        self._owner = os.getpid()

    def judge(
        self, pdf: bytes, roots: Sequence[bytes], *, at: datetime, expected: Expected | None = None
    ) -> Verdict:
        """Judge a file nobody vouches for. A child that is killed means INDETERMINATE, never an exception."""
        if len(pdf) > LARGEST:
            return sentence_verdict(pdf, VerdictStatus.INDETERMINATE, ReasonCode.TOO_LARGE)
        asked = {
            "roots": [text.decode("latin-1") for text in roots],
            "at": at.isoformat(),
            "expected": asdict(expected or Expected()),
        }
        with self._lock:
            answer = self._ask(json.dumps(asked).encode() + b"\n" + pdf)
        if not answer:
            return sentence_verdict(pdf, VerdictStatus.INDETERMINATE, ReasonCode.TOO_HARD)
        return Verdict.from_json(json.loads(answer))

    def close(self) -> None:
        """End the server."""
        if self._channel is not None:
            self._channel.close()
        if self._server is not None and self._owner == os.getpid():
            self._server.kill()
            self._server.wait()
        self._server = self._channel = None

    def _ask(self, request: bytes) -> bytes | None:
        try:
            channel = self._open()
            send(channel, request)
            answer = receive(channel)
        except OSError:  # includes the time-out
            answer = None
        if answer is None:
            self.close()
        return answer

    def _open(self) -> socket.socket:
        if self._owner != os.getpid():  # a forked worker must not talk into its parent's conversation
            self._server, self._channel, self._owner = None, None, os.getpid()
        if self._channel is not None and self._server is not None and self._server.poll() is None:
            return self._channel
        self.close()
        ours, theirs = socket.socketpair()
        ours.settimeout(WALL_SECONDS)
        with theirs:
            self._server = subprocess.Popen(  # noqa: S603 -- our own interpreter and module
                [sys.executable, "-m", "signing.judging.child", str(theirs.fileno())],
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
        return ours


_judge = Judge()
atexit.register(_judge.close)


def judge(pdf: bytes, roots: Sequence[bytes], *, at: datetime, expected: Expected | None = None) -> Verdict:
    """Judge in the closed server of this process."""
    return _judge.judge(pdf, roots, at=at, expected=expected)
