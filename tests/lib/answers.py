"""What the closed server of `test_isolation` answers: it does what the head says."""

from __future__ import annotations

import asyncio
import ctypes
import json
import os
import signal
import socket
import time
from pathlib import Path


def answer(head: bytes, body: bytes) -> bytes:
    return {
        b"echo": lambda: body,
        b"die": lambda: os.kill(os.getpid(), signal.SIGKILL),
        b"fail": lambda: 1 // 0,
        b"spin": _spin,
        b"swallow": lambda: bytes(2 * 1024**3),
        b"boast": lambda: bytes(200 * 1024**2),
        b"sleep": lambda: time.sleep(float(body)) or b"slept",
        b"forbidden": lambda: json.dumps(_tried(body.decode())).encode(),
        b"environment": lambda: Path("/proc/self/environ").read_bytes(),
        b"open": lambda: json.dumps([path.name for path in Path("/proc/self/fd").iterdir()]).encode(),
    }[head]()


def _spin() -> bytes:
    while True:
        pass


def _tried(target: str) -> dict[str, str]:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    kernel = ctypes.CDLL(None, use_errno=True)
    execveat, ptrace, io_uring = (322, 101, 425) if os.uname().machine == "x86_64" else (281, 117, 425)
    acts = {
        "connect": lambda: socket.create_connection(("127.0.0.1", 9)),
        "socket": lambda: socket.socket(),
        "write": lambda: os.write(os.open(target, os.O_WRONLY | os.O_CREAT), b"x"),
        "run": lambda: os.execv("/bin/true", ["true"]),
        "run by its other name": lambda: _call(kernel, execveat, -100, b"/bin/true", 0, 0, 0),
        "look into others": lambda: _call(kernel, ptrace, 16, os.getppid(), 0, 0),
        "take from others": lambda: _call(kernel, 438, -1, 0, 0),
        "a ring": lambda: _call(kernel, io_uring, 8, ctypes.create_string_buffer(256)),
        "the second numbering": lambda: _call(kernel, 0x40000000 + 39),
        "loop": lambda: asyncio.run(asyncio.sleep(0)),
    }
    return {name: _outcome(act) for name, act in acts.items()}


def _outcome(act) -> str:
    try:
        act()
    except OSError as error:
        return type(error).__name__
    return "allowed"


def _call(kernel: ctypes.CDLL, number: int, *arguments: object) -> None:
    if kernel.syscall(number, *arguments) < 0:
        raise OSError(ctypes.get_errno(), "refused")
