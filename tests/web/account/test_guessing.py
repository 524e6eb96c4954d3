"""Guessing passwords: a name is guarded from everywhere, and its owner is not locked out at his own desk."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from tests.web.desk import Desk
from web.account import known

PASSWORD = "một mật khẩu dài"
STRANGERS = count(1)
REFUSED = "Too many failed login attempts"


@pytest.fixture(autouse=True)
def _people(desk: Desk, settings: Any) -> None:
    cache.clear()
    settings.LANGUAGE_CODE = "en"
    for name in ("minh", "lan"):
        person = desk.posts[name].person
        person.set_password(PASSWORD)
        person.save()


def sign_in(client: Client, name: str, password: str = PASSWORD, address: str = "") -> HttpResponse:
    address = address or f"10.1.{next(STRANGERS) // 250}.{next(STRANGERS) % 250}"
    return client.post("/account/login/", {"login": name, "password": password}, REMOTE_ADDR=address)


def guess(name: str, times: int) -> None:
    """Try a wrong password from ever new addresses, with browsers that know nobody."""
    for _ in range(times):
        assert sign_in(Client(), name, "not it").status_code == 200


def let_in(response: HttpResponse) -> bool:
    return response.status_code == 302


def test_a_name_that_is_guessed_at_from_everywhere_is_closed_to_strangers(desk: Desk) -> None:
    guess("minh", 20)
    refused = sign_in(Client(), "minh")

    assert not let_in(refused)
    assert REFUSED in refused.content.decode()
    assert let_in(sign_in(Client(), "lan"))


def test_whoever_has_signed_in_here_before_is_let_in_all_the_same(desk: Desk) -> None:
    browser = Client()
    assert let_in(sign_in(browser, "minh"))
    browser.post("/account/logout/")
    guess("minh", 25)

    assert let_in(sign_in(browser, "minh"))


def test_a_known_browser_guesses_no_longer_than_a_stranger(desk: Desk) -> None:
    browser = Client()
    assert let_in(sign_in(browser, "minh"))
    browser.post("/account/logout/")
    for _ in range(20):
        sign_in(browser, "minh", "not it")

    assert not let_in(sign_in(browser, "minh"))


def test_the_mark_of_one_name_or_a_made_up_one_helps_with_no_other(desk: Desk) -> None:
    browser, forger = Client(), Client()
    assert let_in(sign_in(browser, "lan"))
    browser.post("/account/logout/")
    forger.cookies[known.COOKIE] = browser.cookies[known.COOKIE].value[:-3] + "abc"
    guess("minh", 20)

    assert not let_in(sign_in(browser, "minh"))
    assert not let_in(sign_in(forger, "minh"))


def test_one_address_that_tries_many_names_is_stopped(desk: Desk) -> None:
    for number in range(30):
        sign_in(Client(), f"ai-do-{number}", "not it", "10.9.9.9")

    assert not let_in(sign_in(Client(), "minh", address="10.9.9.9"))
    assert let_in(sign_in(Client(), "minh", address="10.9.9.8"))


def test_the_mark_is_no_key_and_names_nobody(desk: Desk) -> None:
    browser = Client()
    sign_in(browser, "minh")
    mark = browser.cookies[known.COOKIE]

    assert (mark["httponly"], mark["path"]) == (True, "/account/")
    assert "minh" not in mark.value
    stranger = Client()
    stranger.cookies[known.COOKIE] = mark.value
    assert stranger.get("/inbox/").status_code == 302


def test_a_shared_machine_remembers_its_last_people_only(desk: Desk, rf: Any) -> None:
    answer = HttpResponse()
    for number in range(7):
        request = rf.get("/")
        request.COOKIES.update({name: morsel.value for name, morsel in answer.cookies.items()})
        known.remember(request, answer, f"n{number}")
    request.COOKIES[known.COOKIE] = answer.cookies[known.COOKIE].value

    assert [bool(known.mark_of(request, f"n{number}")) for number in range(7)] == [False, False, *[True] * 5]
