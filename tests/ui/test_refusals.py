"""A refusal is answered once, in the shape it was asked for; other trouble has its own page."""

from __future__ import annotations

import logging

import pytest
from django.test import Client, RequestFactory

from ui import errors
from ui.refusals import came_from

SENTENCE = "Number 1244 is already taken."


def test_a_refusal_is_a_page_with_its_sentence_and_the_way_back(as_lan: Client) -> None:
    response = as_lan.post("/refuse/", headers={"Referer": "http://testserver/letters/7/?tab=log"})
    assert response.status_code == 409
    text = response.content.decode()
    assert SENTENCE in text
    assert 'href="/letters/7/?tab=log"' in text


def test_a_refusal_is_a_fragment_for_htmx_put_where_messages_are_read(as_lan: Client) -> None:
    response = as_lan.post("/refuse/", headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Retarget"], response["HX-Reswap"]) == (
        409,
        "#flash",
        "innerHTML",
    )
    assert SENTENCE in response.content.decode()
    assert "<html" not in response.content.decode()


def test_a_refusal_is_json_for_a_script(as_lan: Client) -> None:
    response = as_lan.post("/refuse/", data="{}", content_type="application/json")
    assert response.status_code == 409
    assert response.json() == {"refusal": "NumberAlreadyTaken", "sentence": SENTENCE}


def test_a_refusal_is_logged_by_name_without_its_values(
    as_lan: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="ui.refusals"):
        as_lan.post("/refuse/")
    ours = [record.getMessage() for record in caplog.records if record.name == "ui.refusals"]
    assert ours == ["refused: NumberAlreadyTaken on POST /refuse/"]


@pytest.mark.parametrize("referrer", ["", "http://evil.example/", "javascript:alert(1)", "//evil.example/x"])
def test_the_way_back_never_leaves_the_office(rf: RequestFactory, referrer: str) -> None:
    assert came_from(rf.get("/x/", headers={"Referer": referrer})) == "/"


def test_a_missing_page_says_so_in_the_frame(as_lan: Client) -> None:
    response = as_lan.get("/nowhere/")
    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()


def test_a_stale_form_says_that_nothing_was_changed(lan: object) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/language/", {"language": "en"})
    assert response.status_code == 403
    assert "nothing was changed" in response.content.decode()


def test_our_own_fault_is_answered_without_asking_the_database(rf: RequestFactory) -> None:
    response = errors.broken(rf.get("/letters/9/"))
    assert response.status_code == 500
    assert "500 · /letters/9/" in response.content.decode()
