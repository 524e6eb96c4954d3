"""The running office: how long a second start takes, and what its processes keep in memory."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.results import ROOT

PATIENCE = 240.0
BUSY = 60.0  # seconds the demo's letters may be laid out and signed before memory is read
NAMES = {
    "granian": "web", "manage.py signer": "signer", "--interactive": "worker, interactive", "--batch": "worker, batch",
    "manage.py indexer": "indexer", "manage.py pki": "demo authority (not a process of the product)",
}  # fmt: skip


@contextmanager
def office(var: Path) -> Iterator[tuple[subprocess.Popen[str], float, str]]:
    """`./office` on a folder of its own: the process, the seconds until it said it was ready, its address."""
    environment = {
        k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "OFFICE_TIER", "OFFICE_DEMO"}
    }
    environment["VAR_DIR"] = str(var)
    begun = time.monotonic()
    process = subprocess.Popen(
        ["./office", "--port", "8700"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    said = []
    try:
        for line in process.stdout:
            said.append(line)
            found = re.search(r"ready at (http://\S+)/", line)
            if found:
                yield process, time.monotonic() - begun, found[1]
                break
            assert time.monotonic() - begun < PATIENCE, "".join(said)
        else:
            raise AssertionError("".join(said))
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


def peaks(root: int) -> dict[str, float]:
    """Give the highest resident memory of each process below ``root``, in MiB."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, ValueError):
            continue
    found: dict[str, float] = {}
    for pid in parents:
        if root not in _ancestors(pid, parents):
            continue
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            status = Path(f"/proc/{pid}/status").read_text()
        except OSError:
            continue
        high = re.search(r"VmHWM:\s+(\d+)", status)
        name = next((said for mark, said in NAMES.items() if mark in command), "")
        if name and high:
            found[name] = max(found.get(name, 0.0), int(high[1]) / 1024)
    return found


def _ancestors(pid: int, parents: dict[int, int]) -> set[int]:
    line = set()
    while pid in parents and pid not in line:
        line.add(pid)
        pid = parents[pid]
    return line


def _knock(address: str, times: int) -> None:
    host = address.removeprefix("http://")
    for _ in range(times):
        line = http.client.HTTPConnection(host, timeout=20)
        line.request("GET", "/account/login/")
        line.getresponse().read()
        line.close()


def test_the_second_start_and_the_memory_of_each_process(folder: Path, figure: Any) -> None:
    var = folder / "office"
    with office(var) as (_process, cold, address):
        figure("first start of the demo, everything installed", cold, "s", how="tables, demo, keys", most=90)
        time.sleep(BUSY)
        _knock(address, 50)
        busy = peaks(_process.pid)
    with office(var) as (_process, seconds, address):
        _knock(address, 50)
        figure("second start", seconds, "s", how="./office to 'ready', one page answers", most=5)
    for name, peak in sorted(busy.items()):
        most = None if "not a process" in name else 400 if name == "indexer" else 200
        figure(
            f"memory of {name}",
            peak,
            "MiB",
            how=f"VmHWM {BUSY:.0f} s after the start, letters being signed",
            most=most,
        )
