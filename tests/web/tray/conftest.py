"""The office of the procedures with a signer that keeps the PIN of a batch."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from jobs import ports as job_ports
from signing.keys.desk import Desk
from tests.web.letterdesk import LetterDesk, _joined, desk
from tests.workflow.test_tray import Counter
from workflow.tray import jobs as tray_jobs

__all__ = ["_joined", "desk"]


@pytest.fixture
def signer(settings: Any) -> Iterator[Counter]:
    counter = Counter()
    counterdesk = Desk(settings.SIGNER_SOCKET, counter.respond)
    counterdesk.open()
    thread = threading.Thread(target=counterdesk.serve, daemon=True)
    thread.start()
    yield counter
    counterdesk.close()
    thread.join()


@pytest.fixture(autouse=True)
def _tray_worker(desk: LetterDesk) -> None:
    job_ports.join({**job_ports._handlers, **tray_jobs.HANDLERS})
