"""Have the prints that wait made by a process of its own, so that its peak of memory is that of a worker alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.bench.served import address_of_database


def print_waiting(folder: Path) -> dict[str, Any]:
    """Let another process make what waits, keeping it in the store of ``folder``; give what the last one took."""
    env = {
        **os.environ,
        "DATABASE_URL": address_of_database(),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.print_waiting", str(folder / "store")],
        env=env, capture_output=True, text=True, check=True, timeout=1_800,
    )  # fmt: skip
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told
