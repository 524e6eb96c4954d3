"""The first page and the health address."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from tests.web.letterdesk import LetterDesk


def test_the_first_page_is_the_inbox(desk: LetterDesk) -> None:
    response = desk.browser("minh").get("/")

    assert (response.status_code, response["Location"]) == (302, "/inbox/")


def test_a_stranger_is_asked_to_sign_in(client: Client, db: None) -> None:
    response = client.get("/")

    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")


def test_health_tells_database_and_signer_apart(client: Client, db: None) -> None:
    response = client.get("/healthz")

    assert json.loads(response.content) == {"database": True, "signer": False, "healthy": False}
    assert response.status_code == 200


def test_health_is_whole_when_the_signer_answers(client: Client, db: None, signer: list) -> None:
    assert json.loads(client.get("/healthz").content)["healthy"] is True


def test_health_takes_no_post(client: Client, db: None) -> None:
    assert client.post("/healthz").status_code == 405


@pytest.mark.parametrize("path", ["/go/letter/abc", "/go/nothing/1"])
def test_a_link_to_nothing_is_not_found(desk: LetterDesk, path: str) -> None:
    assert desk.browser("minh").get(path).status_code == 404


def test_a_link_by_kind_and_key_leads_to_the_letter(desk: LetterDesk) -> None:
    assert desk.browser("minh").get("/go/letter/7")["Location"] == "/letters/7/"
