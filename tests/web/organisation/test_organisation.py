"""The pages of the office itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from lib.calendar import local_day
from organisation.models import Delegation, OrganisationPeriod, Person, Post, SigningMandate, Unit
from organisation.operations import staffing
from tests.web.desk import Desk

URL = "/organisation/"
PAGES = ["", "delegations/", "mandates/", "calendar/", "names/", "delegations/new/"]
ADMIN_PAGES = ["names/new/", "units/new/", "people/new/"]


def page(client: Client, path: str = "") -> str:
    response = client.get(URL + path)
    assert response.status_code == 200, path
    return " ".join(response.content.decode().split())


def days(desk: Desk, length: int = 3) -> dict[str, str]:
    today = local_day(desk.at)
    return {"since": today.isoformat(), "until": (today + timedelta(days=length)).isoformat()}


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("name", ["minh", "quan"])
def test_every_page_opens_for_everybody_in_the_office(desk: Desk, path: str, name: str) -> None:
    page(desk.client(name), path)


@pytest.mark.parametrize("path", PAGES + ADMIN_PAGES)
def test_strangers_have_to_sign_in(desk: Desk, path: str) -> None:
    assert Client().get(URL + path).status_code == 302


def test_people_stand_in_protocol_order_with_who_stands_in(desk: Desk) -> None:
    html = page(desk.client("minh"))
    places = [html.index(name) for name in ("Vũ Hải Bình", "Đỗ Hoàng Yến", "Lương Thái Sơn")]
    assert places == sorted(places)
    assert "5 units, 14 people" in html
    assert "head of the organisation" in html
    row = html[html.rindex("<tr", 0, html.index("Lương Thái Sơn")) :].split("</tr>")[0]
    assert "Đỗ Hoàng Yến" in row


def test_a_person_shows_posts_mandates_and_delegations(desk: Desk) -> None:
    html = page(desk.client("minh"), f"people/{desk.posts['yen'].person_id}/")
    for part in (
        "Phó Giám đốc",
        "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC",
        "Đỗ Hoàng Yến stands in for Lương Thái Sơn",
        "Đi công tác ngoài tỉnh",
    ):
        assert part in html
    assert desk.client("minh").get(URL + "people/99999/").status_code == 404


def test_the_calendar_shows_the_days_that_differ(desk: Desk) -> None:
    html = page(desk.client("minh"), "calendar/?year=2026")
    assert "Quốc khánh" in html
    assert "working day in exchange" in html
    for year in ("0000", "9999", "x", "²026"):
        page(desk.client("minh"), f"calendar/?year={year}")


def test_names_show_what_the_office_was_called(desk: Desk) -> None:
    html = page(desk.client("minh"), "names/")
    assert "01/01/2015 – 30/06/2025" in html
    assert "ỦY BAN NHÂN DÂN TỈNH SƠN BÌNH" in html
    assert "A new name" not in html


# ------------------------------------------------------------------ standing in
def test_the_holder_lets_a_colleague_stand_in_and_ends_it(desk: Desk) -> None:
    client = desk.client("binh")
    sent = {
        "principal": desk.posts["binh"].pk,
        "delegate": desk.posts["yen"].pk,
        "duties": ["head"],
        "reason": "đi học",
        **days(desk),
    }
    assert client.post(URL + "delegations/new/", sent).status_code == 302
    row = Delegation.objects.get(principal=desk.posts["binh"])
    assert (row.duties, row.reason) == (["head"], "đi học")
    assert "đi học" in page(client, "delegations/")
    assert client.post(URL + f"delegations/{row.pk}/end/").status_code == 302
    row.refresh_from_db()
    assert row.revoked_at is not None
    assert "ended" in page(client, "delegations/")


@pytest.mark.parametrize(
    "wrong",
    [{"principal": "yen"}, {"delegate": "binh"}, {"duties": ["registry_clerk"]}, {"duties": ["nonsense"]}, {"until": "2020-01-01"},
     {"reason": ""}, {"since": "x"}, {"delegate": "99999"}],
)  # fmt: skip
def test_a_delegation_that_cannot_be_is_said_on_the_form(desk: Desk, wrong: dict[str, Any]) -> None:
    before = Delegation.objects.count()
    sent = {
        "principal": desk.posts["binh"].pk,
        "delegate": desk.posts["yen"].pk,
        "duties": ["head"],
        "reason": "đi học",
        **days(desk),
    }
    sent |= {
        key: desk.posts[value].pk if value in desk.posts else value
        for key, value in wrong.items()
        if key in {"principal", "delegate"}
    }
    sent |= {key: value for key, value in wrong.items() if key not in {"principal", "delegate"}}
    assert desk.client("binh").post(URL + "delegations/new/", sent).status_code == 422
    assert Delegation.objects.count() == before


def test_an_administrator_delegates_for_somebody_away(desk: Desk) -> None:
    sent = {
        "principal": desk.posts["hoa"].pk,
        "delegate": desk.posts["minh"].pk,
        "duties": ["unit_head"],
        "reason": "ốm",
        **days(desk),
    }
    assert desk.client("quan").post(URL + "delegations/new/", sent).status_code == 302


def test_nobody_ends_the_delegation_of_others(desk: Desk) -> None:
    row = Delegation.objects.get(principal=desk.posts["son"])
    assert desk.client("minh").post(URL + f"delegations/{row.pk}/end/").status_code == 409
    assert desk.client("quan").post(URL + "delegations/99999/end/").status_code == 404
    assert desk.client("minh").get(URL + f"delegations/{row.pk}/end/").status_code == 405


# ------------------------------------------------------------------ administering
@pytest.mark.parametrize("path", ADMIN_PAGES)
def test_only_administrators_change_the_office(desk: Desk, path: str) -> None:
    page(desk.client("quan"), path)
    for name in ("minh", "binh"):
        assert desk.client(name).get(URL + path).status_code == 409
        assert desk.client(name).post(URL + path, {}).status_code == 409


def test_a_new_name_holds_from_its_day(desk: Desk) -> None:
    since = local_day(desk.at) + timedelta(days=30)
    sent = {"since": since, "name": "SỞ NỘI VỤ VÀ LAO ĐỘNG", "symbol": "SNVLĐ", "superior": "ỦY BAN NHÂN DÂN TỈNH HƯNG SƠN",
            "place": "Hưng Sơn", "format_profile": "state", "head_title": "GIÁM ĐỐC"}  # fmt: skip
    client = desk.client("quan")
    assert client.post(URL + "names/new/", sent).status_code == 302
    assert OrganisationPeriod.objects.get(valid_from=since).name == "SỞ NỘI VỤ VÀ LAO ĐỘNG"
    assert client.post(URL + "names/new/", {**sent, "since": date(2010, 1, 1)}).status_code == 422
    assert client.post(URL + "names/new/", {**sent, "name": ""}).status_code == 422
    assert OrganisationPeriod.objects.count() == 3


def test_somebody_is_taken_on_and_given_post_and_mandate(desk: Desk) -> None:
    client = desk.client("quan")
    units = client.post(
        URL + "units/new/",
        {"name": "Phòng Thanh tra", "symbol": "TTr", "since": "2026-01-01", "position": 90},
    )
    assert units.status_code == 302
    unit = Unit.objects.get(symbol="TTr")
    taken = client.post(
        URL + "people/new/", {"full_name": "Lý Thu Hà", "username": "HA", "password": "mot-mat-khau-dai"}
    )
    person = Person.objects.get(username="ha")
    assert taken.headers["Location"] == f"/organisation/people/{person.pk}/appoint/"
    post = {
        "unit": unit.pk,
        "title": "Chánh Thanh tra",
        "duties": ["unit_head"],
        "protocol_order": 80,
        "since": "2026-01-01",
    }
    assert client.post(taken.headers["Location"], post).status_code == 302
    held = Post.objects.get(person=person)
    right = {
        "authority": "by_order",
        "lines": "TL. GIÁM ĐỐC\nCHÁNH THANH TRA",
        "since": "2026-01-01",
        "until": "",
        "basis": "",
    }
    assert client.post(URL + f"posts/{held.pk}/mandate/", right).status_code == 302
    assert SigningMandate.objects.get(post=held).authority_lines == ["TL. GIÁM ĐỐC", "CHÁNH THANH TRA"]
    assert "Lý Thu Hà" in page(client)


@pytest.mark.parametrize(
    "wrong",
    [{"username": "lan"}, {"username": "LAN"}, {"username": "a b"}, {"password": "short"}, {"full_name": ""}],
)
def test_taking_on_says_what_is_wrong(desk: Desk, wrong: dict[str, str]) -> None:
    sent = {"full_name": "Lý Thu Hà", "username": "ha", "password": "mot-mat-khau-dai", **wrong}
    response = desk.client("quan").post(URL + "people/new/", sent)
    assert response.status_code == 422
    assert "mot-mat-khau-dai" not in response.content.decode()


def test_a_special_delegation_to_sign_needs_an_end(desk: Desk) -> None:
    sent = {"authority": "by_delegation", "lines": "TUQ. GIÁM ĐỐC", "since": "2026-01-01", "until": ""}
    assert desk.client("quan").post(URL + f"posts/{desk.posts['hoa'].pk}/mandate/", sent).status_code == 422
    assert desk.client("quan").post(URL + "posts/99999/mandate/", sent).status_code == 404
    assert desk.client("quan").get(URL + "people/99999/appoint/").status_code == 404


@pytest.mark.parametrize("more", [0, 3])
@pytest.mark.parametrize(("path", "cost"), [("", 9), ("delegations/", 8), ("mandates/", 8)])
def test_lists_cost_the_same_however_long(
    desk: Desk, path: str, cost: int, more: int, django_assert_num_queries: Any
) -> None:
    for number in range(more):
        minh = desk.posts["minh"]
        staffing.mandate(
            post=minh,
            authority="by_order",
            authority_lines=["TL. GIÁM ĐỐC", "CHUYÊN VIÊN"],
            since=date(2026, 1, 1),
            by=desk.actor("quan"),
            at=desk.at,
        )
        Delegation.objects.create(
            organisation=desk.organisation, principal=minh, delegate=desk.posts["nhung"], duties=["officer"],
            valid_from=date(2026, 1, 1 + number), valid_until=date(2026, 1, 1 + number), reason="x",
        )  # fmt: skip
    client = desk.client("minh")
    client.get(URL)
    with django_assert_num_queries(cost):
        client.get(URL + path)


# ------------------------------------------------------------------ what is still missing
def test_what_is_missing_is_told_to_those_who_bring_it_with_the_way_there(desk: Desk, settings: Any) -> None:
    settings.TIMESTAMP_URLS = []
    desk.series.delete()
    assert 'id="missing"' not in page(desk.client("minh"))
    administrator, clerk = page(desk.client("quan")), page(desk.client("lan"))
    for sentence in (
        "No certificate of the seal is registered",
        "No book is open for",
        "There is no file plan",
        "No timestamp service is named",
    ):
        assert sentence in administrator
        assert sentence in clerk
    assert "/organisation/certificates/new/?whose=seal" in administrator
    assert "/organisation/certificates/new/" not in clerk
    assert "/registers/books/new/year/" in clerk
    assert "/registers/books/new/year/" not in administrator
    assert "Nobody has a mandate to sign" not in administrator


def test_an_office_without_name_people_or_mandates_is_told_so(desk: Desk) -> None:
    for duty in ("unit_head", "chief_of_office", "registry_clerk"):
        Post.objects.filter(duties__contains=[duty]).update(duties=["officer"])
    SigningMandate.objects.update(revoked_at=desk.at)
    html = page(desk.client("quan"))
    for duty in ("head of a unit", "chief of office", "registry clerk"):
        assert f"duty “{duty}”" in html
    assert "Nobody has a mandate to sign" in html
