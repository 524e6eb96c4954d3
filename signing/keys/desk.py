"""The counter where a PIN is handed over: a Unix socket only the office's own user can open.

Both sides are here: the web process hands over, the signer receives. One connection carries one question and one
answer, each a line of JSON. What is received is never logged.
"""

import contextlib
import json
import logging
import os
import socket
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

Answer = Mapping[str, object]
LONGEST = 64 * 1024  # the hashes of a batch and a PIN
SECONDS = 10.0
ANSWER_WITHIN = (
    3.0  # whoever asks holds a letter and a number's series meanwhile; others wait for them ten seconds
)

logger = logging.getLogger(__name__)


class NobodyThere(Exception):
    """The signer does not listen or does not answer."""


def hand_over(path: str, question: Mapping[str, object]) -> dict[str, object]:
    """Ask the signer and give its answer; raises NobodyThere."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(ANSWER_WITHIN)
            line.connect(path)
            line.sendall(json.dumps(question).encode() + b"\n")
            answer = json.loads(_line(line))
    except (OSError, ValueError) as error:
        raise NobodyThere from error
    if not isinstance(answer, dict):
        raise NobodyThere
    return answer


class Desk:
    """Listens at a path and answers each question with `respond`."""

    def __init__(self, path: str, respond: Callable[[Answer], Answer]) -> None:
        self.path, self.respond = path, respond
        self._stop = threading.Event()
        self._listening: socket.socket | None = None

    def open(self) -> None:
        """Start listening; replaces what a dead signer left behind."""
        Path(self.path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            Path(self.path).unlink()
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        before = os.umask(0o177)
        try:
            listening.bind(self.path)
        finally:
            os.umask(before)
        Path(self.path).chmod(0o600)
        listening.listen(16)
        listening.settimeout(0.5)
        self._listening = listening

    def serve(self) -> None:
        """Answer until closed; a broken conversation harms nobody else."""
        if self._listening is None:
            raise RuntimeError("the desk is not open")
        while not self._stop.is_set():
            try:
                line, _ = self._listening.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            with line:
                self._converse(line)

    def close(self) -> None:
        """Stop listening and remove the socket."""
        self._stop.set()
        if self._listening is not None:
            with contextlib.suppress(OSError):
                self._listening.shutdown(socket.SHUT_RDWR)  # wakes whoever waits in accept
            self._listening.close()
        with contextlib.suppress(FileNotFoundError):
            Path(self.path).unlink()

    def _converse(self, line: socket.socket) -> None:
        line.settimeout(SECONDS)
        try:
            asked = _line(line)
            if not asked:
                return  # somebody looked whether the counter is open
            question = json.loads(asked)
            answer = self.respond(question) if isinstance(question, dict) else {"refusal": "question"}
            line.sendall(json.dumps(answer).encode() + b"\n")
        except Exception as error:  # noqa: BLE001 -- a database that went away must not close the counter for good
            logger.error("a question at the counter failed: %s", type(error).__name__)  # noqa: TRY400 -- no frames here


def _line(line: socket.socket) -> bytes:
    received = b""
    while not received.endswith(b"\n") and len(received) < LONGEST:
        part = line.recv(LONGEST)
        if not part:
            break
        received += part
    return received
