"""A form on which a number is asked for gives one number, sent as often as one likes."""

from __future__ import annotations

import re
import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from dispatch.models import CertifiedCopy, NumberAllocation, OutgoingLetter
from tests.web.copies.test_copies import typed as copied
from tests.web.desk import Desk
from tests.web.registers.test_numbers import form as reserving
from tests.web.registers.test_paper import NEW, store, typed

__all__ = ["store"]  # a fixture of this file too
AGAIN = "This form was sent before and has its number."


def key_on(client: Client, url: str) -> str:
    found = re.search(r'name="form_key" value="([0-9a-f-]{32})"', client.get(url).content.decode())
    assert found is not None, f"{url} carries no key"
    return found[1]


FORMS = {
    "a letter on paper": (NEW, typed, OutgoingLetter),
    "a copy": ("/copies/new/", lambda _desk: copied(), CertifiedCopy),
    "a kept number": ("/registers/numbers/", reserving, NumberAllocation),
}


@pytest.mark.parametrize("name", FORMS)
def test_sent_twice_it_gives_one_number_and_says_so(desk: Desk, name: str) -> None:
    url, fill, model = FORMS[name]
    client = desk.client("lan")
    key = key_on(client, url)
    first = client.post(url, {**fill(desk), "form_key": key})
    second = client.post(url, {**fill(desk), "form_key": key}, follow=True)
    assert first.status_code == 302
    assert second.redirect_chain == [(first["Location"], 302)]
    assert AGAIN in second.content.decode()
    assert model.objects.count() == NumberAllocation.objects.count() == 1


@pytest.mark.parametrize("name", FORMS)
def test_a_new_form_asks_for_a_new_number(desk: Desk, name: str) -> None:
    url, fill, model = FORMS[name]
    client = desk.client("lan")
    for _time in range(2):
        assert client.post(url, {**fill(desk), "form_key": key_on(client, url)}).status_code == 302
    assert model.objects.count() == NumberAllocation.objects.count() == 2


def test_what_was_refused_first_gives_its_number_when_put_right(desk: Desk) -> None:
    client = desk.client("lan")
    key = key_on(client, NEW)
    assert client.post(NEW, {**typed(desk, subject=""), "form_key": key}).status_code == 422
    assert client.post(NEW, {**typed(desk), "form_key": key}).status_code == 302
    assert NumberAllocation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_hands_at_one_instant_get_one_number(desk: Desk) -> None:
    clients = [desk.client("lan"), desk.client("lan")]
    key, start, codes = key_on(clients[0], NEW), threading.Barrier(2), []

    def send(client: Client) -> None:
        start.wait()
        codes.append(client.post(NEW, {**typed(desk), "form_key": key})["Location"])
        connection.close()

    hands: list[Any] = [threading.Thread(target=send, args=[one]) for one in clients]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert codes == [reverse("letters:detail", args=[OutgoingLetter.objects.get().pk])] * 2
    assert NumberAllocation.objects.get().number == 1
