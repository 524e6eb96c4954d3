"""`verify`: one line per file, honest exit codes, no database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.signing.conftest import ROOT, Letter, Pki


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, letter: Letter, pki: Pki) -> Path:
    folder = tmp_path_factory.mktemp("verify")
    (folder / "good.pdf").write_bytes(letter.lta)
    (folder / "bad.pdf").write_bytes(letter.lta.replace(b"%%EOF", b"%%E0F", 1))
    (folder / "open.pdf").write_bytes(letter.leader_lt)
    (folder / "root.pem").write_bytes(pki.root)
    return folder


def verify(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "OFFICE_DEMO": "1", "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
    return subprocess.run(
        [sys.executable, "-m", "django", "verify", *arguments],
        cwd=folder, env={**environment, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


@pytest.mark.slow
def test_the_exit_status_is_that_of_the_worst_file(files: Path) -> None:
    good = verify(files, "good.pdf", "--trust", "root.pem")
    assert (good.returncode, good.stdout.split(" [")[0]) == (0, "good.pdf: ACCEPT B-LTA"), good.stderr
    assert verify(files, "good.pdf", "open.pdf", "--trust", "root.pem").returncode == 2
    all_three = verify(files, "open.pdf", "bad.pdf", "good.pdf", "--trust", "root.pem", "--json")
    assert all_three.returncode == 1
    reports = [json.loads(line) for line in all_three.stdout.splitlines()]
    assert [one["status"] for one in reports] == ["INDETERMINATE", "REJECT", "ACCEPT"]
    assert all(one["sentences"] for one in reports[:2])


@pytest.mark.slow
def test_wrong_use_and_missing_files_have_their_own_status(files: Path) -> None:
    assert verify(files).returncode == 64
    assert verify(files, "good.pdf", "--trust", "none.pem").returncode == 64
    assert verify(files, "none.pdf", "--trust", "root.pem").returncode == 70
