"""The real signer process: it signs, and a kill -9 of it loses nothing but the PIN it held."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection

from signing.enums import RequestState, WaitReason
from signing.operations import authorising
from tests.signing.conftest import PIN, ROOT
from tests.signing.office import OTHERS, Office, now

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


def start(tmp_path: Path, settings: Any) -> subprocess.Popen[bytes]:
    values = connection.settings_dict
    address = (
        f"postgresql://{quote(values['USER'] or '')}@/{values['NAME']}?host={quote(str(values['HOST']))}"
    )
    environment = {
        **os.environ, "OFFICE_DEMO": "1", "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": address,
        "PYTHONPATH": str(ROOT), "VAR_DIR": str(tmp_path), "SIGNER_SOCKET": settings.SIGNER_SOCKET,
        "TRUST_ROOTS_DIR": str(settings.TRUST_ROOTS_DIR), "FILE_STORE_DIR": str(tmp_path / "store"),
    }  # fmt: skip
    with (tmp_path / "signer.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "django", "signer"], env=environment, stdout=log, stderr=log
        )


def test_the_signer_signs_and_its_death_only_costs_the_pin(
    office: Office, tmp_path: Path, settings: Any
) -> None:
    (tmp_path / "pki").symlink_to(settings.PKI_DIR)
    signer = start(tmp_path, settings)
    try:
        until(authorising.signer_answers)
        request = office.ask_leader()
        os.kill(signer.pid, signal.SIGSTOP)
        os.kill(signer.pid, signal.SIGCONT)
        authorising.hand_over(by=office.leader, at=now(), request=request, pin=PIN)
        until(lambda: type(request).objects.get(pk=request.pk).state == RequestState.SIGNED)
        office.work(OTHERS)
        assert type(request).objects.get(pk=request.pk).state == RequestState.COMPLETED

        second = office.ask_leader(key="2")
        _hand_over_and_kill(office, second, signer)
        signer = start(tmp_path, settings)
        until(lambda: type(second).objects.get(pk=second.pk).state == RequestState.PREPARED)
        assert type(second).objects.get(pk=second.pk).reason == WaitReason.ASK_AGAIN
        authorising.hand_over(by=office.leader, at=now(), request=second, pin=PIN)
        until(lambda: type(second).objects.get(pk=second.pk).state == RequestState.SIGNED)
    finally:
        signer.kill()
        signer.wait()
    assert PIN not in (tmp_path / "signer.log").read_text()


def _hand_over_and_kill(office: Office, request: Any, signer: subprocess.Popen[bytes]) -> None:
    """The signer takes the PIN and dies before the act is committed, so the job meets another one."""
    from django.db import transaction

    with transaction.atomic():
        authorising.hand_over(by=office.leader, at=now(), request=request, pin=PIN)
        signer.kill()
        signer.wait()
