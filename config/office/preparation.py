"""What must be true before the office opens: tables, static files, the demo or the first administrator.

Each piece is remembered by a stamp of everything it depends on, so that a second start does none of it.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from config.office.folder import OfficeError, OfficeFolder

DEMO_PEOPLE: Final = "demo-people.txt"


@dataclass(frozen=True)
class Preparation:
    """Prepares one office whose database answers."""

    office: OfficeFolder
    environment: Mapping[str, str]
    say: Callable[[str], None]

    def tables(self) -> None:
        """Migrate when a migration, or a package that may bring one, has changed; a foreign server always."""
        sources = [*self.office.root.glob("*/migrations/*.py"), *self.office.root.glob("requirements.lock")]
        private = self.office.cluster().url == self.environment["DATABASE_URL"]
        digest = _digest_of_contents(sources)
        self._once("migrate", digest, ["migrate", "--noinput", "-v0"], "tables", skip=private)
        self._once("cache", digest, ["createcachetable"], "the cache", skip=private)

    def static_files(self) -> None:
        """Collect static files when one of them, the settings or a package changed."""
        root = self.office.root
        sources = [path for top in root.glob("*/static") for path in top.rglob("*") if path.is_file()]
        sources += [path for path in (root / "static").rglob("*") if path.is_file()]
        sources += [root / "config" / "settings.py", root / "requirements.lock"]
        self._once("static", _digest_of_dates(sources), ["collectstatic", "--noinput", "-v0"], "static files")

    def demo(self) -> None:
        """Load the demo office once, and keep the list of its people for the greeting."""
        if self.office.done("demo", "loaded"):
            return
        self.say("loading the demo office")
        # The browser tests write letters of their own and do not wait for the demo's.
        self._manage(["demo", "--bare"] if self.environment.get("OFFICE_DEMO_BARE") else ["demo"])
        people = self._manage(["demo", "--list"], quiet=True)
        (self.office.var / DEMO_PEOPLE).write_text(people, encoding="utf-8")
        self.office.mark_done("demo", "loaded")

    def first_administrator(self) -> None:
        """Create the one person who can create the others; asks at the terminal."""
        if self.office.done("administrator", "created"):
            return
        self._manage(["first_administrator"])
        self.office.mark_done("administrator", "created")

    def _once(self, stamp: str, digest: str, command: list[str], what: str, *, skip: bool = True) -> None:
        if skip and self.office.done(stamp, digest):
            return
        self.say(f"preparing {what}")
        self._manage(command)
        self.office.mark_done(stamp, digest)

    def _manage(self, arguments: list[str], *, quiet: bool = False) -> str:
        command = [sys.executable, str(self.office.root / "manage.py"), *arguments]
        done = subprocess.run(
            command,
            env=dict(self.environment),
            stdout=subprocess.PIPE if quiet else None,
            text=True,
            check=False,
        )
        if done.returncode:
            raise OfficeError(f"'manage.py {' '.join(arguments)}' ended with status {done.returncode}.")
        return done.stdout or ""


def _digest_of_contents(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _digest_of_dates(paths: Iterable[Path]) -> str:
    """Size and date of each are enough for what is only copied, and far faster than reading it."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        found = path.stat()
        digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\0".encode())
    return digest.hexdigest()
