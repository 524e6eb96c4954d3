"""A department, a file store, a signer that takes every PIN, and the handlers of the procedures."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from files import ports as file_ports
from files.store.filesystem import FilesystemStore
from jobs import ports as job_ports
from signing import ports as signing_ports
from signing.keys.desk import Desk
from tests.workflow.office import PIN, Office, found
from workflow.outgoing_letter import jobs


@pytest.fixture(autouse=True)
def _joined(settings: Any, tmp_path: Any) -> Iterator[None]:
    handlers, origins, stores = (
        dict(job_ports._handlers),
        dict(signing_ports._origins),
        list(file_ports._joined),
    )
    store = FilesystemStore(tmp_path / "store")
    file_ports.join(lambda: store)
    job_ports.join(jobs.HANDLERS)
    signing_ports.join({"letter": jobs.LetterSignatures()})
    yield
    job_ports.join(handlers)
    signing_ports.join(origins)
    file_ports._joined[:] = stores


@pytest.fixture(autouse=True)
def signer(settings: Any, tmp_path: Any) -> Iterator[list[Any]]:
    """The counter of a signer that knows one PIN; gives what it was asked."""
    asked: list[Any] = []

    def respond(question: Any) -> dict[str, Any]:
        asked.append(question)
        return {"ok": True} if question.get("pin") == PIN else {"refusal": "wrong_pin", "remaining": 4}

    desk = Desk(settings.SIGNER_SOCKET, respond)
    desk.open()
    thread = threading.Thread(target=desk.serve, daemon=True)
    thread.start()
    yield asked
    desk.close()
    thread.join()


@pytest.fixture
def office(db: Any, noon: datetime) -> Office:
    return found(noon)
