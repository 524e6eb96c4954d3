"""The catalogue on screens."""

from __future__ import annotations

import pytest
from django.test import Client

from archive.enums import Access, Keeping, Level, PlaceKind
from archive.models import CatalogueUnit
from archive.operations import cataloguing, shelving
from archive.operations.cataloguing import Described
from tests.web.desk import Desk


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


class Shelf:
    """A fonds with an open and a closed series, two dossiers each."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.fonds = self.add(None, Level.FONDS, "P01", "Phông Ban Thi đua", access=Access.OPEN)
        self.open = self.add(self.fonds, Level.SERIES, "01", "Khen thưởng hằng năm")
        self.closed = self.add(self.fonds, Level.SERIES, "02", "Hồ sơ nhân sự kín", access=Access.CONDITIONAL)
        self.first = self.add(self.open, Level.DOSSIER, "10", "Khen thưởng năm 1998", year_from=1998)
        self.second = self.add(
            self.open,
            Level.DOSSIER,
            "9",
            "Danh sách chiến sĩ thi đua",
            year_from=1996,
            keeping=Keeping.PERMANENT,
        )
        self.hidden = self.add(self.closed, Level.DOSSIER, "1", "Kỷ luật ông Vô Danh")

    def add(
        self, parent: CatalogueUnit | None, level: Level, code: str, title: str, **more: object
    ) -> CatalogueUnit:
        told = Described(title=title, code=code, **more)  # type: ignore[arg-type]
        return cataloguing.add_unit(
            parent=parent, level=level, told=told, by=self.desk.actor("thu"), at=self.desk.at
        )


@pytest.fixture
def shelf(desk: Desk) -> Shelf:
    return Shelf(desk)


def page(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status, url
    return " ".join(response.content.decode().split())


def test_a_unit_shows_its_way_its_tree_its_contents_and_its_neighbours(desk: Desk, shelf: Shelf) -> None:
    html = page(desk.client("minh"), f"/catalogue/{shelf.open.pk}/")
    assert f'<a href="/catalogue/{shelf.fonds.pk}/">P01 · Phông Ban Thi đua</a>' in html
    assert 'role="tree"' in html and 'aria-current="page"' in html
    assert html.index("Khen thưởng năm 1998") < html.index("Danh sách chiến sĩ thi đua")
    by_code = page(desk.client("minh"), f"/catalogue/{shelf.open.pk}/?sort=code")
    assert by_code.index("Danh sách chiến sĩ thi đua") < by_code.index("Khen thưởng năm 1998")
    html = page(desk.client("minh"), f"/catalogue/{shelf.first.pk}/")
    assert f'rel="next" href="/catalogue/{shelf.second.pk}/"' in html


def test_what_is_not_for_a_reader_is_not_there_at_all(desk: Desk, shelf: Shelf) -> None:
    minh = desk.client("minh")
    for url in (
        "/catalogue/",
        f"/catalogue/{shelf.fonds.pk}/",
        "/catalogue/search/",
        "/catalogue/search/?q=kỷ+luật",
    ):
        html = page(minh, url)
        assert "nhân sự kín" not in html
        assert "Vô Danh" not in html
    page(minh, f"/catalogue/{shelf.hidden.pk}/", 404)
    page(minh, f"/catalogue/{shelf.closed.pk}/", 404)
    page(minh, f"/catalogue/branch/{shelf.closed.pk}/", 404)
    narrowed = page(minh, f"/catalogue/search/?inside={shelf.closed.pk}")
    assert "nhân sự kín" not in narrowed
    assert "Hồ sơ nhân sự kín" in page(desk.client("thu"), f"/catalogue/{shelf.fonds.pk}/")


def test_a_branch_comes_alone_for_scripts_and_as_a_page_for_others(desk: Desk, shelf: Shelf) -> None:
    client = desk.client("thu")
    alone = client.get(
        f"/catalogue/branch/{shelf.fonds.pk}/", headers={"HX-Request": "true"}
    ).content.decode()
    assert "<html" not in alone and 'aria-level="2"' in alone and "Hồ sơ nhân sự kín" in alone
    assert "<html" in page(client, f"/catalogue/branch/{shelf.fonds.pk}/")


def test_search_marks_counts_and_narrows(desk: Desk, shelf: Shelf) -> None:
    html = page(desk.client("minh"), "/catalogue/search/?q=khen+thuong")
    assert "<b>2 results</b>" in html
    assert "<mark>Khen</mark> <mark>thưởng</mark> năm 1998" in html
    html = page(desk.client("minh"), "/catalogue/search/?level=dossier&keeping=permanent")
    assert "<b>1 result</b>" in html and "Danh sách chiến sĩ thi đua" in html


def test_the_archivist_adds_describes_and_moves_and_nobody_else(desk: Desk, shelf: Shelf) -> None:
    thu = desk.client("thu")
    form = {
        "level": "dossier",
        "code": "11",
        "title": "Hồ sơ mới",
        "medium": "paper",
        "kept_note": "Ghi chú hay",
    }
    answer = thu.post(f"/catalogue/new/?parent={shelf.open.pk}", form)
    made = CatalogueUnit.objects.get(code="11")
    assert answer.headers["Location"] == f"/catalogue/{made.pk}/"
    assert made.kept == {"note": "Ghi chú hay"}
    again = thu.post(f"/catalogue/new/?parent={shelf.open.pk}", form)
    assert again.status_code == 422 and "The code 11 is taken there" in again.content.decode()
    thu.post(f"/catalogue/{made.pk}/edit/", {**form, "title": "Hồ sơ đổi tên"})
    made.refresh_from_db()
    assert made.title == "Hồ sơ đổi tên"
    thu.post(
        f"/catalogue/{made.pk}/move/?into={shelf.closed.pk}",
        {"parent": shelf.closed.pk, "after": shelf.hidden.pk},
    )
    made.refresh_from_db()
    assert made.parent_id == shelf.closed.pk
    minh = desk.client("minh")
    assert minh.post(f"/catalogue/new/?parent={shelf.open.pk}", form).status_code == 409
    assert minh.get(f"/catalogue/{shelf.open.pk}/edit/").status_code == 409


def test_places_have_labels_that_lead_to_what_lies_there(desk: Desk, shelf: Shelf) -> None:
    thu = desk.client("thu")
    thu.post("/catalogue/places/", {"kind": "store", "code": "K1", "name": "Kho tầng 2", "within": ""})
    html = page(thu, "/catalogue/places/")
    assert "K1" in html and "Kho tầng 2" in html
    assert "<svg" in page(thu, "/catalogue/labels/")
    assert "<svg" in page(thu, f"/catalogue/labels/?part={shelf.open.pk}")
    page(thu, "/catalogue/creators/")
    page(thu, "/catalogue/waiting/")
    page(thu, f"/catalogue/{shelf.open.pk}/move/")


def test_what_is_like_a_dossier_comes_after_its_page(desk: Desk, shelf: Shelf) -> None:
    minh = desk.client("minh")
    assert f'hx-get="/catalogue/{shelf.first.pk}/alike/"' in page(minh, f"/catalogue/{shelf.first.pk}/")
    assert "More like this" in page(minh, f"/catalogue/{shelf.first.pk}/alike/")
    page(minh, f"/catalogue/{shelf.hidden.pk}/alike/", 404)


def test_a_place_counts_only_what_its_reader_may_see(desk: Desk, shelf: Shelf) -> None:
    thu = desk.actor("thu")
    store = shelving.add_place(kind=PlaceKind.STORE, code="K1", name="", within=None, by=thu, at=desk.at)
    for unit in (shelf.first, shelf.hidden):
        told = Described(title=unit.title, code=unit.code, place=store)
        cataloguing.describe(unit=unit, told=told, by=thu, at=desk.at)
    assert '<td class="num" data-label="Dossiers and parts">2</td>' in page(
        desk.client("thu"), "/catalogue/places/"
    )
    assert '<td class="num" data-label="Dossiers and parts">1</td>' in page(
        desk.client("minh"), "/catalogue/places/"
    )
    assert "Vô Danh" not in page(desk.client("minh"), f"/catalogue/places/{store.pk}/")
