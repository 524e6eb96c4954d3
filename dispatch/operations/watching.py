"""The scanner's folder: what is laid there comes in, once, and is moved to ``done`` or, with its reason, to ``failed``.

``INTAKE_FOLDER/<organisation's code>/`` is watched. A file still being written waits until it has not grown for a few
seconds. It is moved only after it is in; a worker that dies in between finds it in the tray already and moves it.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone, translation

from dispatch.enums import ArrivalSource
from dispatch.operations import door_arrivals
from jobs.models import Job
from lib.refusal import Refusal
from organisation.models import Organisation
from organisation.models.actor import Actor
from organisation.queries import organisation_by_code

WATCH = "dispatch.watch_folder"
SETTLED = 5.0  # seconds without a change
_UNFINISHED = (".part", ".tmp", ".crdownload", ".filepart")
_MOST = 500  # files a run
Clock = Callable[[], datetime]
logger = logging.getLogger(__name__)


def run(job: Job, *, clock: Clock = timezone.now) -> None:
    """Do the periodic job: take in what lies in the folders and has settled."""
    if settings.INTAKE_FOLDER:
        take_all(Path(settings.INTAKE_FOLDER), clock=clock)


def take_all(root: Path, *, clock: Clock) -> int:
    """Take in every settled file below ``root``; give how many came in. A folder of no organisation is left alone."""
    taken = 0
    for folder in sorted(path for path in root.iterdir() if path.is_dir()) if root.is_dir() else []:
        with suppress(Organisation.DoesNotExist):
            organisation = organisation_by_code(folder.name)
            by = Actor.system(organisation, WATCH)
            taken += sum(_take(path, folder, by, clock()) for path in _settled(folder, clock()))
    return taken


def _settled(folder: Path, now: datetime) -> Iterator[Path]:
    """Give the files that have not changed for a while, the oldest first; links and hidden files are none."""
    found = []
    for path in folder.iterdir():
        with suppress(OSError):
            plain = path.is_file() and not path.is_symlink() and not path.name.startswith(".")
            changed = path.stat().st_mtime
            if plain and path.suffix.lower() not in _UNFINISHED and now.timestamp() - changed >= SETTLED:
                found.append((changed, path))
    yield from (path for _changed, path in sorted(found)[:_MOST])


def _take(path: Path, folder: Path, by: Actor, at: datetime) -> bool:
    try:
        before = path.stat()
        content = (
            path.read_bytes()
            if before.st_size <= 4 * settings.MAX_UPLOAD_BYTES
            else b"\0" * (settings.MAX_UPLOAD_BYTES + 1)
        )
        after = path.stat()
    except OSError as error:  # gone again, or not ours to read
        logger.warning("%s cannot be read: %s", path, error)
        return False
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        return False
    key = door_arrivals.key_of("folder", content, path.name, after.st_mtime_ns)
    with (
        door_arrivals.going_on(name=path.name, source=ArrivalSource.SCANNER, origin_key=key, by=by, at=at),
        translation.override("vi"),
    ):
        return _taken_or_failed(path, folder, content, key, by, at)
    return False


def _taken_or_failed(path: Path, folder: Path, content: bytes, key: str, by: Actor, at: datetime) -> bool:
    try:
        door_arrivals.take_file(
            content=content, name=path.name, source=ArrivalSource.SCANNER, origin_key=key, by=by, at=at
        )
    except IntegrityError:  # another worker was faster by a moment; the next look finds it in the tray
        return False
    except Refusal as refusal:
        door_arrivals.note_failure(
            name=path.name,
            reason=str(refusal),
            source=ArrivalSource.SCANNER,
            origin_key=key,
            by=by,
            at=at,
        )
        moved = _moved(path, folder / "failed", at)
        moved.with_name(f"{moved.name}.txt").write_text(f"{refusal}\n", encoding="utf-8")
        return False
    _moved(path, folder / "done", at)
    return True


def _moved(path: Path, to: Path, at: datetime) -> Path:
    """Move a file under a name nobody has there yet."""
    to.mkdir(exist_ok=True)
    stem = f"{at:%Y%m%d-%H%M%S}-{path.name}"
    for number in range(1_000):
        target = to / (f"{number}-{stem}" if number else stem)
        if not target.exists():
            with suppress(FileNotFoundError):  # another worker has moved it
                shutil.move(path, target)
            return target
    return path
