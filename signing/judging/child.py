"""The closed process that judges hostile files: started by `isolation`, one fork for each file.

The server loads the libraries once and then only forks. Each fork may use 1 GiB and ten seconds of processor time,
may open no connection and write no file, and knows no secret: its environment was empty from the start.
"""

import ctypes
import json
import os
import platform
import resource
import signal
import socket
import struct
import sys
from datetime import datetime
from typing import Any

from signing.judging import verdict
from signing.judging.results import Expected
from signing.judging.wire import receive, send

MEMORY = 1024 * 1024 * 1024
SECONDS = 10
_FORBIDDEN = {
    "x86_64": (0xC000003E, (41, 42, 59)),
    "aarch64": (0xC00000B7, (198, 203, 221)),
}  # socket connect execve


def main() -> None:
    """Serve requests on the inherited socket until it is closed."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: never outlive whoever asked
    while True:
        request = receive(channel)
        if request is None:
            return
        send(channel, _in_fork(request))


def _in_fork(request: bytes) -> bytes:
    """Judge in a fork; an empty answer says that it did not live to speak."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _answer(request, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(pid, 0)
    return answer


def _answer(request: bytes, writing: int) -> None:
    try:
        confine()
        os.write(writing, json.dumps(judge_request(request)).encode())
    finally:
        os._exit(0)


def judge_request(request: bytes) -> dict[str, Any]:
    """Judge what a request asks for: a JSON line, then the bytes of the file."""
    line, _, pdf = request.partition(b"\n")
    asked = json.loads(line)
    expected = Expected(**{**asked["expected"], "fields": tuple(asked["expected"]["fields"])})
    roots = [text.encode() for text in asked["roots"]]
    return verdict.judge(pdf, roots, at=datetime.fromisoformat(asked["at"]), expected=expected).to_json()


def confine() -> None:
    """Take away memory, time, files and the network from this process, for good."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _forbid_system_calls()


def _forbid_system_calls() -> None:
    """Refuse socket, connect and execve in the kernel (seccomp); a connected pair, as asyncio needs it, stays."""
    architecture = _FORBIDDEN.get(platform.machine())
    if architecture is None:
        return
    audit, calls = architecture
    refuse, allow = 0x00050000 | 1, 0x7FFF0000  # EPERM
    steps = [(0x20, 0, 0, 4), (0x15, 0, len(calls) + 1, audit), (0x20, 0, 0, 0)]
    steps += [(0x15, len(calls) - place, 0, call) for place, call in enumerate(calls)]
    steps += [(0x06, 0, 0, allow), (0x06, 0, 0, refuse)]
    code = b"".join(struct.pack("HBBI", *step) for step in steps)
    buffer = ctypes.create_string_buffer(code)
    program = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(buffer))
    kernel = ctypes.CDLL(None, use_errno=True)
    kernel.prctl(38, 1, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS
    if kernel.prctl(22, 2, ctypes.create_string_buffer(program), 0, 0) != 0:  # PR_SET_SECCOMP, filter
        raise OSError(ctypes.get_errno(), "seccomp")


if __name__ == "__main__":
    main()
