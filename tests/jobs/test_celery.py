"""Celery carries ids over a real Redis; the job row stays the truth."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone

from jobs.enums import JobState, Queue
from jobs.models import Job
from jobs.operations import queueing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(true: Callable[[], bool], seconds: float = 40) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.1)
    return False


class Machines:
    """A Redis, a sweeper and a Celery worker, each a real process that can be killed."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        database = connection.settings_dict
        self.environment = {
            **os.environ,
            "REDIS_URL": f"redis://127.0.0.1:{self.port}/0",
            "DATABASE_URL": f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}",
            "DJANGO_SETTINGS_MODULE": "tests.jobs.celery_settings",
            "JOB_EFFECTS": str(folder / "effects"),
            "OFFICE_DEMO": "1",
        }
        self.running: dict[str, subprocess.Popen] = {}

    def start(self, name: str) -> None:
        command = {
            "redis": ["redis-server", "--port", str(self.port), "--save", "", "--dir", str(self.folder)],
            "sweeper": [sys.executable, "manage.py", "sweeper"],
            "worker": [
                sys.executable,
                "-m",
                "celery",
                "-A",
                "config.celery",
                "worker",
                "-Q",
                "interactive,batch",
                "-c",
                "1",
                "-P",
                "prefork",
            ],
        }[name]
        log = (self.folder / f"{name}.log").open("ab")
        self.running[name] = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
        )

    def kill(self, name: str) -> None:
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def effects(self) -> list[str]:
        path = self.folder / "effects"
        return path.read_text().split() if path.exists() else []


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    if shutil.which("redis-server") is None:
        pytest.fail("redis-server is missing; ./office test installs it")
    out = Machines(tmp_path)
    yield out
    for name in list(out.running):
        out.kill(name)


def enqueue(key: str, seconds: float) -> Job:
    with transaction.atomic():
        return queueing.enqueue(
            "test.effect",
            key=key,
            organisation_key=1,
            payload={"seconds": seconds, "lease": 3},
            queue=Queue.BATCH,
            at=timezone.now(),
        )


def states() -> set[str]:
    return set(Job.objects.values_list("state", flat=True))


def test_a_killed_worker_and_a_dead_redis_lose_no_job_and_record_none_twice(machines: Machines) -> None:
    for name in ("redis", "sweeper", "worker"):
        machines.start(name)
    first = enqueue("killed in the middle", 2)
    assert until(lambda: Job.objects.get(pk=first.pk).state == JobState.RUNNING)
    machines.kill("worker")
    Job.objects.filter(pk=first.pk).update(lease_until=timezone.now())
    machines.kill("redis")
    for n in range(5):
        enqueue(str(n), 0)
    machines.start("redis")
    machines.start("worker")
    assert until(lambda: states() == {JobState.DONE}), (machines.folder / "worker.log").read_text()[-2000:]
    assert sorted(machines.effects()) == sorted(set(machines.effects()))
    assert len(machines.effects()) == 6
    assert Job.objects.get(pk=first.pk).attempts == 2


def test_what_comes_again_is_planned_and_done_without_a_worker_of_the_database(machines: Machines) -> None:
    for name in ("redis", "sweeper", "worker"):
        machines.start(name)
    done = Job.objects.filter(kind="test.again", state=JobState.DONE)
    assert until(done.exists), (machines.folder / "sweeper.log").read_text()[-2000:]
