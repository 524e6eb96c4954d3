"""Hostile files meet a closed child; whatever becomes of it, the answer is a judgement."""

from __future__ import annotations

import os
import subprocess
import sys
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from signing.enums import ReasonCode, VerdictStatus
from signing.judging import isolation
from signing.judging.results import Expected
from tests.signing.conftest import ROOT, Letter, Pki

NOW = datetime.now(UTC) + timedelta(hours=2)  # a long run signs long after this line is read


@pytest.fixture(scope="module")
def judge() -> isolation.Judge:
    one = isolation.Judge()
    yield one
    one.close()


def test_the_child_judges_as_the_judge_does(judge: isolation.Judge, letter: Letter, pki: Pki) -> None:
    expected = Expected(fields=("Leader", "Seal"))
    verdict = judge.judge(letter.lta, [pki.root], at=NOW, expected=expected)
    assert (verdict.status, verdict.level) == (VerdictStatus.ACCEPT, "B-LTA")
    assert judge.judge(b"%PDF-1.7 junk", [pki.root], at=NOW).status is VerdictStatus.REJECT


def test_a_child_that_is_killed_means_indeterminate_and_the_next_file_is_judged(
    judge: isolation.Judge, letter: Letter, pki: Pki
) -> None:
    judge.judge(letter.lta, [pki.root], at=NOW)
    assert judge._server is not None
    judge._server.kill()
    judge._server.wait()
    judge._channel.close()  # type: ignore[union-attr]
    verdict = judge.judge(letter.lta, [pki.root], at=NOW)
    assert verdict.status in {VerdictStatus.ACCEPT, VerdictStatus.INDETERMINATE}
    assert judge.judge(letter.lta, [pki.root], at=NOW).status is VerdictStatus.ACCEPT


def test_a_bomb_ends_within_its_bounds(judge: isolation.Judge, letter: Letter, pki: Pki) -> None:
    bomb = zlib.compress(b"\0" * 300_000_000)
    pdf = letter.lta + b"\n99 0 obj\n<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(bomb) + bomb
    assert judge.judge(pdf, [pki.root], at=NOW).status is not VerdictStatus.ACCEPT


def test_a_file_past_the_limit_is_not_even_looked_at(
    judge: isolation.Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolation, "LARGEST", 10)
    assert judge.judge(b"%PDF-1.7 more than ten", [], at=NOW).reasons == (ReasonCode.TOO_LARGE,)


CONFINED = """
import sys, resource, os, json
sys.path.insert(0, %r)
from signing.judging import child
child.confine()
out = {}
import socket, asyncio
for name, act in {
    "connect": lambda: socket.create_connection(("127.0.0.1", 9)),
    "socket": lambda: socket.socket(),
    "write": lambda: os.write(os.open(%r, os.O_WRONLY | os.O_CREAT), b"x"),
    "run": lambda: os.execv("/bin/true", ["true"]),
    "memory": lambda: bytearray(2 * 1024**3),
}.items():
    try:
        act(); out[name] = "allowed"
    except BaseException as e:
        out[name] = type(e).__name__
out["loop"] = asyncio.run(asyncio.sleep(0, "works"))
print(json.dumps(out))
"""


def test_the_child_has_neither_network_nor_files_nor_programs_nor_much_memory(tmp_path: Path) -> None:
    import json
    import signal

    target = str(tmp_path / "out")
    code = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n" + CONFINED % (str(ROOT), target)
    assert signal.SIGXFSZ
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    found = json.loads(said.stdout)
    assert found["loop"] == "works"
    assert found["memory"] == "MemoryError"
    assert found["write"] != "allowed"
    if os.uname().machine in {"x86_64", "aarch64"}:
        assert {found["connect"], found["socket"], found["run"]} == {"PermissionError"}


def test_the_child_knows_no_secret_of_the_office(judge: isolation.Judge, letter: Letter, pki: Pki) -> None:
    judge.judge(letter.lta, [pki.root], at=NOW)
    assert judge._server is not None
    environment = Path(f"/proc/{judge._server.pid}/environ").read_bytes().decode()
    assert "DATABASE" not in environment
    assert "SECRET" not in environment
