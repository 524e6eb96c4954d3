"""A mail server in a process, named by the settings."""

from __future__ import annotations

import email
import email.policy
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from tests import cast as people
from tests.cast import Cast

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Post:
    """The server's port and the folder of what it took."""

    port: int
    folder: Path

    def mails(self) -> list[EmailMessage]:
        read = (path.read_bytes() for path in sorted(self.folder.glob("*.eml")))
        return [email.message_from_bytes(one, policy=email.policy.default) for one in read]  # type: ignore[misc]


@pytest.fixture
def post(tmp_path: Path, settings: Any) -> Iterator[Post]:
    folder = tmp_path / "mail"
    folder.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "tests.mail.server", str(port), str(folder)], cwd=ROOT)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.DEFAULT_FROM_EMAIL = "vanthu@snv.example"
    try:
        for _try in range(100):
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield Post(port, folder)
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture
def cast(db: None) -> Cast:
    return people.assemble()
