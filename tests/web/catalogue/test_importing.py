"""Importing an old catalogue on screens: try, look, import, take back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from archive.importing.columns import FIELDS
from archive.models import CatalogueImport, CatalogueUnit
from archive.operations import import_asking
from jobs.operations import leasing
from tests.web.desk import Desk
from web.catalogue.columns import COLUMNS

LIST = "Mã phông,Tên phông,Số hồ sơ,Tiêu đề hồ sơ,Lạ\nP09,Phông Ban Tôn giáo,01,Hồ sơ lễ hội,gì đó\nP09,,02,Hồ sơ đất đai,\n"


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


def work() -> None:
    while (job := leasing.claim(["batch"], at=datetime.now(UTC), kinds=[import_asking.IMPORT])) is not None:
        import_asking.run(job)


def test_a_file_is_tried_then_imported_then_taken_back(desk: Desk) -> None:
    thu = desk.client("thu")
    answer = thu.post(
        "/catalogue/imports/",
        {"kind": "sheet", "into": "", "open": "on", "file": SimpleUploadedFile("cũ.csv", LIST.encode())},
    )
    waiting = answer.headers["Location"]
    assert "being read" in thu.get(waiting).content.decode()
    work()
    run = CatalogueImport.objects.get()
    assert thu.get(waiting).headers["Location"] == f"/catalogue/imports/{run.pk}/"
    html = thu.get(f"/catalogue/imports/{run.pk}/").content.decode()
    assert "Hồ sơ lễ hội" in html and "Import it" in html and "kept as they stand" in html
    assert not CatalogueUnit.objects.exists()
    thu.post(f"/catalogue/imports/{run.pk}/carry-out/")
    work()
    done = CatalogueImport.objects.order_by("-pk").first()
    assert done is not None and CatalogueUnit.objects.count() == 3
    tried = thu.get(f"/catalogue/imports/{run.pk}/").content.decode()
    assert f"/catalogue/imports/{done.pk}/" in tried and "Import it" not in tried
    assert thu.post(f"/catalogue/imports/{run.pk}/carry-out/").status_code == 409
    unit = CatalogueUnit.objects.get(code="01")
    assert "gì đó" in thu.get(f"/catalogue/{unit.pk}/").content.decode()
    assert thu.post(f"/catalogue/imports/{done.pk}/take-back/").status_code == 302
    assert not CatalogueUnit.objects.exists()


def test_only_the_archivist_comes_here(desk: Desk) -> None:
    assert desk.client("minh").get("/catalogue/imports/").status_code == 409


def test_every_column_is_named_in_words() -> None:
    assert set(COLUMNS) == set(FIELDS)
