"""Old lists as files, through the command from the first byte to the last row; and a list of ten thousand printed."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from archive.models import CatalogueUnit
from organisation.models import Person
from tests.bench.printing import print_waiting
from tests.bench.served import client_of, surroundings
from tests.bench.test_catalogue import WORDS
from tests.results import ROOT

DOSSIERS, EACH, ROWS = 4_000, 10, 10_000


@pytest.fixture
def archive(bare: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def sheet(path: Path, dossiers: int, each: int) -> int:
    """Write a list of dossiers, each followed by its documents; give how many rows."""
    chance = random.Random(3)
    lines = [
        "Mã phông;Tên phông;Mã hồ sơ;Tiêu đề hồ sơ;Thời gian;Số tờ;Thời hạn bảo quản;Số, ký hiệu;Trích yếu;Ngày văn bản"
    ]
    for number in range(1, dossiers + 1):
        year = 1976 + number % 42
        title = f"{chance.choice(WORDS)} {chance.choice(WORDS)} năm {year}"
        lines.append(
            f"P{path.stem};Phông {path.stem};{number:05d};{title};{year};{number % 200 + 1};Vĩnh viễn;;;"
        )
        for one in range(each):
            day = f"{one % 28 + 1:02d}/03/{year}"
            lines.append(
                f";;{number:05d};;;;;{number}-{one}/QĐ-UB;Về việc {chance.choice(WORDS)} {one};{day}"
            )
    path.write_text("\n".join(lines), encoding="utf-8")
    return len(lines) - 1


def ead(path: Path, dossiers: int, each: int) -> int:
    """Write a finding aid in EAD 2002 of one series, its files and their items; give how many components."""
    chance = random.Random(5)
    parts = [
        '<?xml version="1.0" encoding="utf-8"?><ead xmlns="urn:isbn:1-931666-22-9"><eadheader><eadid>',
        f"{path.stem}</eadid></eadheader><archdesc level='fonds'><did><unitid>F1</unitid>",
        "<unittitle>Phông thử</unittitle></did><dsc><c01 level='series'><did><unitid>S1</unitid>"
        "<unittitle>Đề mục</unittitle></did>",
    ]
    for number in range(1, dossiers + 1):
        title, year = f"{chance.choice(WORDS)} {chance.choice(WORDS)}", 1976 + number % 42
        parts.append(
            f"<c02 level='file'><did><unitid>{number}</unitid><unittitle>{title}</unittitle>"
            f"<unitdate normal='{year}'>{year}</unitdate></did>"
        )
        parts += [
            f"<c03 level='item'><did><unitid>{number}-{one}</unitid><unittitle>Về việc {chance.choice(WORDS)}"
            f"</unittitle><unitdate normal='{year}-03-{one + 1:02d}'>{year}</unitdate></did></c03>"
            for one in range(each)
        ]
        parts.append("</c02>")
    parts.append("</c01></dsc></archdesc></ead>")
    path.write_text("".join(parts), encoding="utf-8")
    return dossiers * (each + 1) + 1


@pytest.mark.parametrize(
    ("kind", "write", "name"), [("sheet", sheet, "danh-sach.csv"), ("ead", ead, "phong.xml")]
)
def test_a_file_comes_in(
    archive: None, figure: Any, tmp_path: Path, kind: str, write: Callable[[Path, int, int], int], name: str
) -> None:
    path = tmp_path / name
    count = write(path, DOSSIERS, EACH)
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "manage.py", "import_catalogue", kind, str(path), "--json", "--organisation", "SNV"],
        cwd=ROOT, env=surroundings(), capture_output=True, text=True, check=False, timeout=1_800,
    )  # fmt: skip
    took = time.perf_counter() - begun
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["counts"]["new"] >= count, told
    how = f"{count} components, {path.stat().st_size // 1024} KB, {took:.1f} s with the start of the command"
    figure(f"import of a file, {kind}, end to end", count / took, "components/s", how=how, least=5_000)


def test_a_list_of_ten_thousand_is_printed(archive: None, figure: Any, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "muoi-nghin.csv"
    sheet(path, ROWS, 0)
    subprocess.run(
        [sys.executable, "manage.py", "import_catalogue", "sheet", str(path), "--organisation", "SNV"],
        cwd=ROOT, env=surroundings(), capture_output=True, text=True, check=True, timeout=1_800,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    fonds = CatalogueUnit.objects.get(code="Pmuoi-nghin")
    thu = client_of(Person.objects.get(username="thu"))
    for form in ("list", "party", "aid"):
        assert thu.post(reverse("catalogue:print", args=[fonds.pk]), {"form": form}).status_code == 302
        told = print_waiting(folder)
        how = f"{told['lines']} lines, {told['cpu']:.0f} s of CPU"
        figure(f"catalogue printed, {form}, 10,000 rows", told["seconds"], "s", how=how, most=120)
        figure(
            f"catalogue printed, {form}, 10,000 rows, memory", told["peak_mb"], "MB", how="VmHWM", most=300
        )
