"""The web process of the house on the database of a run, asked over HTTP as a browser asks it.

A page called within the test's own process costs up to a third more: Django's test environment copies the values of
each template, and the process still holds what it loaded.
"""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings as house
from django.db import connection
from django.test import Client

from config.office.folder import LOOPBACK, free_port
from organisation.models import Person
from tests.bench.clocks import Spent, ran, spent
from tests.results import ROOT

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PATIENCE = 60.0


def client_of(who: Person) -> Client:
    """Give Django's client as ``who``, signed in."""
    client = Client()
    client.force_login(who, backend=BACKEND)
    return client


@dataclass
class Served:
    """One web process: pages for people, and what they cost it and its PostgreSQL."""

    port: int
    process: subprocess.Popen[bytes]
    _cookies: dict[int, str] = field(default_factory=dict, init=False)

    def get(self, who: Person, address: str, headers: Mapping[str, str] | None = None) -> bytes:
        """Give a page as ``who`` gets it; anything but a page is a mistake of the measurement."""
        answer = self._ask(address, {"Cookie": self._cookie(who), **(headers or {})})
        body = answer.read()
        assert answer.status == 200, f"{address}: {answer.status}"
        return body

    def spent(
        self,
        who: Person,
        address: Callable[[], str] | str,
        times: int,
        headers: Mapping[str, str] | None = None,
    ) -> Spent:
        """Time a page, asked once before; a callable gives another address each time."""
        give = (lambda: address) if isinstance(address, str) else address
        return spent(lambda: self.get(who, give(), headers), times, (self._own, self._server))

    def wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                assert self._ask("/login/", {}).status < 500
            except OSError:
                assert time.monotonic() < until and self.process.poll() is None, "the web did not come up"
                time.sleep(0.1)
            else:
                return

    def _ask(self, address: str, headers: Mapping[str, str]) -> http.client.HTTPResponse:
        way = http.client.HTTPConnection(LOOPBACK, self.port, timeout=60)
        way.request("GET", quote(address, safe="/?&=%+-_.~"), headers=dict(headers))
        return way.getresponse()

    def _cookie(self, who: Person) -> str:
        if who.pk not in self._cookies:
            name = house.SESSION_COOKIE_NAME
            self._cookies[who.pk] = f"{name}={client_of(who).cookies[name].value}"
        return self._cookies[who.pk]

    def _own(self) -> float:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return sum(ran(pid) for pid in (self.process.pid, *map(int, children)))

    def _server(self) -> float:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            return sum(ran(pid) for (pid,) in cursor.fetchall())


@contextmanager
def serving() -> Iterator[Served]:
    """Start the web as the supervisor does, with one process; it ends with the block."""
    port = free_port(8790)
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", LOOPBACK, "--port", str(port)]
    web += [
        "--workers",
        "1",
        "--blocking-threads",
        "4",
        "--working-dir",
        str(ROOT),
        "config.wsgi:application",
    ]
    process = subprocess.Popen(web, cwd=ROOT, env=surroundings(), stdout=subprocess.DEVNULL)
    served = Served(port, process)
    try:
        served.wait()
        yield served
    finally:
        process.terminate()
        process.wait(timeout=30)


def address_of_database() -> str:
    """Give the address of the database of the run, for other processes."""
    at: dict[str, Any] = connection.settings_dict
    user = f"{quote(at['USER'])}:{quote(at['PASSWORD'])}@" if at["USER"] else ""
    if at["HOST"].startswith("/"):
        return f"postgresql://{user}/{at['NAME']}?host={quote(at['HOST'])}"
    return f"postgresql://{user}{at['HOST']}:{at['PORT'] or 5432}/{at['NAME']}"


def surroundings() -> dict[str, str]:
    """Give the environment of a process of the house that works on the database and folders of the run."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "OFFICE_DEMO": "1",
        "DATABASE_URL": address_of_database(),
        "SECRET_KEY": str(house.SECRET_KEY),
        "FILE_STORE_DIR": str(house.FILE_STORE_DIR),
        "SEARCH_INDEX_DIR": str(house.SEARCH_INDEX_DIR),
        "SIGNER_SOCKET": str(house.SIGNER_SOCKET),
        "STATIC_ROOT": str(house.STATIC_ROOT),
    }
