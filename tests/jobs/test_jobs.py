import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from jobs import ports, queries
from jobs.enums import JobState, Queue
from jobs.errors import LeaseLost, RetryLater
from jobs.models import Job
from jobs.operations import leasing, queueing, working

pytestmark = pytest.mark.django_db
INTERACTIVE = [Queue.INTERACTIVE.value]


@pytest.fixture
def handlers() -> Iterator[dict]:
    before = dict(ports._handlers)
    table: dict = {}
    yield table
    ports.join(before)


def enqueue(noon: datetime, key: str = "1", **kw: object) -> Job:
    with transaction.atomic():
        return queueing.enqueue(
            "test.work", key=key, organisation_key=1, payload={"n": 1}, queue=Queue.INTERACTIVE, at=noon, **kw
        )


def test_asking_twice_is_asking_once(noon: datetime) -> None:
    assert enqueue(noon) == enqueue(noon)
    assert Job.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_job_is_written_only_in_a_transaction(noon: datetime) -> None:
    with pytest.raises(RuntimeError):
        queueing.enqueue("x", key="1", organisation_key=1, payload={}, queue=Queue.BATCH, at=noon)


def test_a_worker_does_a_due_job_and_closes_it(noon: datetime, handlers: dict) -> None:
    done: list[int] = []
    ports.join({"test.work": lambda job: done.append(job.payload["n"])})
    job = enqueue(noon)
    assert working.run_one(INTERACTIVE, clock=lambda: noon)
    assert not working.run_one(INTERACTIVE, clock=lambda: noon)
    job.refresh_from_db()
    assert (done, job.state, job.finished_at) == ([1], JobState.DONE, noon)


def test_a_job_is_not_taken_before_its_time_nor_from_another_queue(noon: datetime) -> None:
    enqueue(noon, run_at=noon + timedelta(minutes=1))
    assert leasing.claim(INTERACTIVE, at=noon) is None
    assert leasing.claim([Queue.BATCH.value], at=noon + timedelta(hours=1)) is None


def test_a_failure_backs_off_and_the_last_one_leaves_a_dead_job_to_be_retried(
    noon: datetime, handlers: dict
) -> None:
    def broken(job: Job) -> None:
        raise ZeroDivisionError

    ports.join({"test.work": broken})
    job, at = enqueue(noon), noon
    for attempt in range(1, leasing.MAX_ATTEMPTS + 1):
        assert working.run_one(INTERACTIVE, clock=lambda now=at: now)
        job.refresh_from_db()
        assert job.attempts == attempt
        at = job.run_at
    assert job.state == JobState.DEAD
    assert "ZeroDivisionError" in job.last_error
    assert list(queries.dead_in(1)) == [job]
    assert queueing.retry_dead(job, at=at).state == JobState.QUEUED


def test_waiting_for_the_outside_is_no_failure(noon: datetime, handlers: dict) -> None:
    def waiting(job: Job) -> None:
        raise RetryLater(seconds=30, reason="the timestamp service is down")

    ports.join({"test.work": waiting})
    job = enqueue(noon)
    working.run_one(INTERACTIVE, clock=lambda: noon)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.run_at) == (JobState.QUEUED, 0, noon + timedelta(seconds=30))
    assert job.last_error == "the timestamp service is down"


def test_a_killed_workers_job_is_taken_over_when_its_lease_ends(noon: datetime) -> None:
    enqueue(noon)
    first = leasing.claim(INTERACTIVE, at=noon)
    assert first is not None
    assert leasing.claim(INTERACTIVE, at=noon + timedelta(seconds=60)) is None
    second = leasing.claim(INTERACTIVE, at=noon + leasing.LEASE + timedelta(seconds=1))
    assert second is not None
    assert second.attempts == 2
    with pytest.raises(LeaseLost), leasing.finishing(first, at=noon):
        pass
    with leasing.finishing(second, at=noon):
        pass
    assert Job.objects.get().state == JobState.DONE


def test_a_job_that_kills_its_worker_every_time_is_buried_and_lets_the_next_one_pass(noon: datetime) -> None:
    poison, at = enqueue(noon), noon
    for _attempt in range(leasing.MAX_ATTEMPTS):
        assert leasing.claim(INTERACTIVE, at=at) == poison
        at += leasing.LEASE + timedelta(seconds=1)
    after = enqueue(noon, key="2")
    assert leasing.claim(INTERACTIVE, at=at) == after
    poison.refresh_from_db()
    assert (poison.state, poison.lease, poison.lease_until) == (JobState.DEAD, "", None)
    assert list(queries.dead_in(1)) == [poison]
    assert leasing.claim_by_id(poison.pk, at=at) is None


def test_what_a_job_records_stands_or_falls_with_its_end(noon: datetime) -> None:
    enqueue(noon)
    job = leasing.claim(INTERACTIVE, at=noon)
    assert job is not None
    with pytest.raises(ZeroDivisionError), leasing.finishing(job, at=noon):
        Job.objects.filter(pk=job.pk).update(kind="changed")
        raise ZeroDivisionError
    job.refresh_from_db()
    assert (job.kind, job.state) == ("test.work", JobState.RUNNING)


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_hold_one_job(noon: datetime) -> None:
    for n in range(20):
        enqueue(noon, key=str(n))
    taken: list[int] = []

    def take() -> None:
        try:
            while (job := leasing.claim(INTERACTIVE, at=noon)) is not None:
                taken.append(job.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) == 20


def test_patient_kinds_let_all_others_go_first(noon: datetime) -> None:
    before = dict(ports._handlers)
    done: list[str] = []
    ports.join({kind: lambda job: done.append(job.kind) for kind in ("slow", "quick")}, patient={"slow"})
    try:
        for place, kind in enumerate(("slow", "slow", "quick")):
            with transaction.atomic():
                queueing.enqueue(
                    kind, key=str(place), organisation_key=0, payload={}, queue=Queue.BATCH,
                    at=noon + timedelta(seconds=place),
                )  # fmt: skip
        while working.run_one(["batch"], clock=lambda: noon + timedelta(minutes=1)):
            pass
    finally:
        ports.join(before)
    assert done == ["quick", "slow", "slow"]
