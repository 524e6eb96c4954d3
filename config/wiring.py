"""The one place where ports meet what implements them. A missing port stops the start."""

from __future__ import annotations

from jobs import ports as job_ports


def join() -> None:
    """Join every port of the house."""
    job_ports.join({})
