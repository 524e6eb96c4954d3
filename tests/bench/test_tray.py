"""A hundred letters of the leader's tray with one PIN: from the confirmation until each is signed at B-LT."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as house

from files import ports as file_ports
from files.store.filesystem import FilesystemStore
from signing.models import SigningRequest
from tests.bench.clocks import cpu_of
from tests.signing.conftest import PIN, Pki
from tests.signing.conftest import pki as _pki
from tests.sizes import SIZES
from tests.trayoffice import TrayOffice, found, machines, read_tray, settled, states, until
from workflow.enums import LineState
from workflow.models import TrayBatch
from workflow.tray import acts

pki = _pki


@pytest.fixture(scope="module")
def office(
    pki: Pki, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[TrayOffice, Path]]:
    folder = tmp_path_factory.mktemp("tray")
    house.FILE_STORE_DIR, house.SIGNER_SOCKET = folder / "store", str(folder / "signer.sock")
    store = FilesystemStore(folder / "store")
    file_ports.join(lambda: store)
    with django_db_blocker.unblock():
        made = found(pki, folder, house)
        for _ in range(SIZES.letters_in_tray + 1):
            made.at_step("approve")
        yield made, folder


def test_a_tray_of_letters_is_signed(office: tuple[TrayOffice, Path], figure: Any) -> None:
    bench, folder = office
    house.SIGNER_SOCKET = str(folder / "signer.sock")
    chosen = read_tray(bench, "binh")
    with machines(folder, house) as running:
        first = _confirmed(bench, chosen[:1])
        until(lambda: settled(first), 600)  # both processes have loaded what they need
        chosen = chosen[1:]
        before = {name: cpu_of(process.pid) for name, process in running.running.items()}
        begun = time.perf_counter()
        batch = _confirmed(bench, chosen)
        confirmed = time.perf_counter() - begun
        until(lambda: not _waits_for_key(len(chosen)), 600)
        keyed = time.perf_counter() - begun
        until(lambda: settled(batch), 600)
        whole = time.perf_counter() - begun
        cpu = {name: cpu_of(process.pid) for name, process in running.running.items()}
    assert states(batch) == [LineState.DONE] * len(chosen)
    spent = ", ".join(f"{name} {(cpu[name] - before[name]) * 1000 / len(chosen):.0f} ms" for name in cpu)
    figure(
        f"leader's tray, {len(chosen)} letters, one PIN",
        whole * 100 / len(chosen),
        "s for 100",
        how=f"answered after {confirmed:.2f} s, last key use {keyed:.1f} s, all timestamped and proved {whole:.1f} s; "
        f"CPU a letter: {spent}",
        most=60,
    )


def _confirmed(bench: TrayOffice, chosen: list[acts.Chosen]) -> TrayBatch:
    return acts.confirm(chosen=chosen, pin=PIN, by=bench.binh, at=datetime.now(UTC))


def _waits_for_key(count: int) -> bool:
    return SigningRequest.objects.filter(signed_at__isnull=False).count() < count + 1
