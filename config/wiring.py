"""The one place where ports meet what implements them. A missing port stops the start."""

from __future__ import annotations

from files import ports as file_ports
from files.operations import previews
from files.store import choosing
from jobs import ports as job_ports


def join() -> None:
    """Join every port of the house."""
    file_ports.join(choosing.chosen_store)
    job_ports.join(
        {
            "files.preview": previews.run_preview,
            "files.text": previews.run_text,
        }
    )
