"""Processes that go when their parent goes, also when the parent was killed and could say nothing."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def end_with_parent(wish: signal.Signals) -> Callable[[], None]:
    """Give the function a new child runs before its program: the kernel sends it `wish` when we die.

    It must be asked for after a change of user, which clears it (`subprocess` runs it there), and it follows
    the *thread* that started the child, so children are started from the main thread only.
    """
    parent = os.getpid()

    def before_program() -> None:
        if _libc is None:
            return
        _libc.prctl(_PR_SET_PDEATHSIG, int(wish))
        if os.getppid() != parent:  # it died between our birth and the line above
            os._exit(1)

    return before_program
