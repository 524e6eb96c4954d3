"""Joint letters on screens: the partner's list and page, and the lead's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dispatch.enums import CosigningState, LetterStatus
from organisation.models.actor import Actor
from tests.signing.conftest import pki
from tests.sizes import LONG
from tests.workflow.conftest import _joined
from tests.workflow.jointhouse import House, agree, ask, house, request_of, row_of, signer, work
from tests.workflow.office import PIN

__all__ = ["_joined", "house", "pki", "signer"]  # fixtures
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _static(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = (
        tmp_path / "static"
    )  # apart from the signer's socket, which whitenoise cannot serve
    settings.STATIC_ROOT.mkdir()


def browser(actor: Actor) -> Client:
    person = actor.person
    assert person is not None
    type(person).objects.filter(pk=person.pk).update(language="en")
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def page(actor: Actor, view: str, *keys: object) -> str:
    response = browser(actor).get(reverse(view, args=keys))
    assert response.status_code == 200, response
    return response.content.decode()


def test_the_drafter_asks_and_the_registry_of_the_partner_says_who_signs(house: House) -> None:
    letter = house.lead.plan()
    assert "Issue jointly" in page(house.lead.minh, "letters:detail", letter.pk)
    form = page(house.lead.minh, "letters:ask_partner", letter.pk)
    assert "SỞ TÀI CHÍNH" in form and "sign the letter on paper" in form
    place = reverse("letters:ask_partner", args=[letter.pk])
    assert browser(house.lead.minh).post(place, {"partner": "KHAC"}).status_code == 422
    assert browser(house.lead.minh).post(place, {"partner": "STC"}).status_code == 302
    work()
    assert "asked who signs" in page(house.lead.minh, "letters:detail", letter.pk)

    request = request_of(letter)
    listed = page(house.partner.lan, "joint:list")
    assert letter.subject in listed and "1 wait for you" in listed
    assert letter.subject in page(house.partner.lan, "inbox:list")
    assert "Say who signs" in page(house.partner.lan, "joint:detail", request.pk)
    file = browser(house.partner.lan).get(reverse("joint:file", args=[request.pk, request.file.sha256]))
    assert b"".join(file).startswith(b"%PDF")
    named = reverse("joint:signer", args=[request.pk])
    assert browser(house.partner.lan).post(named, {"signer": house.partner.minh.post.pk}).status_code == 422
    assert browser(house.partner.lan).post(named, {"signer": house.partner.yen.post.pk}).status_code == 302
    assert row_of(letter).state == CosigningState.AGREED
    assert "Phạm Thị Yến" in page(house.lead.minh, "letters:detail", letter.pk)
    assert "Phạm Thị Yến signs there" in page(house.lead.minh, "news:list")


def test_nobody_else_finds_it(house: House) -> None:
    request = ask(*house, house.lead.plan())
    for actor in (house.lead.lan, house.lead.binh, house.partner.minh):
        for view, keys in (
            ("joint:detail", [request.pk]), ("joint:file", [request.pk, request.file.sha256]),
            ("joint:signer", [request.pk]), ("joint:refuse", [request.pk]), ("joint:sign", [request.pk]),
        ):  # fmt: skip
            assert browser(actor).get(reverse(view, args=keys)).status_code == 404
    assert browser(house.partner.minh).get(reverse("joint:list")).status_code == 409


def test_a_refusal_needs_a_reason_and_the_drafter_reads_it(house: House) -> None:
    letter = house.lead.plan()
    request = ask(*house, letter)
    place = reverse("joint:refuse", args=[request.pk])
    assert browser(house.partner.lan).post(place, {"reason": "–"}).status_code == 422
    assert browser(house.partner.lan).post(place, {"reason": "Không thuộc thẩm quyền"}).status_code == 302
    assert "Không thuộc thẩm quyền" in page(house.lead.minh, "letters:detail", letter.pk)
    assert "Không thuộc thẩm quyền" in page(house.partner.lan, "joint:detail", request.pk)


@LONG
def test_the_leader_signs_and_the_registry_seals_with_their_pins(house: House, signer: None) -> None:
    letter = house.lead.plan()
    agree(house.partner, ask(*house, letter))
    letter = house.lead.carry(letter, "await_partner")
    work()
    request = request_of(letter)
    assert "your signature beside it is missing" in page(house.partner.yen, "inbox:list")
    assert "to be signed" in page(house.lead.minh, "letters:detail", letter.pk)
    sheet, sha = reverse("joint:sign", args=[request.pk]), request.file.sha256
    wrong = browser(house.partner.yen).post(sheet, {"sha256": sha, "pin": "0000"})
    assert wrong.status_code == 422 and b"0000" not in wrong.content
    assert browser(house.partner.yen).post(sheet, {"sha256": sha, "pin": PIN}).status_code == 302
    assert "under way" in page(house.partner.yen, "joint:detail", request.pk)
    work()
    letter = house.lead.carry(house.lead.read(letter), "await_partner_seal")
    work()
    assert "Now the partner sets its seal" in page(house.lead.lan, "letters:signing", letter.pk)
    request = request_of(letter)
    seal = {"sha256": request.file.sha256, "pin": PIN}
    assert browser(house.partner.yen).post(reverse("joint:seal", args=[request.pk]), seal).status_code == 409
    assert browser(house.partner.lan).post(reverse("joint:seal", args=[request.pk]), seal).status_code == 302
    work()
    letter = house.lead.read(letter)
    assert letter.status == LetterStatus.ISSUED
    assert (
        "SỞ NỘI VỤ - SỞ TÀI CHÍNH"
        in Client().get(reverse("verify:letter", args=[letter.verify_token])).content.decode()
    )
    assert "Jointly with SỞ TÀI CHÍNH" in page(house.lead.lan, "registers:outgoing")
    assert "signed and sealed" in page(house.lead.minh, "letters:detail", letter.pk)


def test_the_drafter_lets_go_of_the_partner(house: House) -> None:
    reason = "Không cần nữa"
    letter = house.lead.plan()
    request = ask(*house, letter)
    assert "Let go of the partner" in page(house.lead.minh, "letters:detail", letter.pk)
    place = reverse("letters:let_partner_go", args=[letter.pk])
    assert browser(house.lead.minh).post(place, {"reason": reason}).status_code == 302
    request.refresh_from_db()
    assert request.state == CosigningState.WITHDRAWN
    assert reason in page(house.partner.lan, "joint:detail", request.pk)
