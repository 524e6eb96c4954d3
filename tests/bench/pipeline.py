"""Carry one letter through layout, signature and seal again and again in this process; print JSON.

Run by test_signing.py as a process of its own, so that CPU and memory are those of the signing side alone: the
timestamp and OCSP services are another process. Takes the folder of the authority, its address, and how often.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ.setdefault("DATABASE_URL", "postgresql:///none")

import django  # noqa: E402

django.setup()

from dispatch.layout.composing import compose  # noqa: E402
from dispatch.layout.page import LetterPage  # noqa: E402
from dispatch.layout.profiles import STATE_2020  # noqa: E402
from dispatch.models.kinds import fill_texts  # noqa: E402
from files.rendering import render_pdf  # noqa: E402
from signing.engine import augmenting, preparing, two_phase  # noqa: E402
from signing.engine.trust import Trust, certificates  # noqa: E402
from signing.enums import Level, VerdictStatus  # noqa: E402
from signing.judging import verdict  # noqa: E402
from signing.judging.results import Expected  # noqa: E402
from signing.keys.soft import SoftKey  # noqa: E402
from signing.pki import writing  # noqa: E402

PAGE = LetterPage(
    superior="ỦY BAN NHÂN DÂN TỈNH HƯNG SƠN", issuer="SỞ NỘI VỤ", symbol="SNV-CCHC", place="Hưng Sơn",
    expected_on=date(2026, 11, 24), subject="rà soát việc gửi, nhận văn bản điện tử có ký số",
    addressees=("Ủy ban nhân dân các xã, phường",),
    body_html="".join(
        f"<p>{n}. Sở Nội vụ đề nghị các cơ quan, đơn vị rà soát, báo cáo tình hình gửi, nhận văn bản điện tử có ký số"
        " trên địa bàn, gửi về Sở trước ngày 15 tháng 12 năm 2026 để tổng hợp.</p>"
        for n in range(1, 7)
    ),
    recipients=("Như trên", "Giám đốc (để b/c)"), keep_line="VT, CCHC", authority_lines=("KT. GIÁM ĐỐC",),
    title="PHÓ GIÁM ĐỐC", signer_name="Đỗ Hoàng Yến",
)  # fmt: skip


class Line:
    """The stages of one letter, with the CPU each took."""

    def __init__(self, folder: Path, stamps: list[str]) -> None:
        self.folder, self.stamps = folder, stamps
        self.cpu: dict[str, list[float]] = defaultdict(list)
        self.roots = [self._pem("root")]
        self.trust = Trust.from_pem(self.roots, [self._pem("issuing")])
        self.pages = 0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        begun = time.process_time()
        yield
        self.cpu[name].append((time.process_time() - begun) * 1000)

    def carry(self) -> bytes:
        """The way of issue 2: render, leader, number and seal, B-LTA."""
        with self.stage("render"):
            composed = compose(PAGE, STATE_2020)
            made = render_pdf(composed.html, stylesheets=composed.stylesheets, at=datetime.now(UTC))
            self.pages = made.pages
        with self.stage("prepare"):
            prepared = preparing.add_fields(made.pdf, made.slots)
        with self.stage("leader B-LT"):
            leader = augmenting.add_validation_data(
                augmenting.add_timestamp(self._signed(prepared, "Leader", "binh"), "Leader", self.stamps),
                "Leader",
                self.trust,
            )
        with self.stage("number and seal B-LTA"):
            fill = fill_texts(number=123, day=date(2026, 11, 24))
            stamped = augmenting.add_timestamp(self._signed(leader, "Seal", "snv", fill), "Seal", self.stamps)
            sealed = augmenting.add_archive_timestamp(
                augmenting.add_validation_data(stamped, "Seal", self.trust), self.stamps
            )
        with self.stage("judging thrice"):
            # the leader's when it is complete and again before the seal, then the sealed one
            for pdf, fields, level in (
                (leader, ("Leader",), Level.B_LT),
                (leader, ("Leader",), Level.B_LT),
                (sealed, ("Leader", "Seal"), Level.B_LTA),
            ):
                expected = Expected(fields=fields, level=level)
                found = verdict.judge(pdf, self.roots, at=datetime.now(UTC), expected=expected)
                if found.status is not VerdictStatus.ACCEPT:
                    raise SystemExit(f"not accepted: {found}")
        return sealed

    def _signed(self, pdf: bytes, field: str, holder: str, prefill: dict[str, str] | None = None) -> bytes:
        key = SoftKey(self.folder / "keys" / f"{holder}.key.pem")
        der = certificates(self._pem(holder))[0].dump()
        picture = (self.folder / "pictures" / f"{holder}.png").read_bytes()
        prepared = two_phase.prepare(
            two_phase.Task(pdf, field, der, picture=picture, prefill=prefill), self.trust
        )
        return two_phase.complete(prepared, key.sign(prepared.attributes, writing.DEMO_PIN), self.trust)

    def _pem(self, label: str) -> bytes:
        return (self.folder / "certificates" / f"{label}.cert.pem").read_bytes()


def _highest() -> float:
    """MiB. Not ru_maxrss: that one keeps, across exec, what the process that started us had."""
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


def main(folder: str, stamps: str, times: str) -> None:
    line = Line(Path(folder), stamps.split())
    sealed = line.carry()
    line.cpu.clear()
    begun = time.perf_counter()
    for _ in range(int(times)):
        sealed = line.carry()
    wall = (time.perf_counter() - begun) / int(times) * 1000
    report = {
        "cpu": {name: statistics.mean(values) for name, values in line.cpu.items()},
        "wall": wall,
        "bytes": len(sealed),
        "pages": line.pages,
        "rss": _highest(),
    }
    sys.stdout.write(json.dumps(report))


if __name__ == "__main__":
    main(*sys.argv[1:])
