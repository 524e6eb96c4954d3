"""The outgoing register on the screen."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from tests.web.desk import Desk

URL = "/registers/outgoing/"


def page(client: Client, query: str = "") -> str:
    response = client.get(URL + query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def codes(html: str) -> list[str]:
    return re.findall(r"\d+[a-d]?/SNV-\w+", re.sub(r"<caption.*?</caption>", "", html[html.find("<tbody") :]))


def test_shows_every_line_in_the_ten_columns_newest_first(desk: Desk) -> None:
    desk.issued(1, legal_day=date(2026, 1, 5))
    desk.issued(2)
    html = page(desk.client("lan"))
    assert codes(html) == ["02/SNV-CCHC", "01/SNV-CCHC"]
    heads = re.findall(r"<th [^>]*>(.*?)</th>", html)
    assert [re.sub(r"<[^>]*>| [↑↓]", "", head).strip() for head in heads] == [
        "Number, symbol", "Day", "Kind and subject", "Signer", "Recipients",
        "Copy kept by", "Copies", "Sent on", "Received", "Note",
    ]  # fmt: skip
    assert "<b>2 lines</b>" in html
    assert "No filter hides a line." in html
    assert "Công văn về việc triển khai khảo sát" in html
    assert "UBND các xã, phường; Sở Tài chính" in html
    assert "Như trên" not in html


def test_speaks_vietnamese(desk: Desk) -> None:
    desk.issued(1)
    html = page(desk.client("lan", "vi"))
    assert "Sổ văn bản đi" in html
    assert "Không bộ lọc nào" in html


def test_keeps_a_void_number_with_its_reason_in_sight(desk: Desk) -> None:
    desk.issued(1)
    desk.void(2, "cấp hai số cho một dự thảo")
    html = page(desk.client("lan"))
    assert "<s>02</s>" in html
    assert "cấp hai số cho một dự thảo" in html
    assert "1 void number" in html


def test_says_each_filter_aloud_and_offers_the_way_back(desk: Desk) -> None:
    desk.issued(1, urgency="urgent")
    desk.issued(2)
    html = page(
        desk.client("lan"), "?urgency=urgent&kind=cong_van&since=2026-01-01&state=allocated&unit=&signer="
    )
    assert codes(html) == ["01/SNV-CCHC"]
    for part in ("urgency: urgent", "kind: Công văn", "dated from 01/01/2026", "numbers that are given"):
        assert f"<b>{part}</b>" in html
    assert "Lines outside these filters are not shown." in html
    assert "Show every line" in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=khao+sat", ["01/SNV-CCHC"]),
        ("?q=02/SNV", ["02/SNV-VP"]),
        ("?q=2", ["02/SNV-VP"]),
        ("?q=2+/+snv", ["02/SNV-VP"]),
        ("?q=02+/+SNV+-+VP", ["02/SNV-VP"]),
        ("?q=2/SNV-CCHC", []),
        ("?q=snv-cc", ["01/SNV-CCHC"]),
        ("?q=giao+ban", ["02/SNV-VP"]),
        ("?q=GIAO", ["02/SNV-VP"]),
        ("?since=2026-11-24&until=2026-11-24", ["02/SNV-VP"]),
        ("?until=2026-11-01", ["01/SNV-CCHC"]),
        ("?sort=number", ["01/SNV-CCHC", "02/SNV-VP"]),
        ("?sort=day", ["01/SNV-CCHC", "02/SNV-VP"]),
        ("?state=void", []),
    ],
)
def test_finds_by_what_is_asked(desk: Desk, query: str, found: list[str]) -> None:
    desk.issued(1, legal_day=date(2026, 10, 1))
    desk.issued(2, "họp giao ban", unit="dung", signer="binh")
    assert codes(page(desk.client("lan"), query)) == found


def test_a_number_typed_first_is_that_number_and_not_a_part_of_one(desk: Desk) -> None:
    for number in (1, 11, 21):
        desk.issued(number)
    desk.issued(2, "kế hoạch 11 tháng")
    client = desk.client("lan")
    assert codes(page(client, "?q=2")) == ["02/SNV-CCHC"]
    assert codes(page(client, "?q=11/SNV")) == ["11/SNV-CCHC"]
    assert codes(page(client, "?q=11+tháng")) == ["02/SNV-CCHC"]


def test_finds_by_signer_unit_and_book(desk: Desk) -> None:
    desk.issued(1)
    desk.issued(2, unit="dung", signer="binh")
    client = desk.client("lan")
    assert codes(page(client, f"?signer={desk.posts['binh'].pk}")) == ["02/SNV-VP"]
    assert codes(page(client, f"?unit={desk.posts['minh'].unit_id}")) == ["01/SNV-CCHC"]
    assert len(codes(page(client, f"?series={desk.series.pk}"))) == 2


def test_finds_what_waits_for_the_seal(desk: Desk) -> None:
    desk.issued(1)
    desk.numbered(2, "chờ đóng dấu")
    html = page(desk.client("lan"), "?state=awaiting_seal")
    assert codes(html) == ["02/SNV-CCHC"]
    assert "Awaiting seal" in html


@pytest.mark.parametrize(
    "query",
    [
        "?since=gestern",
        "?kind=%00",
        "?series=999999999999999999999",
        "?signer=x'--",
        "?page=-1",
        "?sort=;drop",
        "?q=%00%F0",
    ],
)
def test_nonsense_hides_nothing(desk: Desk, query: str) -> None:
    desk.issued(1)
    html = page(desk.client("lan"), query)
    assert codes(html) == ["01/SNV-CCHC"] or "No line matches" in html


def test_says_which_filter_it_could_not_read(desk: Desk) -> None:
    desk.issued(1)
    html = page(desk.client("lan"), "?since=2026-12-01&until=2026-01-01")
    assert "The last day lies before the first." in html


def test_escapes_what_people_typed(desk: Desk) -> None:
    desk.issued(1, "<script>alert(1)</script>", addressees=("<b>x</b>",))
    html = page(desk.client("lan"), "?q=<script>")
    assert "<script>alert" not in html
    assert "<b>x</b>" not in html


def test_leads_to_a_letter_only_those_who_take_part(desk: Desk) -> None:
    letter = desk.issued(1)
    assert f"/letters/{letter.pk}/" in page(desk.client("lan"))
    assert f"/letters/{letter.pk}/" not in page(desk.client("thu"))


def test_is_closed_to_those_without_the_duty_and_to_strangers(desk: Desk) -> None:
    desk.issued(1)
    refused = desk.client("minh").get(URL)
    assert refused.status_code == 409
    assert "SNV-CCHC" not in refused.content.decode()
    assert Client().get(URL).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_asks_the_database_as_often_for_one_line_as_for_three(
    desk: Desk, count: int, django_assert_num_queries
) -> None:
    for number in range(1, count + 1):
        desk.issued(number)
    client = desk.client("lan")
    client.get(URL)
    with django_assert_num_queries(17):  # the keys of what is shown are asked for first
        client.get(URL)


def test_pages_say_where_one_stands(desk: Desk) -> None:
    for number in range(1, 53):
        desk.void(number)
    html = page(desk.client("lan"), "?page=2")
    assert "Showing 51–52 of 52" in html
