"""The scanner's folder: whole files come in once, half-written ones wait, bad ones are laid aside with the reason."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from dispatch.enums import ArrivalSource
from dispatch.models import ArrivalFailure, IncomingLetter
from dispatch.operations import door_arrivals, watching
from files.queries import content_of
from tests.cast import Cast
from tests.files.pieces import pdf


@pytest.fixture
def folder(cast: Cast, tmp_path: Path) -> Iterator[Path]:
    here = tmp_path / "scans" / "SNV"
    here.mkdir(parents=True)
    yield here


def lay(folder: Path, name: str, content: bytes, *, age: float = 60) -> Path:
    path = folder / name
    path.write_bytes(content)
    moment = (datetime.now(UTC) - timedelta(seconds=age)).timestamp()
    os.utime(path, (moment, moment))
    return path


def look(folder: Path) -> int:
    return watching.take_all(folder.parent, clock=timezone.now)


def test_a_scan_comes_in_and_is_moved_aside(folder: Path) -> None:
    lay(folder, "quet 1.pdf", pdf(2))
    assert look(folder) == 1
    letter = IncomingLetter.objects.get()
    assert (letter.source, letter.file.name, content_of(letter.file)) == (
        ArrivalSource.SCANNER,
        "quet 1.pdf",
        pdf(2),
    )
    assert [path.name.partition("-")[2][7:] for path in (folder / "done").iterdir()] == ["quet 1.pdf"]
    assert look(folder) == 0


def test_a_file_still_being_written_waits(folder: Path) -> None:
    half = lay(folder, "dang-ghi.pdf", pdf()[:100], age=1)
    lay(folder, "tai.pdf.part", pdf())
    lay(folder, ".an.pdf", pdf())
    assert look(folder) == 0
    assert half.exists()
    lay(folder, "dang-ghi.pdf", pdf())
    assert look(folder) == 1


def test_killed_between_taking_in_and_moving_it_is_there_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = lay(folder, "quet.pdf", pdf())
    with monkeypatch.context() as dying:
        dying.setattr(watching, "_moved", lambda *_all: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            look(folder)
    assert path.exists()
    assert look(folder) == 1
    assert not path.exists()
    assert IncomingLetter.objects.count() == 1


def test_the_same_page_scanned_twice_is_two_arrivals(folder: Path) -> None:
    lay(folder, "a.pdf", pdf())
    lay(folder, "b.pdf", pdf())
    assert look(folder) == 2


def test_a_bad_file_is_laid_aside_with_its_reason_and_seen_in_the_tray(cast: Cast, folder: Path) -> None:
    lay(folder, "khoa.pdf", pdf(password="x"))
    lay(folder, "rong.pdf", b"")
    lay(folder, "tot.pdf", pdf())
    assert look(folder) == 1
    assert look(folder) == 0
    reasons = sorted(path.read_text() for path in (folder / "failed").glob("*.txt"))
    assert len(reasons) == 2
    assert all("." in one for one in reasons)
    assert {one.name for one in ArrivalFailure.objects.all()} == {"khoa.pdf", "rong.pdf"}
    for one in ArrivalFailure.objects.all():
        door_arrivals.acknowledge(failure=one, by=cast.actor("lan"), at=timezone.now())
    assert not ArrivalFailure.objects.filter(seen_at__isnull=True).exists()


def test_links_and_folders_of_nobody_are_left_alone(folder: Path) -> None:
    (folder / "link.pdf").symlink_to("/etc/hostname")
    nobody = folder.parent / "AI"
    nobody.mkdir()
    lay(nobody, "a.pdf", pdf())
    assert look(folder) == 0


def test_a_name_in_an_old_alphabet_does_not_stop_the_folder(folder: Path) -> None:
    """Scanners and old machines write names that are no UTF-8; the first of them ended every run."""
    lay(folder, os.fsdecode("công văn 1".encode("cp1258", errors="replace") + b"\xf4.pdf"), pdf(2), age=90)
    lay(folder, os.fsdecode(b"l\xe1i.txt"), b"khong phai van ban", age=80)
    lay(folder, "quet.pdf", pdf(3))
    assert look(folder) == 2
    assert look(folder) == 0
    assert IncomingLetter.objects.count() == 2
    assert ArrivalFailure.objects.count() == 1
    assert len(list((folder / "failed").iterdir())) == 2


def test_a_file_the_machine_fails_at_stays_is_said_once_and_lets_the_others_in(
    cast: Cast, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = lay(folder, "hong.pdf", pdf(1), age=90), lay(folder, "tot.pdf", pdf(2))
    known = door_arrivals.take_file

    def fails_at_one(*, name: str, **more: Any) -> IncomingLetter:
        if name == bad.name:
            raise ZeroDivisionError
        return known(name=name, **more)

    monkeypatch.setattr(door_arrivals, "take_file", fails_at_one)
    assert (look(folder), look(folder)) == (1, 0)
    assert bad.exists() and not good.exists()
    assert ArrivalFailure.objects.get().name == bad.name
    monkeypatch.setattr(door_arrivals, "take_file", known)
    assert look(folder) == 1


def test_a_database_that_is_away_is_no_fault_of_the_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(folder, "quet.pdf", pdf())

    def away(**_more: Any) -> IncomingLetter:
        raise OperationalError

    monkeypatch.setattr(door_arrivals, "take_file", away)
    with pytest.raises(OperationalError):
        look(folder)
    assert not ArrivalFailure.objects.exists()
