"""The closed process: `room` starts it with a module, it forks once for each question.

The server loads the module once and then only forks; it never touches what strangers sent. Each fork may use 1 GiB and
ten seconds of processor time, may open no connection, run no program and write no file, sees no other fork's question,
and knows no secret: its environment was empty from the start.
"""

import ctypes
import os
import platform
import resource
import signal
import socket
import struct
import sys
from collections.abc import Callable
from importlib import import_module

from lib.isolation.wire import receive, send

MEMORY = 1024 * 1024 * 1024
SECONDS = 10
WALL_SECONDS = 25
LARGEST = 256 * 1024 * 1024
Answer = Callable[[bytes, bytes], bytes]
# socket connect execve execveat ptrace process_vm_readv process_vm_writev io_uring_setup pidfd_getfd
_FORBIDDEN = {
    "x86_64": (0xC000003E, (41, 42, 59, 322, 101, 310, 311, 425, 438)),
    "aarch64": (0xC00000B7, (198, 203, 221, 281, 117, 270, 271, 425, 438)),
}
_SECOND_NUMBERING = 0x40000000  # x32 calls the same kernel by other numbers


def main() -> None:
    """Take one connection for each question from the inherited socket, until it is closed."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    answer: Answer = import_module(sys.argv[2]).answer
    channel.sendall(b"!")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how a fork ended: its silence says it
    server = os.getpid()
    while True:
        _, handed, _, _ = socket.recv_fds(channel, 1, 1)
        if not handed:
            return
        if os.fork() == 0:
            channel.close()  # the next question is not for this one to read
            _serve(handed[0], answer, server)
        os.close(handed[0])


def _serve(handed: int, answer: Answer, server: int) -> None:
    try:
        confine(server)
        with socket.socket(fileno=handed) as asking:
            head, body = receive(asking, most=LARGEST), receive(asking, most=LARGEST)
            if head is not None and body is not None:
                send(asking, answer(head, body))
    finally:
        os._exit(0)


def confine(server: int) -> None:
    """Take away memory, time, files and the network from this process, for good; it ends with its server."""
    kernel = ctypes.CDLL(None, use_errno=True)
    kernel.prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if os.getppid() != server:
        os._exit(0)
    signal.alarm(WALL_SECONDS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _forbid_system_calls(kernel)


def _forbid_system_calls(kernel: ctypes.CDLL) -> None:
    """Refuse the calls above in the kernel (seccomp); a connected pair, as asyncio needs it, stays."""
    architecture = _FORBIDDEN.get(platform.machine())
    if architecture is None:
        return
    audit, calls = architecture
    refuse, allow = 0x00050000 | 1, 0x7FFF0000  # EPERM
    # Load the architecture, refuse a foreign one; load the number, refuse the second numbering and each listed call.
    steps = [(0x20, 0, 0, 4), (0x15, 0, len(calls) + 3, audit), (0x20, 0, 0, 0)]
    steps += [(0x35, len(calls) + 1, 0, _SECOND_NUMBERING)]
    steps += [(0x15, len(calls) - place, 0, call) for place, call in enumerate(calls)]
    steps += [(0x06, 0, 0, allow), (0x06, 0, 0, refuse)]
    code = b"".join(struct.pack("HBBI", *step) for step in steps)
    buffer = ctypes.create_string_buffer(code)
    program = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(buffer))
    kernel.prctl(38, 1, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS
    if kernel.prctl(22, 2, ctypes.create_string_buffer(program), 0, 0) != 0:  # PR_SET_SECCOMP, filter
        raise OSError(ctypes.get_errno(), "seccomp")


if __name__ == "__main__":
    main()
