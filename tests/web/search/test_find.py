"""Finding by one box."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from search.operations.projecting import project
from tests.web.desk import Desk

URL = "/search/"


def findable(
    desk: Desk, key: int, title: str, *, code: str = "", kind: str = "letter", to: str = "lan", **more: Any
) -> None:
    token = f"org:{desk.organisation.pk}/post:{desk.posts[to].pk}"
    with transaction.atomic():
        project(
            organisation=desk.organisation, kind=kind, key=key, title=title, code=code, text=more.pop("text", ""),
            facets={"unit": desk.posts["minh"].unit_id, "status": "issued", **more}, tokens=[token],
            dated_on=date(2026, 11, 24), at=desk.at,
        )  # fmt: skip


def page(client: Client, query: str = "") -> str:
    response = client.get(URL + query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_marks_the_words_asked_for_and_leads_by_kind_and_key(desk: Desk) -> None:
    findable(desk, 5, "Ủy ban nhân dân xã báo cáo", code="05/SNV-VP")
    html = page(desk.client("lan"), "?q=uy+ban")
    assert '<a class="strong" href="/go/letter/5"' in html
    assert "<mark>Ủy</mark> <mark>ban</mark> nhân dân" in html
    assert "<b>1 result</b> for <b>“uy ban”</b>" in html


def test_shows_facets_with_exact_counts_as_links(desk: Desk) -> None:
    findable(desk, 1, "Báo cáo một")
    findable(desk, 2, "Báo cáo hai")
    findable(desk, 3, "Hồ sơ báo cáo", kind="dossier", status="open")
    html = page(desk.client("lan"), "?q=bao+cao")
    assert 'href="?q=bao+cao&amp;kind=letter">Outgoing letters<span class="n">2</span>' in html
    assert 'Dossiers<span class="n">1</span>' in html
    assert "Phòng Cải cách hành chính" in html
    only = page(desk.client("lan"), "?q=bao+cao&kind=dossier")
    assert "only <b>Dossiers</b>" in only
    assert "Báo cáo một" not in only


def test_what_is_for_others_is_neither_shown_nor_counted(desk: Desk) -> None:
    findable(desk, 1, "Báo cáo mật danh", to="binh")
    html = page(desk.client("lan"), "?q=bao+cao")
    assert "mật danh" not in html
    assert "<b>0 results</b>" in html
    assert "Fewer words find more." in html


def test_says_when_the_index_is_not_there(desk: Desk) -> None:
    findable(desk, 1, "Báo cáo")
    assert "The search index is being built." in page(desk.client("lan"), "?q=bao")


def test_escapes_titles_and_questions(desk: Desk) -> None:
    findable(desk, 1, "<script>alert(1)</script> báo cáo", text="<b onclick=x>báo cáo</b>")
    html = page(desk.client("lan"), "?q=<script>+bao+cao")
    assert "<script>alert" not in html
    assert "<b onclick" not in html


@pytest.mark.parametrize(
    "query",
    ["?page=999999999999", "?page=-1", "?q=%00", "?kind=%00&year=x", "?q=" + "a+" * 2000, "?unit='--"],
)
def test_bad_input_gets_a_page(desk: Desk, query: str) -> None:
    findable(desk, 1, "Báo cáo")
    page(desk.client("lan"), query)


@pytest.mark.parametrize("count", [1, 3])
def test_asks_the_database_as_often_for_one_as_for_three(
    desk: Desk, count: int, django_assert_num_queries: Any
) -> None:
    for key in range(count):
        findable(desk, key, "Báo cáo")
    client = desk.client("lan")
    client.get(URL)
    with django_assert_num_queries(14):
        client.get(URL + "?q=bao+cao")


def test_strangers_have_to_sign_in(desk: Desk) -> None:
    assert Client().get(URL).status_code == 302
