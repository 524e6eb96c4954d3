"""Try what must be refused, and undo what was done only for a look: what the stateful machines share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction

from lib.refusal import Refusal


class _Done(Exception):
    """An act that should have been refused was done."""


def must_be_refused(what: str, act: Callable[[], object]) -> None:
    """Try ``act`` and undo it; fail, saying ``what``, unless a refusal stopped it."""
    try:
        with transaction.atomic():
            act()
            raise _Done
    except Refusal:
        return
    except _Done:
        raise AssertionError(what) from None


@contextmanager
def or_refused() -> Iterator[None]:
    """Let several acts happen, or none of them where one is refused."""
    try:
        with transaction.atomic():
            yield
    except Refusal:
        pass


@contextmanager
def undone() -> Iterator[None]:
    """Undo at the end what is done inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
