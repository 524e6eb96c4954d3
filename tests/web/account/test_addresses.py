"""What of signing in is left to a person alone, and what is not."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.web.desk import Desk


@pytest.mark.parametrize(
    "address",
    [
        "signup/", "signup/passkey/", "email/", "confirm-email/", "confirm-email/abc/", "inactive/", "login/code/",
        "login/code/confirm/", "password/set/", "password/reset/", "password/reset/done/", "password/reset/key/1-x/",
    ],
)  # fmt: skip
def test_nobody_signs_up_or_asks_for_a_password_by_mail(desk: Desk, address: str) -> None:
    for client in (Client(), desk.client("lan")):
        assert client.get(f"/account/{address}").status_code == 404
        assert client.post(f"/account/{address}", {"email": "a@example.vn"}).status_code == 404


def test_signing_in_and_the_second_factor_are_there(desk: Desk) -> None:
    assert Client().get("/account/login/").status_code == 200
    client = desk.client("lan")
    for address in ("logout/", "password/", "2fa/", "reauthenticate/"):
        assert client.get(f"/account/{address}").status_code == 200


def test_who_is_asked_again_is_sent_to_no_page_that_is_absent(desk: Desk) -> None:
    page = desk.client("lan").get("/account/reauthenticate/").content.decode()
    assert "/account/password/reset/" not in page
    assert "The administrator of your office gives you a new one." in page
