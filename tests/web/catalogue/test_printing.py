"""Printing the catalogue: with the eyes of whoever asks, for them alone."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from archive.operations import catalogue_printing
from files.models import StoredFile
from files.queries import content_of
from jobs.operations import leasing
from tests.web.catalogue.test_catalogue import Shelf
from tests.web.desk import Desk


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


@pytest.fixture
def shelf(desk: Desk) -> Shelf:
    return Shelf(desk)


def printed(desk: Desk, name: str, pk: int, form: str) -> tuple[str, bytes]:
    answer = desk.client(name).post(f"/catalogue/{pk}/print/", {"form": form})
    assert answer.status_code == 302
    while (
        job := leasing.claim(["batch"], at=datetime.now(UTC), kinds=[catalogue_printing.PRINT])
    ) is not None:
        catalogue_printing.run(job)
    made = StoredFile.objects.order_by("pk").last()
    assert made is not None
    return answer.headers["Location"], content_of(made)


def words(pdf: bytes, tmp_path: Path) -> str:
    (tmp_path / "x.pdf").write_bytes(pdf)
    out = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "x.pdf"), "-"], capture_output=True, text=True, check=True
    )
    return " ".join(out.stdout.split())


@pytest.mark.parametrize("form", ["list", "party", "aid"])
def test_a_list_shows_what_its_asker_sees(desk: Desk, shelf: Shelf, form: str, tmp_path: Path) -> None:
    url, pdf = printed(desk, "minh", shelf.fonds.pk, form)
    text = words(pdf, tmp_path)
    assert "Khen thưởng năm 1998" in text and "Danh sách chiến sĩ thi đua" in text
    assert "Vô Danh" not in text and "nhân sự" not in text.lower()
    assert ("ĐVBQ" in text) == (form == "party")
    assert "gồm 2 hồ sơ" in text
    assert desk.client("minh").get(f"{url}file/").status_code == 200
    for other in ("thu", "lan"):
        assert desk.client(other).get(f"{url}file/").status_code == 404
    _url, whole = printed(desk, "thu", shelf.fonds.pk, form)
    assert "Kỷ luật ông Vô Danh" in words(whole, tmp_path)


def test_a_finding_aid_goes_out_as_ead_with_the_same_eyes(desk: Desk, shelf: Shelf) -> None:
    _url, xml = printed(desk, "minh", shelf.fonds.pk, "ead3")
    assert "Khen thưởng năm 1998".encode() in xml and "Vô Danh".encode() not in xml


def test_results_are_taken_away_as_a_spreadsheet(desk: Desk, shelf: Shelf) -> None:
    answer = desk.client("minh").post("/catalogue/search/spreadsheet/?level=dossier")
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    rows = [row[2] for row in book.active.iter_rows(min_row=4, values_only=True)]  # type: ignore[union-attr]
    assert sorted(rows) == ["Danh sách chiến sĩ thi đua", "Khen thưởng năm 1998"]
