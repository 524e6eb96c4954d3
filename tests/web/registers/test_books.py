"""The books: opened for a year or a term, closed, stopped and let go on, by the registry alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from audit.models import Event
from dispatch.enums import AllocationState
from dispatch.models import NumberAllocation, NumberSeries
from lib.calendar import local_day
from tests.web.desk import Desk

URL = "/registers/books/"
YEAR, TERM = f"{URL}new/year/", f"{URL}new/term/"


@pytest.fixture
def empty(desk: Desk) -> Desk:
    """An office whose registry has opened nothing yet."""
    desk.series.delete()
    return desk


def year_book(desk: Desk, **more: Any) -> dict[str, Any]:
    today = local_day(desk.at)
    return {"name": "Văn bản đi", "year": today.year, "opened_on": today.isoformat(), "start": "1", **more}


def page(client: Client, path: str = URL) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_without_a_book_every_page_says_who_opens_one(empty: Desk) -> None:
    year = local_day(empty.at).year
    for path in (URL, "/registers/outgoing/"):
        html = page(empty.client("lan"), path)
        assert f"No book is open for {year}" in html
        assert f'href="{YEAR}"' in html
        assert f'class="btn btn-plain" href="{YEAR}"' not in page(empty.client("binh"), path)
    assert f'href="{YEAR}"' in page(empty.client("lan"), "/registers/numbers/")


def test_the_clerk_opens_the_book_of_the_year_behind_the_paper_register(empty: Desk) -> None:
    client = empty.client("lan")
    assert client.post(YEAR, year_book(empty, start="1240")).status_code == 302
    book = NumberSeries.objects.get()
    assert (book.code, book.year, book.next_number, book.opened_on) == (
        "van-ban-di", local_day(empty.at).year, 1240, local_day(empty.at),
    )  # fmt: skip
    assert Event.objects.filter(name="series.opened", subject_key=str(book.pk)).exists()
    html = page(client)
    assert "next number 1240" in html
    assert "No book is open" not in html


def test_a_book_of_some_kinds_stands_beside_the_shared_one_a_second_shared_one_does_not(empty: Desk) -> None:
    client = empty.client("lan")
    client.post(YEAR, year_book(empty))
    assert client.post(YEAR, year_book(empty, name="Quyết định", kinds=["quyet_dinh"])).status_code == 302
    refused = client.post(YEAR, year_book(empty, name="Sổ thứ hai"))
    assert refused.status_code == 422
    assert "two counters are not allowed" in refused.content.decode()
    assert client.post(YEAR, year_book(empty, kinds=["nghi_quyet"])).status_code == 422  # the name is taken
    assert NumberSeries.objects.count() == 2


def test_a_book_of_a_term_counts_on_without_an_end(empty: Desk) -> None:
    client = empty.client("lan")
    sent = {"name": "Công văn", "term_from": "2025-09-20", "term_until": "", "start": "1"}
    assert client.post(TERM, sent).status_code == 302
    book = NumberSeries.objects.get()
    assert (book.term_from, book.term_until, book.year) == (date(2025, 9, 20), None, None)
    assert "next congress" in page(client)
    assert client.post(YEAR, year_book(empty)).status_code == 422  # one counter for the same letters
    assert client.post(TERM, {**sent, "name": "Khác", "term_until": "2024-01-01"}).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"year": "1999"}, {"year": "x"}, {"opened_on": "2020-01-01"}, {"start": "0"}, {"start": "x"},
     {"kinds": ["nonsense"]}],
)  # fmt: skip
def test_a_book_that_cannot_be_is_said_on_the_form(empty: Desk, wrong: dict[str, Any]) -> None:
    assert empty.client("lan").post(YEAR, year_book(empty, **wrong)).status_code == 422
    assert not NumberSeries.objects.exists()


def test_a_book_ends_on_a_day_and_another_goes_on_behind_it(desk: Desk) -> None:
    desk.issued(7)
    client, where = desk.client("lan"), f"{URL}{desk.series.pk}/end/"
    assert client.post(where, {"on": (desk.day - timedelta(days=1)).isoformat()}).status_code == 422
    assert client.post(where, {"on": desk.day.isoformat()}).status_code == 302
    assert client.get(where).status_code == 409
    same_day = year_book(desk, name="Sau sáp nhập", year=2026, opened_on=desk.day.isoformat())
    assert client.post(YEAR, same_day).status_code == 422
    later = {**same_day, "opened_on": (desk.day + timedelta(days=1)).isoformat()}
    assert client.post(YEAR, later).status_code == 302


def test_a_book_over_is_closed_by_an_act_and_shows_its_closing_page(desk: Desk) -> None:
    desk.void(1)
    kept = desk.reserved(2)
    desk.series.next_number = 3
    desk.series.save()
    client, where = desk.client("lan"), f"{URL}{desk.series.pk}/"
    assert client.get(f"{where}close/").status_code == 409  # it runs until 31 December
    assert client.get(f"{where}closing/").status_code == 404
    client.post(f"{where}end/", {"on": local_day(desk.at).isoformat()})
    asked = page(client, f"{where}close/")
    assert "Numbers still reserved become void: 1." in asked
    response = client.post(f"{where}close/")
    assert response.headers["Location"] == f"{where}closing/"
    shown = page(desk.client("binh"), f"{where}closing/")
    for part in (
        "01 – 02",
        desk.posts["lan"].person.full_name,
        f"/registers/outgoing/print/?series={desk.series.pk}",
    ):
        assert part in shown
    kept.refresh_from_db()
    assert kept.state == AllocationState.VOID
    assert "book is closed" in page(client)
    assert client.get(f"{where}close/").status_code == 409
    assert str(desk.series) not in page(client, "/registers/numbers/")  # nothing is kept in a closed book


def test_a_book_with_a_letter_at_the_seal_says_so_and_stays_open(desk: Desk) -> None:
    waiting = desk.numbered(1, "chờ đóng dấu")
    desk.series.next_number = 2
    desk.series.save()
    client, where = desk.client("lan"), f"{URL}{desk.series.pk}/"
    client.post(f"{where}end/", {"on": local_day(desk.at).isoformat()})
    refused = client.post(f"{where}close/")
    assert refused.status_code == 422
    assert waiting.reference_code in refused.content.decode()


def test_after_a_restore_a_book_stands_still_until_the_last_number_is_confirmed(desk: Desk) -> None:
    desk.series.next_number = 8
    desk.series.save()
    client, where = desk.client("lan"), f"{URL}{desk.series.pk}/"
    assert client.get(f"{where}go-on/").status_code == 409
    assert client.post(f"{where}stop/").status_code == 302
    assert "stands still" in page(client)
    assert 'value="7"' in page(client, f"{where}go-on/")
    assert client.post(f"{where}go-on/", {"last_used": "5"}).status_code == 422
    assert client.post(f"{where}go-on/", {"last_used": "9"}).status_code == 302
    desk.series.refresh_from_db()
    assert (desk.series.next_number, desk.series.frozen_at) == (10, None)
    void = NumberAllocation.objects.filter(state=AllocationState.VOID).order_by("number")
    assert [line.number for line in void] == [8, 9]


def test_only_the_registry_keeps_books_and_the_leaders_read_them(desk: Desk) -> None:
    paths = [
        YEAR,
        TERM,
        f"{URL}{desk.series.pk}/end/",
        f"{URL}{desk.series.pk}/close/",
        f"{URL}{desk.series.pk}/stop/",
    ]
    for name in ("minh", "binh", "quan"):
        client = desk.client(name)
        assert client.get(URL).status_code == (200 if name == "binh" else 409)
        for path in paths:
            assert client.post(path, year_book(desk)).status_code == 409
    assert NumberSeries.objects.count() == 1
    assert desk.client("lan").post(f"{URL}99999/stop/").status_code == 404


@pytest.mark.parametrize("more", [0, 3])
def test_the_list_costs_the_same_however_long(desk: Desk, more: int, django_assert_num_queries: Any) -> None:
    for year in range(2020, 2020 + more):
        NumberSeries.objects.create(
            organisation=desk.organisation, code="chung", name="Sổ", profile_code="state", year=year,
            opened_on=date(year, 1, 1),
        )  # fmt: skip
    client = desk.client("lan")
    client.get(URL)
    with django_assert_num_queries(9):
        client.get(URL)
