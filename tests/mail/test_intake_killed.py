"""The worker is killed with -9 while a folder of scans comes in: nothing is lost, nothing is there twice."""

from __future__ import annotations

import os
import signal
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dispatch.models import IncomingLetter
from jobs.models import Job
from tests import cast as people
from tests.files.pieces import pdf
from tests.mail.test_kill import orphan_nothing_for_long, until, worker
from tests.sizes import LONG, SIZES

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, LONG]
SCANS, KILLS = 3 * SIZES.deliveries_inside, SIZES.delivery_kills


def test_scans_come_in_once_however_often_the_worker_dies(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.assemble()
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.DEFAULT_FROM_EMAIL = "", 25, "a@b.example"
    folder = tmp_path / "scans" / "SNV"
    folder.mkdir(parents=True)
    monkeypatch.setenv("INTAKE_FOLDER", str(folder.parent))
    long_ago = (datetime.now(UTC) - timedelta(minutes=5)).timestamp()
    for number in range(SCANS):
        path = folder / f"quet-{number:03}.pdf"
        path.write_bytes(pdf(1 + number % 3))
        os.utime(path, (long_ago + number, long_ago + number))
    for kill in range(KILLS + 1):
        running = worker(tmp_path, settings)
        before = IncomingLetter.objects.count()
        if kill < KILLS:
            until(
                lambda before=before: (
                    IncomingLetter.objects.count() > before or not list(folder.glob("*.pdf"))
                )
            )
            time.sleep(0.05 * kill)
        else:
            until(lambda: not list(folder.glob("*.pdf")))
            until(lambda: not Job.objects.filter(kind="dispatch.watch_folder", state="running").exists())
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
        orphan_nothing_for_long()
    assert IncomingLetter.objects.count() == SCANS
    assert len(list((folder / "done").iterdir())) == SCANS
    assert not (folder / "failed").exists()
