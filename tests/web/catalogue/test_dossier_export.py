"""A whole dossier as PDF and XML: in the order of days, with the documents its reader may open."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pikepdf
import pytest
from lxml import etree

from archive.models import Dossier, Origin
from archive.operations import catalogue_printing
from archive.operations.filing import file_record
from archive.operations.opening import NewDossier, open_dossier
from files.models import StoredFile
from files.ports import blob_store
from files.queries import content_of
from jobs.operations import leasing
from tests.web.desk import Desk


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


@pytest.fixture
def dossier(desk: Desk) -> Dossier:
    minh = desk.posts["minh"]
    new = NewDossier("01.CCHC", "Khảo sát", minh.unit, minh.person, 10)
    dossier = open_dossier(new=new, by=desk.actor("minh"), at=desk.at)
    for number, day in ((7, date(2026, 5, 2)), (3, date(2026, 2, 1))):
        pdf = io.BytesIO()
        with pikepdf.new() as made:
            for _ in range(number):
                made.add_blank_page(page_size=(200, 200))
            made.save(pdf)
        letter = desk.issued(number, pdf=pdf.getvalue(), legal_day=day, seen_by=("lan",))
        assert letter.issued_file
        blob_store().put(desk.organisation.pk, letter.issued_file.sha256, pdf.getvalue())
        file_record(
            dossier=dossier, origin=Origin("letter", str(letter.pk)), label="Công văn", dated_on=day,
            code=f"{number}/SNV-CCHC", title="khảo sát", page_count=number, by=desk.actor("minh"), at=desk.at,
        )  # fmt: skip
    return dossier


def exported(desk: Desk, name: str, dossier: Dossier, form: str) -> bytes:
    answer = desk.client(name).post(f"/catalogue/dossiers/{dossier.pk}/export/", {"form": form})
    assert answer.status_code == 302
    while (
        job := leasing.claim(["batch"], at=datetime.now(UTC), kinds=[catalogue_printing.PRINT])
    ) is not None:
        catalogue_printing.run(job)
    assert desk.client(name).get(answer.headers["Location"]).status_code == 200
    made = StoredFile.objects.order_by("pk").last()
    assert made is not None
    return content_of(made)


def test_xml_names_every_document_in_the_order_of_days(desk: Desk, dossier: Dossier) -> None:
    root = etree.fromstring(exported(desk, "minh", dossier, "dossier_xml"))
    assert root.findtext("FileCode/FileNotation") == "01.CCHC"
    assert (root.findtext("DocTotal"), root.findtext("PageTotal")) == ("2", "10")
    told = [
        (d.findtext("CodeNumber"), d.findtext("CodeNotation"), d.findtext("IssuedDate"))
        for d in root.iter("Document")
    ]
    assert told == [("3", "SNV-CCHC", "01/02/2026"), ("7", "SNV-CCHC", "02/05/2026")]


def test_the_pdf_holds_the_documents_its_reader_may_open(desk: Desk, dossier: Dossier) -> None:
    def pages(name: str) -> int:
        with pikepdf.open(io.BytesIO(exported(desk, name, dossier, "dossier_pdf"))) as book:
            return len(book.pages)

    assert pages("lan") == 1 + 3 + 7
    assert pages("minh") == 1  # minh sees the dossier and its list, but takes no part in the letters


def test_nobody_exports_a_dossier_they_do_not_see(desk: Desk, dossier: Dossier) -> None:
    outside = next(
        name for name in ("vy", "nhung", "phuc", "ngan") if desk.posts[name].unit_id != dossier.unit_id
    )
    assert desk.client(outside).post(f"/catalogue/dossiers/{dossier.pk}/export/").status_code == 404
