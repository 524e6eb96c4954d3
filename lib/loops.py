"""Running one piece of asynchronous work from ordinary code."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """Do ``work`` to its end and give its result, in a thread of its own.

    ``asyncio.run`` refuses where a loop already runs, and whoever calls us may run one: a web server, a browser
    driver in the tests.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
