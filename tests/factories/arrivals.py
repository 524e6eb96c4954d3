"""Arrivals as files, and the workers that read them."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from dispatch.enums import ArrivalSource, Secrecy
from dispatch.models import IncomingLetter
from dispatch.operations import taking_in
from dispatch.operations.taking_in import Coming
from files.operations import storing
from files.operations.storing import Deposit
from jobs.operations import working
from organisation.models.actor import Actor
from tests.factories.dispatch import NOON
from tests.factories.sending import QUEUES
from tests.files.pieces import pdf

READING = [
    "files.text",
    "files.preview",
    "files.check",
    "signing.judge",
    "dispatch.read_arrival",
    "files.recognise",
]


def lay(by: Actor, content: bytes, name: str = "quet.pdf") -> Deposit:
    """Lay bytes into the store of the actor's office."""
    return storing.deposit(organisation_key=by.organisation_key, content=content, name=name)


def taken(
    by: Actor, content: bytes | None = None, name: str = "quet.pdf", *, at: datetime = NOON, **more: object
) -> IncomingLetter:
    """Take one file in as a letter, brought by a clerk."""
    coming = Coming(**{"source": ArrivalSource.UPLOAD, "secrecy": Secrecy.NONE, **more})  # type: ignore[arg-type]
    return taking_in.take_in(coming=coming, main=lay(by, content or pdf(2), name), by=by, at=at)


def read(*, kinds: list[str] | None = None, at: datetime = NOON) -> None:
    """Let workers do all that is to be found out about arrivals."""
    while working.run_one(QUEUES, clock=lambda: at, kinds=kinds or READING):
        pass


EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@contextmanager
def clamd(*, broken: bool = False) -> Iterator[str]:
    """Stand a scanner at the door that speaks clamd's protocol and knows one virus; give its address."""
    server = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=_serve, args=(server, broken), daemon=True).start()
    try:
        yield f"tcp:127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.close()


def _serve(server: socket.socket, broken: bool) -> None:
    while True:
        try:
            channel, _address = server.accept()
        except OSError:
            return
        with channel:
            asked = _until_zero(channel)
            if asked == b"zVERSION":
                channel.sendall(b"ClamAV 1.4.6/27000/Mon Nov 23 2026\0")
            elif asked == b"zINSTREAM":
                content = _stream(channel)
                found = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
                channel.sendall(b"INSTREAM size limit exceeded. ERROR\0" if broken else found)


def _until_zero(channel: socket.socket) -> bytes:
    asked = b""
    while not asked.endswith(b"\0"):
        part = channel.recv(1)
        if not part:
            break
        asked += part
    return asked.rstrip(b"\0")


def _stream(channel: socket.socket) -> bytes:
    content = b""
    while (size := struct.unpack("!I", _exactly(channel, 4))[0]) != 0:
        content += _exactly(channel, size)
    return content


def _exactly(channel: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        part = channel.recv(size - len(found))
        if not part:
            raise OSError("cut off")
        found += part
    return found
