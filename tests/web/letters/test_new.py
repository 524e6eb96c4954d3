"""Beginning a letter: the secrecy is asked first, and refuses."""

from __future__ import annotations

import pytest
from django.test import Client

from dispatch.models import OutgoingLetter
from tests.web.letterdesk import LetterDesk


def unit_of(desk: LetterDesk, name: str) -> int:
    return desk.office.actors[name].post.unit_id


def test_a_letter_begins_and_opens_for_writing(desk: LetterDesk) -> None:
    response = desk.post("minh", "letters:new", secrecy="none", unit=unit_of(desk, "minh"))
    letter = OutgoingLetter.objects.get()

    assert response["Location"] == f"/letters/{letter.pk}/edit/"
    assert letter.drafter == desk.office.minh.person


@pytest.mark.parametrize("secrecy", ["confidential", "secret", "top_secret"])
def test_a_secret_is_refused_in_plain_words_and_nothing_is_stored(desk: LetterDesk, secrecy: str) -> None:
    response = desk.post("minh", "letters:new", secrecy=secrecy, unit=unit_of(desk, "minh"))

    assert response.status_code == 422
    assert "State secrets must not be written or kept in this system." in response.content.decode()
    assert not OutgoingLetter.objects.exists()


def test_no_secrecy_is_assumed(desk: LetterDesk) -> None:
    shown = desk.get("minh", "letters:new").content.decode()

    assert "State secrets are not kept here" in shown
    assert " checked" not in shown
    assert desk.post("minh", "letters:new", unit=unit_of(desk, "minh")).status_code == 422


def test_a_foreign_unit_is_not_offered(desk: LetterDesk) -> None:
    response = desk.post("minh", "letters:new", secrecy="none", unit=unit_of(desk, "lan"))

    assert response.status_code == 422
    assert not OutgoingLetter.objects.exists()


def test_a_stranger_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/letters/new/").status_code == 302


def test_the_page_is_never_deleted_through(desk: LetterDesk) -> None:
    assert desk.browser("minh").delete("/letters/new/").status_code == 405
