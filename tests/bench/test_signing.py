"""The way of one letter's bytes: layout, leader, number and seal, archive timestamp; CPU of the signing side only."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.results import ROOT
from tests.signing.conftest import Pki
from tests.signing.conftest import pki as _pki
from tests.sizes import SIZES

pki = _pki


@pytest.fixture(scope="session")
def carried(pki: Pki) -> Iterator[dict[str, Any]]:
    command = [
        sys.executable,
        "-m",
        "tests.bench.pipeline",
        str(pki.folder),
        " ".join(pki.stamps),
        str(min(SIZES.signed_letters, 40)),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    yield json.loads(done.stdout)


def test_letters_a_minute_and_core(carried: dict[str, Any], figure: Any) -> None:
    stages = {name: ms for name, ms in carried["cpu"].items() if name != "judging thrice"}
    cpu = sum(stages.values())
    parts = ", ".join(f"{name} {ms:.0f}" for name, ms in carried["cpu"].items())
    assert carried["pages"] == 1
    figure(
        "render → leader → number+seal → B-LTA",
        60_000 / cpu,
        "letters/min/core",
        how=f"{cpu:.0f} ms CPU: {parts}; wall {carried['wall']:.0f} ms",
        least=120,
    )
    whole = cpu + carried["cpu"]["judging thrice"]
    figure(
        "the same with the house's three judgements",
        60_000 / whole,
        "letters/min/core",
        how=f"{whole:.0f} ms CPU",
    )


def test_size_of_the_issued_file(carried: dict[str, Any], figure: Any) -> None:
    figure(
        "issued file, B-LTA, one page, two images", carried["bytes"] / 1000, "kB", how="RSA-3072", most=130
    )


def test_memory_of_layout_and_signing(carried: dict[str, Any], figure: Any) -> None:
    figure(
        "memory of layout, signing and judging in one process",
        carried["rss"],
        "MiB",
        how="VmHWM after all letters",
        most=200,
    )
