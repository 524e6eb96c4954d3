"""Messages with their length in front, over a connected socket."""

import socket
import struct
import time

LENGTH = struct.Struct("!Q")


def send(channel: socket.socket, *messages: bytes) -> None:
    """Send each message after its length.

    Nothing is sent of an empty one: whoever has read its length may have answered and gone, and that is no error.
    """
    for message in messages:
        channel.sendall(LENGTH.pack(len(message)))
        if message:
            channel.sendall(message)


def receive(channel: socket.socket, *, most: int, until: float | None = None) -> bytes | None:
    """One message; None when the other side ended before, or announces more than `most` bytes.

    `until` is a moment of `time.monotonic`; past it `TimeoutError` is raised, however slowly the bytes drip.
    """
    head = _exactly(channel, LENGTH.size, until)
    if head is None or LENGTH.unpack(head)[0] > most:
        return None
    return _exactly(channel, LENGTH.unpack(head)[0], until)


def pack(parts: list[bytes]) -> bytes:
    """Several messages as one."""
    return b"".join(LENGTH.pack(len(part)) + part for part in parts)


def unpack(message: bytes) -> list[bytes]:
    """What `pack` was given; raises ValueError for anything it did not make."""
    parts, place = [], 0
    while place < len(message):
        start = place + LENGTH.size
        if start > len(message):
            raise ValueError("a length is cut off")
        place = start + LENGTH.unpack(message[place:start])[0]
        if place > len(message):
            raise ValueError("a part is cut off")
        parts.append(message[start:place])
    return parts


def _exactly(channel: socket.socket, length: int, until: float | None) -> bytes | None:
    parts = bytearray()
    while len(parts) < length:
        if until is not None:
            channel.settimeout(max(0.001, until - time.monotonic()))
        part = channel.recv(min(1 << 20, length - len(parts)))
        if not part:
            return None
        parts += part
    return bytes(parts)
