"""Certified copies, the printed book of loans and what old lists say has run out, on screens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from archive.enums import Access, CopyState, Keeping, Level
from archive.models import CatalogueRecord, HoldingCopy
from archive.operations import cataloguing, lending
from archive.operations.cataloguing import Described
from audit.queries import history_of
from files.enums import FileRole
from files.operations import storing
from tests.archive.test_importing import PDF
from tests.web.catalogue.test_catalogue import Shelf, page
from tests.web.desk import Desk


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


@pytest.fixture
def shelf(desk: Desk) -> Shelf:
    return Shelf(desk)


@pytest.fixture
def record(desk: Desk, shelf: Shelf) -> CatalogueRecord:
    file = storing.store(by=desk.actor("thu"), at=desk.at, content=PDF, name="q.pdf", role=FileRole.SCAN)
    return CatalogueRecord.objects.create(
        organisation=desk.organisation, unit=shelf.first, ordinal=1, code="05/QĐ", title="Về khen thưởng",
        file=file, left_over={},
    )  # fmt: skip


def test_a_copy_goes_from_the_document_to_the_register(
    desk: Desk, shelf: Shelf, record: CatalogueRecord
) -> None:
    minh, binh, lan = (desk.client(name) for name in ("minh", "binh", "lan"))
    url = f"/catalogue/{shelf.first.pk}/copy/record/{record.pk}/"
    assert "Về khen thưởng" in page(minh, url)
    assert minh.post(url, {"purpose": "official", "given_to": "Ông Mẫu"}).status_code == 302
    copy = HoldingCopy.objects.get()
    own = f"/catalogue/copies/{copy.pk}/"
    assert "Allow the copy" not in page(minh, own) and "Allow the copy" in page(binh, own)
    assert minh.post(own, {"allow": "1"}).status_code == 302
    assert HoldingCopy.objects.get().state == CopyState.ASKED
    assert binh.post(own, {"decline": "1", "reason": ""}).status_code == 422
    binh.post(own, {"allow": "1"})
    HoldingCopy.objects.update(
        file=record.file
    )  # as the worker makes it (tests/archive/test_holding_copies.py)
    assert "Certify for the organisation" in page(lan, own)
    page(lan, f"{own}sign/")
    assert lan.get(f"{own}file.pdf").status_code == 200
    assert minh.get(f"{own}file.pdf").status_code == 404  # not certified yet
    assert "Ông Mẫu" in page(lan, "/catalogue/copies/")
    assert "Ông Mẫu" not in page(desk.client("vy"), "/catalogue/copies/")
    page(desk.client("vy"), own, 404)
    lan.post(own, {"void": "1", "reason": "quét thiếu trang"})
    assert "quét thiếu trang" in page(minh, own)
    page(minh, f"/catalogue/{shelf.second.pk}/copy/record/{record.pk}/", 404)


def test_the_book_of_loans_of_a_year_is_printed_for_the_archivist(desk: Desk, shelf: Shelf) -> None:
    borrower, due = desk.posts["minh"].person, timezone.localdate() + timedelta(days=5)
    lending.lend(
        unit=shelf.first, borrower=borrower, borrower_unit="Phòng A", permitted_by="Chánh Văn phòng", due_on=due,
        note="", by=desk.actor("thu"), at=desk.at,
    )  # fmt: skip
    year = timezone.localdate().year
    thu = desk.client("thu")
    assert f"Print {year}" in page(thu, "/catalogue/loans/")
    assert f"Print {year}" not in page(desk.client("minh"), "/catalogue/loans/")
    answer = thu.post(f"/transfers/print/loans/{year}/")
    assert answer.status_code == 302
    page(thu, answer.headers["Location"])
    assert desk.client("minh").post(f"/transfers/print/loans/{year}/").status_code == 409
    assert thu.get(f"/transfers/print/loans/{year}/table.xlsx").status_code == 200


def test_what_ran_out_by_an_old_list_stands_beside_the_dossiers_of_the_office(
    desk: Desk, shelf: Shelf
) -> None:
    shelf.add(
        shelf.open, Level.DOSSIER, "77", "Hóa đơn cũ", year_from=1999, year_to=2001, keeping=Keeping.YEARS,
        retention_years=10,
    )  # fmt: skip
    minh = desk.client("minh")
    assert "From old lists" in page(minh, "/transfers/expired/")
    html = page(minh, "/transfers/expired/lists/")
    assert "Hóa đơn cũ" in html and "2011" in html
    assert "Khen thưởng năm 1998" not in html


def test_who_decides_finds_what_was_asked_in_the_inbox_and_at_the_catalogue(
    desk: Desk, shelf: Shelf, record: CatalogueRecord
) -> None:
    minh, binh = desk.client("minh"), desk.client("binh")
    minh.post(f"/catalogue/{shelf.first.pk}/copy/record/{record.pk}/", {"purpose": "official"})
    minh.post(
        f"/catalogue/requests/?unit={shelf.first.pk}", {"asked_for": "xem bản gốc", "purpose": "official"}
    )
    dung = desk.client("dung")  # the chief of office
    inbox = page(dung, "/inbox/")
    for line in ("2 from the archive.", "05/QĐ Về khen thưởng", "xem bản gốc"):
        assert line in inbox, line
    assert "xem bản gốc" not in page(binh, "/inbox/")  # the head may decide, but is not the first to be asked
    home = page(dung, "/catalogue/")
    assert "1 request to read waits for you." in home and "1 certified copy waits for you." in home
    assert "waits for you" not in page(minh, "/catalogue/")
    copy = HoldingCopy.objects.get()
    assert binh.get(f"/go/holding_copy/{copy.pk}").headers["Location"] == f"/catalogue/copies/{copy.pk}/"


def test_the_inbox_counts_all_and_leads_to_what_it_does_not_show(desk: Desk, shelf: Shelf) -> None:
    minh = desk.client("minh")
    for number in range(22):
        asked = {"asked_for": f"bản gốc {number}", "purpose": "official"}
        minh.post(f"/catalogue/requests/?unit={shelf.first.pk}", asked)
    inbox = page(desk.client("dung"), "/inbox/")
    assert "22 from the archive" in inbox and inbox.count("It waits for your decision.") == 20
    assert "2 more" in inbox and 'href="/catalogue/requests/"' in inbox


def test_who_decides_reads_what_is_to_be_copied_and_nobody_else_by_this_way(
    desk: Desk, shelf: Shelf, record: CatalogueRecord
) -> None:
    minh, dung = desk.client("minh"), desk.client("dung")
    minh.post(f"/catalogue/{shelf.first.pk}/copy/record/{record.pk}/", {"purpose": "official"})
    own = f"/catalogue/copies/{HoldingCopy.objects.get().pk}/"
    assert f"{own}source.pdf" in page(dung, own)
    assert b"".join(dung.get(f"{own}source.pdf")) == PDF  # type: ignore[arg-type]
    assert (
        history_of(desk.organisation.pk, "catalogue", shelf.first.pk).filter(name="catalogue.read").exists()
    )
    for name in ("minh", "lan", "thu"):
        assert f"{own}source.pdf" not in page(desk.client(name), own)
        assert desk.client(name).get(f"{own}source.pdf").status_code == 404
    dung.post(own, {"decline": "1", "reason": "chưa đủ căn cứ"})
    assert dung.get(f"{own}source.pdf").status_code == 404


def test_a_document_without_a_pdf_says_at_once_that_it_cannot_be_copied(desk: Desk, shelf: Shelf) -> None:
    paper = CatalogueRecord.objects.create(
        organisation=desk.organisation, unit=shelf.first, ordinal=2, title="Chỉ có giấy", left_over={}
    )
    shown = page(desk.client("minh"), f"/catalogue/{shelf.first.pk}/copy/record/{paper.pk}/")
    assert "There is no PDF of this document here." in shown and "Send this request" not in shown


def test_who_may_no_longer_see_the_dossier_reads_no_name_of_it(
    desk: Desk, shelf: Shelf, record: CatalogueRecord
) -> None:
    minh = desk.client("minh")
    minh.post(f"/catalogue/{shelf.first.pk}/copy/record/{record.pk}/", {"purpose": "official"})
    copy = HoldingCopy.objects.get()
    pages = ("/catalogue/copies/", f"/catalogue/copies/{copy.pk}/")
    assert all("Về khen thưởng" in page(minh, url) for url in pages)
    desk.client("binh").post(pages[1], {"decline": "1", "reason": "chưa đủ căn cứ"})
    told = Described(shelf.open.title, shelf.open.code, access=Access.CONDITIONAL)
    cataloguing.describe(unit=shelf.open, told=told, by=desk.actor("thu"), at=desk.at)
    page(minh, f"/catalogue/{shelf.first.pk}/", 404)
    for url in (*pages, "/news/"):
        assert "khen thưởng" not in page(minh, url), url
    assert "chưa đủ căn cứ" in page(minh, pages[1])
