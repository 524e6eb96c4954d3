"""What does the work, and what is done again and again: joined by ``config/wiring.py`` at start."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from jobs.errors import UnknownKind
from jobs.models import Job

Handler = Callable[[Job], None]

_handlers: dict[str, Handler] = {}
_schedule: dict[str, int] = {}
_patient: set[str] = set()


def join(handlers: Mapping[str, Handler], *, patient: Iterable[str] = ()) -> None:
    """Set the handlers of the installation, replacing any set before.

    ``patient`` are kinds that let every other job of their queue go first: a pile of scans is read for minutes.
    """
    _handlers.clear()
    _handlers.update(handlers)
    _patient.clear()
    _patient.update(patient)


def patient() -> frozenset[str]:
    """Give the kinds that let others go first."""
    return frozenset(_patient)


def handler_of(kind: str) -> Handler:
    """Give the handler of ``kind``; raise UnknownKind when none is joined."""
    try:
        return _handlers[kind]
    except KeyError:
        raise UnknownKind(kind) from None


def kinds() -> list[str]:
    """Give the kinds that have a handler, sorted."""
    return sorted(_handlers)


def join_schedule(periods: Mapping[str, int]) -> None:
    """Set what is done periodically: seconds between two runs, by kind. Every kind needs a handler."""
    for kind in periods:
        handler_of(kind)
    _schedule.clear()
    _schedule.update(periods)


def schedule() -> Mapping[str, int]:
    """Give the periodic kinds with their seconds."""
    return _schedule
