import asyncio

import pytest

from lib import loops


async def answer() -> int:
    await asyncio.sleep(0)
    return 42


async def trouble() -> None:
    raise ZeroDivisionError


def test_asynchronous_work_is_done_from_ordinary_code_and_inside_a_running_loop() -> None:
    async def inside() -> int:
        return loops.run(answer())

    assert loops.run(answer()) == 42
    assert loops.run(inside()) == 42


def test_what_the_work_raises_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError):
        loops.run(trouble())
