"""A batch whose signer, or worker, is killed -9 in the middle: nothing is lost, nothing is signed twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from files import ports as file_ports
from files.queries import content_of
from files.store.filesystem import FilesystemStore
from jobs.models import Job
from signing.enums import Level, VerdictStatus
from signing.models import SigningRequest
from signing.queries import verdict_of
from tests.signing.conftest import PIN, Pki
from tests.signing.conftest import pki as _pki
from tests.sizes import LONG
from tests.trayoffice import Machines, TrayOffice, found, machines, read_tray, settled, states, until
from workflow.enums import LineState
from workflow.models import TrayBatch
from workflow.tray import acts

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, LONG]
pki = _pki
LETTERS = 4


@pytest.fixture(autouse=True)
def signer() -> None:
    """The counter is a real process here."""


@pytest.fixture
def office(pki: Pki, tmp_path: Path, settings: Any) -> Iterator[TrayOffice]:
    store = FilesystemStore(tmp_path / "store")
    file_ports.join(lambda: store)
    yield found(pki, tmp_path, settings)


@pytest.fixture
def running(office: TrayOffice, tmp_path: Path, settings: Any) -> Iterator[Machines]:
    with machines(tmp_path, settings) as made:
        yield made


def test_a_killed_signer_costs_the_pin_and_nothing_else(office: TrayOffice, running: Machines) -> None:
    for _ in range(LETTERS):
        office.at_step("approve")
    batch = acts.confirm(chosen=read_tray(office, "binh"), pin=PIN, by=office.binh, at=datetime.now(UTC))
    until(lambda: any(state != LineState.QUEUED for state in states(batch)))
    running.kill("signer")
    _two_minutes_pass()
    running.start("signer")
    until(lambda: settled(batch))
    lost = states(batch).count(LineState.PIN)
    assert states(batch).count(LineState.DONE) + lost == LETTERS
    if lost:
        acts.resume(batch=batch, pin=PIN, by=office.binh, at=datetime.now(UTC))
        until(lambda: settled(batch))
    assert states(batch) == [LineState.DONE] * LETTERS
    _every_letter_is_signed_once(batch)
    assert PIN not in running.said()


def test_a_killed_worker_is_followed_by_another(office: TrayOffice, running: Machines) -> None:
    for _ in range(LETTERS):
        office.at_step("approve")
    batch = acts.confirm(chosen=read_tray(office, "binh"), pin=PIN, by=office.binh, at=datetime.now(UTC))
    until(lambda: any(state != LineState.QUEUED for state in states(batch)))
    running.kill("worker")
    _two_minutes_pass()
    running.start("worker")
    until(lambda: settled(batch))
    if LineState.PIN in states(batch):
        acts.resume(batch=batch, pin=PIN, by=office.binh, at=datetime.now(UTC))
        until(lambda: settled(batch))
    assert states(batch) == [LineState.DONE] * LETTERS
    _every_letter_is_signed_once(batch)


def _two_minutes_pass() -> None:
    """The lease of whoever died is over."""
    Job.objects.filter(state="running").update(lease_until=datetime.now(UTC) - timedelta(seconds=1))


def _every_letter_is_signed_once(batch: TrayBatch) -> None:
    for line in batch.lines.all():
        request = SigningRequest.objects.get(origin_kind="letter", origin_key=str(line.letter_key))
        assert request.expected_sha256 == line.sha256
        assert request.result is not None
        kept = verdict_of(request.result)
        assert kept is not None
        assert (kept.status, kept.level) == (VerdictStatus.ACCEPT, Level.B_LT)
        assert content_of(request.result).count(b"/ETSI.CAdES.detached") == 1
