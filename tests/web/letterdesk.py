"""The office of the procedures, seen through a browser: who is signed in, and a signer that knows one PIN."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from dispatch.models import NumberSeries, OutgoingLetter
from dispatch.operations.series import NewSeries, open_series
from files import ports as file_ports
from files.store.filesystem import FilesystemStore
from jobs import ports as job_ports
from lib.calendar import local_year
from organisation.models.actor import Actor
from signing import ports as signing_ports
from signing.keys.desk import Desk
from tests.workflow.office import PIN, Office, found
from workflow.models import WorkItem
from workflow.outgoing_letter import jobs

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

# Screens read the clock of the day, so the office starts a little before it and never runs ahead.
BEGINNING = datetime.now(UTC) - timedelta(hours=4)


class LetterDesk:
    """An office, its people's browsers, and addresses of the screens of a letter."""

    def __init__(self) -> None:
        self.office: Office = found(BEGINNING)
        self._clients: dict[str, Client] = {}
        year = local_year(datetime.now(UTC))
        if not NumberSeries.objects.filter(year=year).exists():
            by = Actor.system(self.office.organisation, "test")
            open_series(new=NewSeries(code="nay", name="Văn bản đi", year=year), by=by, at=self.office.at)

    def browser(self, name: str) -> Client:
        """Give the browser of one person, who reads English so that tests can name what they see."""
        if name not in self._clients:
            person = self.office.actors[name].person
            type(person).objects.filter(pk=person.pk).update(language="en")
            client = Client()
            client.force_login(person, backend=BACKEND)
            self._clients[name] = client
        return self._clients[name]

    def get(self, name: str, view: str, *keys: Any, **more: Any) -> HttpResponse:
        return self.browser(name).get(reverse(view, args=keys), **more)

    def post(self, name: str, view: str, *keys: Any, **data: Any) -> HttpResponse:
        return self.browser(name).post(reverse(view, args=keys), data)

    def step(self, name: str, act: str, letter: OutgoingLetter, **data: Any) -> HttpResponse:
        """Post an act on the open step of ``letter``."""
        return self.post(name, f"letters:{act}", letter.pk, self.item(letter).pk, **data)

    def item(self, letter: OutgoingLetter) -> WorkItem:
        return self.office.item(letter)

    def status(self, letter: OutgoingLetter) -> str:
        return self.office.read(letter).status


@pytest.fixture(autouse=True)
def _joined(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.STATIC_ROOT = (
        tmp_path / "static"
    )  # apart from the signer's socket, which whitenoise cannot serve
    settings.STATIC_ROOT.mkdir()
    handlers, origins, stores = (
        dict(job_ports._handlers),
        dict(signing_ports._origins),
        list(file_ports._joined),
    )
    store = FilesystemStore(tmp_path / "store")
    file_ports.join(lambda: store)
    signing_ports.join({"letter": jobs.LetterSignatures()})
    yield
    job_ports.join(handlers)
    signing_ports.join(origins)
    file_ports._joined[:] = stores


@pytest.fixture
def signer(settings: Any) -> Iterator[list[Any]]:
    """The counter of a signer that knows one PIN; gives what it was asked."""
    asked: list[Any] = []

    def respond(question: Any) -> dict[str, Any]:
        asked.append(question)
        right = question.get("question") == "alive" or question.get("pin") == PIN
        return {"ok": True} if right else {"refusal": "wrong_pin", "remaining": 4}

    desk = Desk(settings.SIGNER_SOCKET, respond)
    desk.open()
    thread = threading.Thread(target=desk.serve, daemon=True)
    thread.start()
    yield asked
    desk.close()
    thread.join()


@pytest.fixture
def desk(db: Any) -> LetterDesk:
    return LetterDesk()
