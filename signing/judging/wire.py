"""Messages with their length in front, over a connected socket."""

import socket
import struct

LENGTH = struct.Struct("!Q")


def receive(channel: socket.socket) -> bytes | None:
    """One message, or None at the end."""
    head = _exactly(channel, LENGTH.size)
    return None if head is None else _exactly(channel, LENGTH.unpack(head)[0])


def send(channel: socket.socket, message: bytes) -> None:
    """Send one message."""
    channel.sendall(LENGTH.pack(len(message)) + message)


def _exactly(channel: socket.socket, length: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < length:
        part = channel.recv(min(1 << 20, length - len(parts)))
        if not part:
            return None
        parts += part
    return bytes(parts)
