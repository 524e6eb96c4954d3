"""One authority and one letter, signed once for the whole run; tests only copy its bytes."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from signing.engine import augmenting, preparing, two_phase
from signing.engine.trust import Trust, certificates
from signing.keys.soft import SoftKey
from signing.pki import architecture, writing

ROOT = Path(__file__).resolve().parents[2]
PIN = writing.DEMO_PIN
HTML = """<html lang="vi"><head><meta charset="utf-8"><title>Công văn</title><style>
@page{size:A4;margin:20mm 15mm 20mm 30mm}body{font-family:"Liberation Serif";font-size:13pt}
.slot{display:inline-block;height:6mm}</style></head><body>
<p>SỞ NỘI VỤ. Số: <span class=slot id="slot-number" style="width:14mm"></span>/SNV-VP,
Hưng Sơn, ngày <i class=slot id="slot-day" style="width:52mm"></i></p>
<p>Kính gửi: Ủy ban nhân dân các xã, phường.</p>
<p>Sở Nội vụ đề nghị các đơn vị rà soát, báo cáo tình hình gửi, nhận văn bản điện tử có ký số.</p>
<div style="position:relative;height:40mm">
<div id="slot-leader" style="position:absolute;left:90mm;top:5mm;width:50mm;height:25mm"></div>
<div id="slot-seal" style="position:absolute;left:72mm;top:0;width:36mm;height:36mm"></div></div>
<p><b>Nguyễn Văn Bình</b></p></body></html>"""
PREFILL = {"Number": "123", "Day": "24 tháng 11 năm 2026"}


@dataclass(frozen=True)
class Pki:
    """The authority of the run."""

    folder: Path
    plan: architecture.Plan

    @property
    def root(self) -> bytes:
        return self.pem("root")

    @property
    def stamps(self) -> list[str]:
        return list(architecture.url_of_timestamps(self.plan.base_url))

    @property
    def trust(self) -> Trust:
        return Trust.from_pem([self.root], [self.pem("issuing")])

    def pem(self, label: str) -> bytes:
        return (self.folder / "certificates" / f"{label}.cert.pem").read_bytes()

    def der(self, label: str) -> bytes:
        return certificates(self.pem(label))[0].dump()

    def key(self, label: str) -> SoftKey:
        return SoftKey(self.folder / "keys" / f"{label}.key.pem")

    def picture(self, label: str) -> bytes:
        return (self.folder / "pictures" / f"{label}.png").read_bytes()


@dataclass(frozen=True)
class Letter:
    """The same letter after each step."""

    rendered: bytes
    prepared: bytes
    leader_bb: bytes
    leader_bt: bytes
    leader_lt: bytes
    seal_bb: bytes
    seal_bt: bytes
    seal_lt: bytes
    lta: bytes


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pki]:
    folder = tmp_path_factory.mktemp("pki")
    port = free_port()
    plan = writing.write_demo_pki(
        folder,
        f"http://127.0.0.1:{port}",
        at=datetime.now(UTC),
        people=[("binh", "Nguyễn Văn Bình"), ("yen", "Phạm Thị Yến")],
        seals=[("snv", "SỞ NỘI VỤ")],
        troubled=True,
    )
    code = (
        "import sys,pathlib;from signing.pki import serving,writing;"
        "f=pathlib.Path(sys.argv[1]);serving.serve(f,writing.read_plan(f),int(sys.argv[2]))"
    )
    server = subprocess.Popen([sys.executable, "-c", code, str(folder), str(port)], cwd=ROOT)
    _wait_for(port)
    yield Pki(folder, plan)
    server.terminate()
    server.wait()


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the demonstration authority does not answer")


def sign(pki: Pki, pdf: bytes, field: str, holder: str, *, key: str = "", **more: object) -> bytes:
    """Sign with a soft key, both phases."""
    task = two_phase.Task(pdf, field, pki.der(holder), **more)  # type: ignore[arg-type]
    prepared = two_phase.prepare(task, pki.trust)
    return two_phase.complete(prepared, pki.key(key or holder).sign(prepared.attributes, PIN), pki.trust)


@pytest.fixture(scope="session")
def rendered() -> tuple[bytes, dict]:
    from files.rendering import render_pdf

    made = render_pdf(HTML)
    return made.pdf, made.slots


@pytest.fixture(scope="session")
def letter(pki: Pki, rendered: tuple[bytes, dict]) -> Letter:
    pdf, slots = rendered
    prepared = preparing.add_fields(pdf, slots)
    leader_bb = sign(pki, prepared, "Leader", "binh", picture=pki.picture("binh"))
    leader_bt = augmenting.add_timestamp(leader_bb, "Leader", pki.stamps)
    leader_lt = augmenting.add_validation_data(leader_bt, "Leader", pki.trust)
    seal_bb = sign(pki, leader_lt, "Seal", "snv", picture=pki.picture("snv"), prefill=PREFILL)
    seal_bt = augmenting.add_timestamp(seal_bb, "Seal", pki.stamps)
    seal_lt = augmenting.add_validation_data(seal_bt, "Seal", pki.trust)
    lta = augmenting.add_archive_timestamp(seal_lt, pki.stamps)
    return Letter(pdf, prepared, leader_bb, leader_bt, leader_lt, seal_bb, seal_bt, seal_lt, lta)


@pytest.fixture
def office(pki: Pki, letter: Letter, tmp_path: Path, settings: Any) -> Iterator[Any]:
    """The office of `tests/signing/office.py`, its jobs joined for the test."""
    from jobs import ports as job_ports
    from tests.signing.office import open_office

    before = dict(job_ports._handlers)
    yield open_office(pki, letter, tmp_path, settings)
    job_ports.join(before)
