"""Asking to read, lending, keeping searches, on screens."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from archive import queries
from archive.enums import Purpose
from archive.models import Loan, ReadingRequest
from archive.operations import depositing, opening, placing, reading_requests
from archive.operations.opening import NewDossier
from audit.queries import history_of
from files.enums import MediaType, RenditionKind
from files.operations import previews, storing
from tests.archive.conftest import taken_over
from tests.archive.test_importing import PDF
from tests.web.catalogue.test_catalogue import Shelf, page
from tests.web.desk import Desk


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


@pytest.fixture
def shelf(desk: Desk) -> Shelf:
    return Shelf(desk)


def test_a_request_goes_from_words_to_a_dossier_to_sight(desk: Desk, shelf: Shelf) -> None:
    minh, thu, binh = (desk.client(name) for name in ("minh", "thu", "binh"))
    minh.post(
        "/catalogue/requests/", {"asked_for": "kỷ luật", "purpose": "official", "purpose_text": "trả lời đơn"}
    )
    asked = ReadingRequest.objects.get()
    assert "Kỷ luật ông Vô Danh" in page(thu, f"/catalogue/requests/{asked.pk}/")
    assert "Vô Danh" not in page(minh, f"/catalogue/requests/{asked.pk}/")
    thu.post(f"/catalogue/requests/{asked.pk}/", {"name_unit": "1", "unit": shelf.hidden.pk})
    page(minh, f"/catalogue/{shelf.hidden.pk}/", 404)
    until = timezone.localdate() + timedelta(days=5)
    minh.post(f"/catalogue/requests/{asked.pk}/", {"allow": "1", "until": until.isoformat()})
    page(minh, f"/catalogue/{shelf.hidden.pk}/", 404)
    binh.post(f"/catalogue/requests/{asked.pk}/", {"allow": "1", "until": until.isoformat()})
    assert "Kỷ luật ông Vô Danh" in page(minh, f"/catalogue/{shelf.hidden.pk}/")
    assert "looked at it" in page(thu, f"/catalogue/{shelf.hidden.pk}/")
    page(desk.client("vy"), f"/catalogue/requests/{asked.pk}/", 404)


def test_a_request_says_for_what_it_waits(desk: Desk, shelf: Shelf) -> None:
    minh, thu = desk.client("minh"), desk.client("thu")
    minh.post("/catalogue/requests/", {"asked_for": "khen thưởng", "purpose": "official"})
    own = f"/catalogue/requests/{ReadingRequest.objects.get().pk}/"
    assert "Waiting for the dossier to be named" in page(minh, own)
    thu.post(own, {"name_unit": "1", "unit": shelf.first.pk})
    for url in (own, "/catalogue/requests/"):
        assert "Waiting for the dossier to be named" not in page(minh, url)


def test_a_dossier_of_the_office_itself_can_be_meant_too(desk: Desk, shelf: Shelf) -> None:
    minh, thu = desk.actor("minh"), desk.actor("thu")
    assert minh.person and minh.post
    new = NewDossier("05.LT", "Chỉnh lý kho lưu trữ", minh.post.unit, minh.person, 20)
    dossier = opening.open_dossier(new=new, by=minh, at=desk.at)
    held = taken_over(SimpleNamespace(minh=minh, thu=thu), dossier, desk.at)
    unit = placing.place(dossier=held, parent=shelf.open, by=thu, at=desk.at)
    desk.client("vy").post("/catalogue/requests/", {"asked_for": "chỉnh lý kho", "purpose": "official"})
    own = f"/catalogue/requests/{ReadingRequest.objects.get().pk}/"
    assert f'name="unit" value="{unit.pk}"' in page(desk.client("thu"), own)


def test_who_was_let_read_a_dossier_of_the_office_leafs_through_its_documents_under_the_mark(
    desk: Desk, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    minh, thu = desk.actor("minh"), desk.actor("thu")
    assert minh.person and minh.post
    new = NewDossier("05.LT", "Chỉnh lý kho lưu trữ", minh.post.unit, minh.person, 20)
    dossier = opening.open_dossier(new=new, by=minh, at=desk.at)
    laid = storing.deposit_source(organisation_key=desk.organisation.pk, content=PDF, name="a.pdf")
    words = depositing.Words(
        title="Kiểm kê kho", label="Biên bản", author="Văn phòng", dated_on=date(2026, 11, 20), page_count=1
    )
    depositing.lay_in(dossier=dossier, deposited=laid, words=words, by=minh, at=desk.at)
    held = taken_over(SimpleNamespace(minh=minh, thu=thu), dossier, desk.at)
    unit = placing.place(dossier=held, parent=shelf.open, by=thu, at=desk.at)
    item = queries.records_of(held).get(title="Kiểm kê kho")
    url = f"/catalogue/{unit.pk}/items/{item.pk}/"
    vy, lan = desk.client("vy"), desk.client("lan")
    page(vy, f"{url}read/", 404)
    page(lan, f"{url}read/", 404)  # sees the dossier, but was not let read
    request = reading_requests.ask(
        asked_for="x", purpose=Purpose.OFFICIAL, purpose_text="", unit=unit, by=desk.actor("vy"), at=desk.at
    )
    until = timezone.localdate() + timedelta(days=3)
    reading_requests.allow(request=request, until=until, by=desk.actor("binh"), at=desk.at)
    assert f"{url}read/" in page(vy, f"/catalogue/{unit.pk}/")
    assert "Biên bản Kiểm kê kho" in page(vy, f"{url}read/")
    file = queries.file_of_item(item)
    assert file is not None
    png = b"\x89PNG specimen"
    sha256, size = previews.lay_down(file.blob, png)
    previews.note(file.blob, RenditionKind.PREVIEW, 1, sha256, size, MediaType.PNG, desk.at)
    shown = page(vy, f"{url}read/")
    assert desk.posts["vy"].person.full_name in shown and f"{url}pages/1/" in shown
    assert vy.get(f"{url}pages/1/").content == png
    assert lan.get(f"{url}pages/1/").status_code == 404
    assert vy.get(f"/dossiers/{held.pk}/").headers["Location"] == f"/catalogue/{unit.pk}/"
    direct = reverse("dossiers:file", args=[held.pk, item.pk])
    assert direct in page(desk.client("minh"), f"/dossiers/{held.pk}/")
    assert vy.get(direct).status_code == 404
    page(vy, f"/catalogue/{shelf.first.pk}/items/{item.pk}/read/", 404)
    events = history_of(desk.organisation.pk, "catalogue", unit.pk).filter(name="catalogue.read")
    assert events.get().facts["item"] == item.pk


def test_whoever_allowed_reading_is_named_for_the_loan(desk: Desk, shelf: Shelf) -> None:
    thu, binh = desk.client("thu"), desk.client("binh")
    url = f"/catalogue/{shelf.first.pk}/lend/"
    assert f'value="{desk.posts["dung"]}"' in page(thu, url)  # may be chosen
    desk.client("minh").post(
        f"/catalogue/requests/?unit={shelf.first.pk}", {"asked_for": "bản gốc", "purpose": "official"}
    )
    until = timezone.localdate() + timedelta(days=5)
    own = f"/catalogue/requests/{ReadingRequest.objects.get().pk}/"
    binh.post(own, {"allow": "1", "until": until.isoformat(), "shown": shelf.first.pk})
    assert f'name="permitted_by" value="{desk.posts["binh"]}"' in page(thu, url)


def test_an_original_goes_out_and_the_book_says_so(desk: Desk, shelf: Shelf) -> None:
    thu = desk.client("thu")
    due = (timezone.localdate() + timedelta(days=5)).isoformat()
    person = desk.posts["minh"].person.pk
    answer = thu.post(
        f"/catalogue/{shelf.first.pk}/lend/",
        {"borrower": person, "permitted_by": "Chánh Văn phòng", "due_on": due},
    )
    assert answer.status_code == 302
    assert "The original is out" in page(thu, f"/catalogue/{shelf.first.pk}/")
    assert "Chánh Văn phòng" in page(thu, "/catalogue/loans/")
    thu.post(f"/catalogue/loans/{Loan.objects.get().pk}/back/")
    assert Loan.objects.get().returned_on is not None
    assert "Khen thưởng năm 1998" not in page(desk.client("vy"), "/catalogue/loans/")


def test_a_search_is_kept_for_oneself(desk: Desk, shelf: Shelf) -> None:
    minh = desk.client("minh")
    minh.post("/catalogue/search/keep/?q=khen&level=dossier", {"name": "Khen thưởng"})
    assert "?q=khen&amp;level=dossier" in page(minh, "/catalogue/search/")
    assert "Khen thưởng</a>" not in page(desk.client("vy"), "/catalogue/search/?q=zzz")
