"""A fresh verdict on any file, for people of the office."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.web.desk import BACKEND, Desk

URL = "/verify/file/"


@pytest.fixture(autouse=True)
def _fresh_counters() -> None:
    cache.clear()


def upload(content: bytes, name: str = "la.pdf") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, content, content_type="application/pdf")}


def test_judges_what_is_no_pdf(desk: Desk) -> None:
    html = desk.client("minh").post(URL, upload(b"hello")).content.decode()
    assert 'data-verdict="invalid"' in html
    assert "This is not a PDF file." in html


def test_strangers_have_to_sign_in(desk: Desk) -> None:
    assert Client().get(URL).status_code == 302
    assert Client().post(URL, upload(b"hello")).status_code == 302


def test_the_form_token_is_checked_although_the_upload_is_taken_first(desk: Desk) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.posts["minh"].person, backend=BACKEND)
    assert client.post(URL, upload(b"hello")).status_code == 403


@pytest.mark.parametrize("sent", [{}, upload(b"")])
def test_asks_for_a_file_when_there_is_none(desk: Desk, sent: dict[str, SimpleUploadedFile]) -> None:
    assert desk.client("minh").post(URL, sent).status_code == 422


def test_refuses_what_is_too_large(desk: Desk, settings: object) -> None:
    settings.MAX_UPLOAD_BYTES = 1000  # type: ignore[attr-defined]
    assert desk.client("minh").post(URL, upload(b"z" * 1001)).status_code == 413


def test_keeps_nothing(desk: Desk, settings: object, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "uploads")  # type: ignore[attr-defined]
    (tmp_path / "uploads").mkdir()
    desk.client("minh").post(URL, upload(b"%PDF-1.7" + b"z" * 4_000_000))
    assert list((tmp_path / "uploads").iterdir()) == []
    assert not (tmp_path / "store").exists()


def test_the_web_process_never_loads_the_signing_library() -> None:
    code = "import django; django.setup(); import config.urls, sys; print([m for m in sys.modules if m.startswith(('pyhanko', 'weasyprint'))])"
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ)
    ).stdout
    assert told.strip().splitlines()[-1] == "[]"
