"""Dated results: one line per figure with the commit it was measured on, the good ones and the bad ones.

Lines are only appended, below the heading of their document's table; nothing written is ever taken away.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
PERFORMANCE: Final = ROOT / "docs" / "performance.md"
PROOFS: Final = ROOT / "docs" / "proofs.md"


@dataclass(frozen=True)
class Result:
    """One figure: what was measured, its limit in words, whether it is met (None: no limit), and how."""

    name: str
    measured: str
    limit: str
    met: bool | None
    how: str

    @property
    def verdict(self) -> str:
        """Say whether the limit is met."""
        return {True: "met", False: "NOT met", None: "–"}[self.met]

    def line(self) -> str:
        """Give the figure for the terminal."""
        return f"{self.name:<58} {self.measured:>22}   limit {self.limit:<16} {self.verdict:<8} {self.how}"


def commit() -> str:
    """Give the commit measured, with a mark when files beside it had changed."""
    head = _git("rev-parse", "--short", "HEAD")
    return head + ("+" if _git("status", "--porcelain", "--untracked-files=no") else "")


def append(document: Path, results: list[Result], *, load: str) -> None:
    """Append the results to the table at the end of ``document``."""
    day, head = datetime.now(UTC).strftime("%Y-%m-%d %H:%M"), commit()
    rows = [
        f"| {day} | {head} | {r.name} | {r.measured} | {r.limit} | {r.verdict} | {r.how}; {load} |\n"
        for r in results
    ]
    with document.open("a", encoding="utf-8") as file:
        file.writelines(rows)


def load_of_machine() -> str:
    """Say how busy the machine was: a figure measured beside other work is no better than its neighbours allow."""
    one, five, _fifteen = Path("/proc/loadavg").read_text(encoding="ascii").split()[:3]
    return f"load {one}/{five}"


def _git(*words: str) -> str:
    return subprocess.run(
        ["git", *words], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
