"""Printing the catalogue: with the eyes of whoever asks, for them alone."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from archive import queries
from archive.models import CatalogueUnit
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
    return made(desk, desk.client(name).post(f"/catalogue/{pk}/print/", {"form": form}))


def made(desk: Desk, answer: Any) -> tuple[str, bytes]:
    assert answer.status_code == 302
    while (
        job := leasing.claim(["batch"], at=datetime.now(UTC), kinds=[catalogue_printing.PRINT])
    ) is not None:
        catalogue_printing.run(job)
    kept = StoredFile.objects.order_by("pk").last()
    assert kept is not None
    return answer.headers["Location"], content_of(kept)


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


def found(desk: Desk, name: str, form: str, query: str) -> tuple[str, bytes]:
    return made(desk, desk.client(name).post(f"/catalogue/search/results/?{query}", {"form": form}))


def test_results_are_taken_away_with_the_eyes_of_whoever_asked(
    desk: Desk, shelf: Shelf, tmp_path: Path
) -> None:
    url, kept = found(desk, "minh", "found_sheet", "level=dossier")
    book = openpyxl.load_workbook(BytesIO(kept))
    rows = [row[2] for row in book.active.iter_rows(min_row=4, values_only=True)]  # type: ignore[union-attr]
    assert sorted(rows) == ["Danh sách chiến sĩ thi đua", "Khen thưởng năm 1998"]
    assert "?level=dossier" in desk.client("minh").get(url).content.decode()
    _url, pdf = found(desk, "minh", "found_pdf", "level=dossier")
    text = words(pdf, tmp_path)
    assert "Khen thưởng năm 1998" in text and "Vô Danh" not in text
    assert "gồm 2 kết quả" in text
    _url, whole = found(desk, "thu", "found_pdf", "level=dossier")
    assert "Kỷ luật ông Vô Danh" in words(whole, tmp_path)


def test_a_hit_whose_own_row_is_closed_meanwhile_stays_in_the_house(desk: Desk, shelf: Shelf) -> None:
    unit = CatalogueUnit.objects.get(title="Khen thưởng năm 1998")
    CatalogueUnit.objects.filter(pk=unit.pk).update(tokens=[])  # the search row says still otherwise
    told = queries.all_in_catalogue(actor=desk.actor("minh"), at=datetime.now(UTC))
    assert "Khen thưởng năm 1998" not in {hit.title.text for hit in told}


@pytest.mark.parametrize("key", ["²", "9" * 30, "-1"])
def test_a_fonds_that_is_no_number_narrows_to_nothing(desk: Desk, shelf: Shelf, key: str) -> None:
    """Some signs are digits to Python and no numbers; some numbers are none of ours."""
    url = f"/catalogue/search/results/?fonds={key}"
    assert desk.client("minh").post(url, {"form": "found_sheet"}).status_code == 302
    placed = desk.client("thu").post(f"/catalogue/waiting/?parent={shelf.fonds.pk}", {"dossier": key})
    assert placed.status_code == 302
