"""Asks clamd whether bytes bear a virus, over its own socket (protocol of ClamAV: INSTREAM, VERSION)."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass

_PART = 64 * 1024
_SECONDS = 60.0
_LONGEST_ANSWER = 4096


class ScannerSilent(Exception):
    """The scanner is not there, or does not answer as one."""


@dataclass(frozen=True)
class Answer:
    """What the scanner said: the virus's name, empty when it found none; and which scanner it was."""

    virus: str
    scanner: str


def scan(content: bytes, *, address: str) -> Answer:
    """Give what the scanner at ``address`` (``unix:PATH`` or ``tcp:HOST:PORT``) says; raises ScannerSilent.

    Only a plain OK counts as none found: errors and limits of the scanner leave the file unscanned.
    """
    version = _ask(address, b"zVERSION\0")
    with _connected(address) as channel:
        try:
            channel.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), _PART):
                part = content[start : start + _PART]
                channel.sendall(struct.pack("!I", len(part)) + part)
            channel.sendall(struct.pack("!I", 0))
            said = _answer(channel)
        except OSError as error:  # clamd closes the door on what is larger than its limit
            raise ScannerSilent(str(error)) from None
    if said == "stream: OK":
        return Answer("", version)
    if said.startswith("stream: ") and said.endswith(" FOUND"):
        return Answer(said[len("stream: ") : -len(" FOUND")][:200] or "?", version)
    raise ScannerSilent(said[:200] or "no answer")


def _ask(address: str, question: bytes) -> str:
    with _connected(address) as channel:
        try:
            channel.sendall(question)
            return _answer(channel)[:200] or "clamd"
        except OSError as error:
            raise ScannerSilent(str(error)) from None


def _connected(address: str) -> socket.socket:
    kind, _colon, where = address.partition(":")
    try:
        if kind == "unix":
            channel = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            channel.settimeout(_SECONDS)
            channel.connect(where)
            return channel
        host, _colon, port = where.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=_SECONDS)
    except (OSError, ValueError) as error:
        raise ScannerSilent(f"{address}: {error}") from None


def _answer(channel: socket.socket) -> str:
    said = bytearray()
    while len(said) < _LONGEST_ANSWER and (part := channel.recv(_LONGEST_ANSWER)):
        said += part
        if part.endswith(b"\0"):
            break
    return said.rstrip(b"\0\n").decode(errors="replace")
