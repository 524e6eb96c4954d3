"""Settings that would open the house to a network are refused at the start."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def started(**environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "import config.settings"]
    environment = {"PATH": "/usr/bin:/bin", **environment}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("variable", ["DEBUG", "OFFICE_DEMO"])
def test_known_keys_and_pages_with_frames_never_face_a_network(variable: str) -> None:
    refused = started(**{variable: "1", "PUBLIC_ADDRESS": "https://vanthu.example.gov.vn"})
    assert refused.returncode != 0
    assert f"{variable} is on and PUBLIC_ADDRESS is not this machine" in refused.stderr
    assert started(**{variable: "1", "PUBLIC_ADDRESS": "http://127.0.0.1:8000"}).returncode == 0


def test_without_a_secret_key_nothing_starts() -> None:
    refused = started(PUBLIC_ADDRESS="https://vanthu.example.gov.vn")
    assert refused.returncode != 0
    assert "SECRET_KEY (or SECRET_KEY_FILE) is not set" in refused.stderr


def test_people_sign_in_while_the_broker_is_away() -> None:
    """The limits of signing in are counted in the default cache, which must not be the broker's."""
    code = "from config.settings import CACHES; print(*(CACHES[name]['BACKEND'] for name in sorted(CACHES)))"
    environment = {"PATH": "/usr/bin:/bin", "SECRET_KEY": "x", "REDIS_URL": "redis://broker:6379/0"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    broker, default = done.stdout.split()
    assert broker.endswith("RedisCache")
    assert default.endswith("CountingCache")
