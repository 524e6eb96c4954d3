"""The screen on which files come in: secrecy first, one by one or together, what is refused is said."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dispatch.enums import ArrivalSource
from dispatch.models import IncomingLetter
from files.queries import content_of
from lib.calendar import local_day
from tests.cast import Cast
from tests.factories.sending import book_of_arrivals
from tests.files.pieces import pdf, picture
from tests.web.sending.conftest import client_of

NONE = {"secrecy": "none", "token": "abc"}


def sent(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def post(client: Client, **values: Any) -> Any:
    return client.post(reverse("intake:bring"), {**NONE, **values}, follow=True)


def text(response: Any) -> str:
    return response.content.decode()


def test_a_scan_comes_in_is_described_and_registered(cast: Cast) -> None:
    client = client_of(cast.lan)
    book_of_arrivals(cast.actor("lan"))
    page = text(post(client, files=[sent(pdf(2), "quet-001.pdf")]))
    assert "quet-001.pdf" in page
    letter = IncomingLetter.objects.get()
    assert content_of(letter.file) == pdf(2)
    address = reverse("intake:letter", args=[letter.pk])
    day = local_day(letter.arrived_at).isoformat()
    page = text(client.post(address, {"arrival_day": day}))
    assert "Before it is registered, write down: issuer, subject." in page
    facts = {"issuer": "SỞ TÀI CHÍNH", "subject": "quyết toán", "code": "5/STC-NS", "urgency": "normal"}
    page = text(client.post(reverse("intake:describe", args=[letter.pk]), facts, follow=True))
    assert "Written down." in page
    assert "arrival number 1" in text(client.post(address, {"arrival_day": day}, follow=True))


def test_secrecy_is_asked_first_and_a_secret_is_refused_with_what_to_do(cast: Cast) -> None:
    client = client_of(cast.lan)
    page = text(client.get(reverse("intake:bring")))
    assert page.index("Mark of secrecy") < page.index('type="file"')
    for secrecy, said in (("confidential", "separate machine"), ("", "Say first whether")):
        response = post(client, secrecy=secrecy, files=[sent(pdf(), "a.pdf")])
        assert response.status_code == 422
        assert said in text(response)
    assert not IncomingLetter.objects.exists()


def test_several_files_are_several_letters_or_one(cast: Cast) -> None:
    client = client_of(cast.lan)
    files = [sent(pdf(1), "a.pdf"), sent(pdf(2), "b.pdf"), sent(picture(), "c.png")]
    assert "3 letters came in." in text(post(client, files=files))
    assert IncomingLetter.objects.count() == 3
    post(client, token="def", together="yes", files=[sent(pdf(1), "a.pdf"), sent(picture(), "c.png")])
    together = IncomingLetter.objects.first()
    assert together is not None
    assert (together.file.name, together.attachments.count()) == ("a.pdf", 1)


def test_a_bad_file_keeps_no_good_one_out(cast: Cast) -> None:
    response = post(client_of(cast.lan), files=[sent(b"", "rong.pdf"), sent(pdf(), "tot.pdf")])
    assert response.status_code == 422
    assert "The file rong.pdf is empty" in text(response)
    assert IncomingLetter.objects.get().file.name == "tot.pdf"


def test_sent_twice_it_is_there_once(cast: Cast) -> None:
    client = client_of(cast.lan)
    for _twice in range(2):
        post(client, files=[sent(pdf(), "a.pdf")])
    assert IncomingLetter.objects.count() == 1


def test_the_script_hears_of_each_file_by_itself(cast: Cast) -> None:
    client = client_of(cast.lan)
    for place, content in enumerate((pdf(), b"")):
        values = {**NONE, "place": place, "folder": sent(content, f"{place}.pdf")}
        answer = client.post(reverse("intake:bring"), values, headers={"accept": "application/json"})
        assert bool(answer.json()["letters"]) == bool(content)
    assert "is empty" in answer.json()["sentence"]


def test_photographs_are_the_pages_of_one_letter(cast: Cast) -> None:
    post(client_of(cast.lan), camera=[sent(picture("JPEG"), "1.jpg"), sent(picture(), "2.png")])
    letter = IncomingLetter.objects.get()
    assert (letter.source, letter.attachments.count()) == (ArrivalSource.CAMERA, 1)


def test_others_do_not_bring_in(cast: Cast) -> None:
    assert "Bring files in" not in text(client_of(cast.binh).get(reverse("intake:tray")))
    assert client_of(cast.minh).get(reverse("intake:bring")).status_code == 409
