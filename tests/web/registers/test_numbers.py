"""Numbers kept for letters to come."""

from __future__ import annotations

import pytest

from dispatch.enums import AllocationState
from dispatch.models import NumberAllocation
from lib.calendar import local_day
from tests.web.desk import Desk

URL = "/registers/numbers/"


def form(desk: Desk, **more: object) -> dict[str, object]:
    day = local_day(desk.at).isoformat()
    return {
        "series": desk.series.pk,
        "legal_day": day,
        "expires_on": "2026-12-30",
        "whom": desk.posts["minh"].pk,
        "reason": "Quyết định khen thưởng",
        **more,
    }


def test_the_clerk_reserves_the_next_number(desk: Desk) -> None:
    client = desk.client("lan")
    assert client.post(URL, form(desk)).status_code == 302
    number = NumberAllocation.objects.get()
    assert (number.number, number.state, number.reserved_for) == (
        1,
        AllocationState.RESERVED,
        "Quyết định khen thưởng",
    )
    html = client.get(URL).content.decode()
    assert "Quyết định khen thưởng" in html
    assert number.reserved_to == desk.posts["minh"]
    assert f"/registers/paper/new/?kept={number.pk}" in html
    assert "Number 1 is reserved." in html


def test_says_on_the_form_what_stands_against_it(desk: Desk) -> None:
    response = desk.client("lan").post(URL, form(desk, legal_day="2020-01-01"))
    assert response.status_code == 422
    assert not NumberAllocation.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"series": "77"},
        {"series": ""},
        {"legal_day": "x"},
        {"reason": ""},
        {"whom": ""},
        {"whom": "99999"},
        {"expires_on": "31/31"},
    ],
)
def test_bad_input_changes_nothing(desk: Desk, wrong: dict[str, str]) -> None:
    assert desk.client("lan").post(URL, form(desk, **wrong)).status_code == 422
    assert not NumberAllocation.objects.exists()


def test_a_reserved_number_becomes_void_with_its_reason(desk: Desk) -> None:
    number = desk.reserved(5)
    client = desk.client("lan")
    assert client.get(f"{URL}{number.pk}/void/").status_code == 200
    assert (
        client.post(f"{URL}{number.pk}/void/", {"reason": "Không ban hành quyết định nữa"}).status_code == 302
    )
    number.refresh_from_db()
    assert (number.state, number.void_reason) == (AllocationState.VOID, "Không ban hành quyết định nữa")


def test_voiding_without_a_reason_is_refused_on_the_form(desk: Desk) -> None:
    number = desk.reserved(5)
    assert desk.client("lan").post(f"{URL}{number.pk}/void/", {"reason": "x"}).status_code == 422
    number.refresh_from_db()
    assert number.state == AllocationState.RESERVED


def test_a_number_waiting_for_the_seal_can_be_voided_an_issued_one_cannot(desk: Desk) -> None:
    waiting, issued = desk.numbered(1, "chờ đóng dấu"), desk.issued(2)
    client = desk.client("lan")
    html = client.get("/registers/outgoing/").content.decode()
    assert f'href="/registers/numbers/{waiting.allocation_id}/void/"' in html
    assert f"/registers/numbers/{issued.allocation_id}/void/" not in html
    assert client.get(f"{URL}{waiting.allocation_id}/void/").status_code == 200
    assert client.post(f"{URL}{issued.allocation_id}/void/", {"reason": "Không cần nữa"}).status_code == 404


def test_only_the_registry_may(desk: Desk) -> None:
    number = desk.reserved(5)
    for name in ("minh", "binh", "quan"):
        assert desk.client(name).get(URL).status_code == 409
        assert (
            desk.client(name).post(f"{URL}{number.pk}/void/", {"reason": "Không cần nữa"}).status_code == 409
        )
    assert (
        desk.client("lan").post(f"{URL}{desk.void(6).pk}/void/", {"reason": "Không cần nữa"}).status_code
        == 404
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_as_for_three(
    desk: Desk, count: int, django_assert_num_queries
) -> None:
    for number in range(1, count + 1):
        desk.reserved(number)
    client = desk.client("lan")
    client.get(URL)
    with django_assert_num_queries(10):
        client.get(URL)
