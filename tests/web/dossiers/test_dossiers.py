"""Dossiers: the list, one dossier, and what is done to it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from archive import queries
from archive.models import Dossier, Origin
from archive.operations import filing, opening, planning
from lib.calendar import local_day
from tests.web.desk import Desk

URL = "/dossiers/"


def a_dossier(
    desk: Desk, code: str = "01.CCHC", title: str = "Cải cách hành chính năm 2026", keeper: str = "minh"
) -> Dossier:
    post = desk.posts[keeper]
    new = opening.NewDossier(code=code, title=title, unit=post.unit, keeper=post.person, retention_years=20)
    return opening.open_dossier(new=new, by=desk.actor(keeper), at=desk.at)


def file_in(
    desk: Desk, dossier: Dossier, key: int, *, pages: int | None = 3, title: str = "triển khai khảo sát"
) -> Any:
    return filing.file_record(
        dossier=dossier, origin=Origin("letter", str(key)), label="Công văn", dated_on=desk.day,
        code=f"{key:02d}/SNV-CCHC", title=title, page_count=pages, by=desk.actor("minh"), at=desk.at, author="SỞ NỘI VỤ",
    )  # fmt: skip


def today() -> str:
    return local_day(datetime.now(UTC)).isoformat()


def page(client: Client, path: str = "") -> str:
    response = client.get(URL + path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_lists_what_one_may_see_by_year_and_heading(desk: Desk) -> None:
    a_dossier(desk)
    html = page(desk.client("minh"))
    assert "01.CCHC" in html
    assert "<b>1 dossier</b>, every year, every state: all you may see." in html
    assert "Outside the plan" in html
    assert "01.CCHC" not in page(desk.client("vy"))


@pytest.mark.parametrize(
    ("query", "found"),
    [("?q=cai+cach", True), ("?q=ngan+sach", False), ("?year=2026", True), ("?year=2020", False), ("?state=closed", False),
     ("?mine=1", True), ("?heading=-", True), ("?heading=I", False), ("?year=x&sort=zz&page=0", True), ("?heading=%00", False)],
)  # fmt: skip
def test_filters_are_applied_and_said(desk: Desk, query: str, found: bool) -> None:
    a_dossier(desk)
    html = page(desk.client("minh"), query)
    assert ("01.CCHC</a>" in html) is found


def test_opens_one_outside_the_plan(desk: Desk) -> None:
    minh = desk.posts["minh"]
    sent = {
        "code": "09.CCHC",
        "title": "Khảo sát",
        "unit": minh.unit_id,
        "keeper": minh.person_id,
        "retention_years": "",
    }
    client = desk.client("minh")
    assert client.get(URL + "new/").status_code == 200
    assert client.post(URL + "new/", sent).status_code == 302
    dossier = Dossier.objects.get()
    assert (dossier.code, dossier.retention_years, dossier.entry) == ("09.CCHC", None, None)


def test_a_code_used_twice_is_said_on_the_form(desk: Desk) -> None:
    a_dossier(desk)
    minh = desk.posts["minh"]
    sent = {"code": "01.CCHC", "title": "Khác", "unit": minh.unit_id, "keeper": minh.person_id}
    response = desk.client("minh").post(URL + "new/", sent)
    assert response.status_code == 422
    assert "already has the code 01.CCHC" in response.content.decode()


@pytest.mark.parametrize(
    "wrong", [{"unit": "999"}, {"keeper": "x"}, {"retention_years": "-1"}, {"code": ""}, {"title": ""}]
)
def test_bad_input_opens_nothing(desk: Desk, wrong: dict[str, str]) -> None:
    minh = desk.posts["minh"]
    sent = {
        "code": "1",
        "title": "t",
        "unit": minh.unit_id,
        "keeper": minh.person_id,
        "retention_years": "5",
        **wrong,
    }
    assert desk.client("minh").post(URL + "new/", sent).status_code == 422
    assert not Dossier.objects.exists()


def test_nobody_opens_a_dossier_for_another_unit(desk: Desk) -> None:
    minh = desk.posts["minh"]
    sent = {"code": "1", "title": "t", "unit": desk.posts["vy"].unit_id, "keeper": minh.person_id}
    assert desk.client("minh").post(URL + "new/", sent).status_code == 422


def test_shows_the_list_of_documents_with_running_pages(desk: Desk) -> None:
    dossier = a_dossier(desk)
    letter = desk.issued(1, seen_by=("minh",))
    file_in(desk, dossier, letter.pk)
    file_in(desk, dossier, letter.pk + 1, pages=1)
    file_in(desk, dossier, letter.pk + 2, pages=None)
    html = page(desk.client("minh"), f"{dossier.pk}/")
    assert f'href="/letters/{letter.pk}/"' in html
    assert f'href="/letters/{letter.pk + 1}/"' not in html
    for part in (
        "1–3",
        ">4</td>",
        "3 records, 4 pages in all; 1 without a number of pages",
        "Công văn triển khai khảo sát",
    ):
        assert part in html


def test_searches_inside_without_marks(desk: Desk) -> None:
    dossier = a_dossier(desk)
    file_in(desk, dossier, 1)
    file_in(desk, dossier, 2, title="lịch họp")
    html = page(desk.client("minh"), f"{dossier.pk}/?q=lich+hop")
    assert "lịch họp" in html
    assert "triển khai khảo sát" not in html.split("History")[0]
    assert "Showing <b>1</b> of 2 records" in html


def test_closes_reopens_and_takes_out_with_a_reason(desk: Desk) -> None:
    dossier = a_dossier(desk)
    record = file_in(desk, dossier, 1)
    client = desk.client("minh")
    here = f"{URL}{dossier.pk}/"
    assert client.post(here + "close/", {"work_ended_on": today()}).status_code == 302
    assert client.post(here + f"records/{record.pk}/take-out/", {"reason": "nhầm hồ sơ"}).status_code == 422
    assert client.post(here + "reopen/", {"reason": ""}).status_code == 422
    assert client.post(here + "reopen/", {"reason": "bổ sung văn bản"}).status_code == 302
    assert client.post(here + f"records/{record.pk}/take-out/", {"reason": "nhầm hồ sơ"}).status_code == 302
    html = page(client, f"{dossier.pk}/")
    assert "reopened the dossier: bổ sung văn bản" in html
    assert "Nothing lies here yet" in html


def test_an_empty_dossier_cannot_be_closed(desk: Desk) -> None:
    dossier = a_dossier(desk)
    response = desk.client("minh").post(f"{URL}{dossier.pk}/close/", {"work_ended_on": today()})
    assert response.status_code == 422


def test_sight_is_given_and_taken_away(desk: Desk) -> None:
    dossier = a_dossier(desk)
    client, vy = desk.client("minh"), desk.client("vy")
    here = f"{URL}{dossier.pk}/"
    assert vy.get(here).status_code == 404
    client.post(here + "access/", {"to": f"person-{desk.posts['vy'].person_id}"})
    assert vy.get(here).status_code == 200
    assert vy.post(here + "close/").status_code == 409
    grant = dossier.grants.get()
    client.post(here + f"access/{grant.pk}/revoke/")
    assert vy.get(here).status_code == 404
    client.post(here + "access/", {"to": "nobody"})
    assert dossier.grants.filter(revoked_at__isnull=True).count() == 0


def test_strangers_and_others_learn_nothing(desk: Desk) -> None:
    dossier = a_dossier(desk)
    assert Client().get(f"{URL}{dossier.pk}/").status_code == 302
    for path in ("", "close/", "reopen/", "access/"):
        assert desk.client("quan").post(f"{URL}{dossier.pk}/{path}").status_code in {404, 405}
    assert desk.client("quan").get(f"{URL}99999/").status_code == 404


def test_titles_are_escaped(desk: Desk) -> None:
    dossier = a_dossier(desk, title="<script>alert(1)</script>")
    for path in ("", f"{dossier.pk}/"):
        assert "<script>alert" not in page(desk.client("minh"), path)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_as_for_three(
    desk: Desk, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        a_dossier(desk, code=f"{number}.CCHC")
    client = desk.client("minh")
    client.get(URL)
    with django_assert_num_queries(11):
        client.get(URL)


@pytest.mark.parametrize("count", [1, 3])
def test_a_dossier_costs_the_same_with_one_record_as_with_three(
    desk: Desk, count: int, django_assert_num_queries: Any
) -> None:
    dossier = a_dossier(desk)
    for key in range(1, count + 1):
        file_in(desk, dossier, key)
    client = desk.client("minh")
    client.get(URL)
    with django_assert_num_queries(17):
        client.get(f"{URL}{dossier.pk}/")


# ------------------------------------------------------------------ the file plan
def a_plan(desk: Desk) -> Any:
    plan = planning.begin(year=2026, by=desk.actor("lan"), at=desk.at)
    entry = planning.NewEntry(
        code="01.CCHC",
        title="Cải cách hành chính",
        unit=desk.posts["minh"].unit,
        retention_years=20,
        heading="I. Cải cách",
    )
    planning.add_entry(plan=plan, entry=entry, by=desk.actor("lan"), at=desk.at)
    return plan


def test_the_plan_is_begun_written_approved_and_opened_from(desk: Desk) -> None:
    lan, binh, minh = desk.client("lan"), desk.client("binh"), desk.client("minh")
    assert "There is no plan of this year." in page(lan, "plan/2026/")
    assert lan.post(URL + "plan/", {"year": 2026}).headers["Location"] == "/dossiers/plan/2026/"
    line = {
        "code": "01.CCHC",
        "heading": "I. Cải cách",
        "title": "Cải cách hành chính",
        "unit": desk.posts["minh"].unit_id,
    }
    assert lan.post(URL + "plan/2026/", line).status_code == 302
    assert lan.post(URL + "plan/2026/", line).status_code == 422
    assert lan.post(URL + "plan/2026/approve/").status_code == 409
    assert binh.post(URL + "plan/2026/approve/").status_code == 302
    html = page(minh, "plan/2026/")
    assert "I. Cải cách" in html
    where = html.split("/dossiers/new/?entry=")[1].split('"')[0]
    proposed = page(minh, f"new/?entry={where}")
    assert 'value="01.CCHC"' in proposed
    person = desk.posts["minh"].person_id
    sent = {
        "code": "01.CCHC",
        "title": "Cải cách hành chính",
        "unit": desk.posts["minh"].unit_id,
        "keeper": person,
    }
    assert minh.post(URL + f"new/?entry={where}", sent).status_code == 302
    assert Dossier.objects.get().entry_id == int(where)
    assert "I. Cải cách" in page(minh)


@pytest.mark.parametrize("entry", ["999", "x", "1" * 40, "%00"])
def test_a_line_nobody_knows_is_not_found(desk: Desk, entry: str) -> None:
    a_plan(desk)
    assert desk.client("minh").get(URL + f"new/?entry={entry}").status_code == 404


def test_a_unit_writes_its_own_lines_and_no_others(desk: Desk) -> None:
    a_plan(desk)
    client = desk.client("minh")
    assert "Add a line" in page(client, "plan/2026/")
    line = {"code": "02", "title": "Thủ tục hành chính", "unit": desk.posts["vy"].unit_id}
    assert client.post(URL + "plan/2026/", line).status_code == 422
    own = line | {"unit": desk.posts["minh"].unit_id}
    assert client.post(URL + "plan/2026/", own).status_code == 302
    assert client.post(URL + "plan/", {"year": 2027}).status_code == 409
    assert client.post(URL + "plan/", {"year": "x"}).status_code == 302
    assert client.post(URL + "plan/1999/approve/").status_code == 404


def test_the_units_hand_in_the_office_merges_and_the_head_sends_back_then_approves(desk: Desk) -> None:
    a_plan(desk)
    minh, lan, binh = desk.client("minh"), desk.client("lan"), desk.client("binh")
    plan = URL + "plan/2026/"
    assert minh.post(plan + "hand-in/").status_code == 302
    assert "handed in by Trần Quang Minh" in page(lan, "plan/2026/")
    assert (
        minh.post(plan, {"code": "9", "title": "Thêm", "unit": desk.posts["minh"].unit_id}).status_code == 422
    )
    part = queries.parts_of(queries.plans_of(desk.organisation).get()).get()
    assert lan.post(plan + f"parts/{part.pk}/give-back/", {"reason": "Thiếu thời hạn"}).status_code == 302
    assert "Thiếu thời hạn" in page(minh, "plan/2026/")
    entry = queries.entries_of(part.plan).get()
    changed = {
        "code": "07",
        "heading": "Cải cách",
        "title": "Sửa tiêu đề",
        "unit": desk.posts["minh"].unit_id,
    }
    assert minh.post(plan + f"lines/{entry.pk}/", changed).status_code == 302
    assert lan.post(plan + "merge/").status_code == 302
    html = page(lan, "plan/2026/")
    assert "I. Cải cách" in html
    assert "01.CCHC" in html
    assert lan.post(plan + "present/").status_code == 302
    assert lan.post(plan + f"lines/{entry.pk}/remove/").status_code == 409
    assert binh.post(plan + "send-back/", {"reason": "Bổ sung hồ sơ nhân sự"}).status_code == 302
    assert binh.post(plan + "approve/").status_code == 302
    assert lan.post(plan + "copy/").headers["Location"] == "/dossiers/plan/2027/"
    assert "Sửa tiêu đề" in page(lan, "plan/2027/")
