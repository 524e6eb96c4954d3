"""The clerk's desk: paper without a scan, one letter after the other with day and kind kept, a line struck out."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dispatch.enums import AllocationState
from dispatch.enums import IncomingStatus as I
from dispatch.models import IncomingLetter
from tests.cast import Cast
from tests.factories.sending import book_of_arrivals
from tests.files.pieces import pdf, picture
from tests.web.sending.conftest import client_of

PAPER = {
    "secrecy": "none", "issuer": "HUYỆN ỦY AN BÌNH", "code": "12-CV/HU", "dated_on": "2026-11-20", "kind": "cong_van",
    "subject": "xin ý kiến về quy chế", "urgency": "normal", "copies": "1",
}  # fmt: skip


def text(response: Any) -> str:
    return str(response.content.decode())


def today() -> str:
    return timezone.localdate().isoformat()


def on_paper(client: Client, **values: str) -> Any:
    return client.post(reverse("intake:paper"), {**PAPER, "arrival_day": today(), **values}, follow=True)


def brought(client: Client, *names: str) -> list[IncomingLetter]:
    files = [SimpleUploadedFile(name, pdf(n)) for n, name in enumerate(names, 1)]
    client.post(reverse("intake:bring"), {"secrecy": "none", "token": "abc", "files": files})
    letters = list(IncomingLetter.objects.order_by("-arrived_at", "-id"))
    for letter in letters:
        facts = {
            "issuer": "SỞ TÀI CHÍNH",
            "subject": f"việc {letter.pk}",
            "urgency": "normal",
            "kind": "bao_cao",
        }
        client.post(reverse("intake:describe", args=[letter.pk]), facts)
    return letters


def test_secrecy_is_asked_before_anything_of_a_paper_is_typed(cast: Cast) -> None:
    client = client_of(cast.lan)
    first = text(client.get(reverse("intake:paper")))
    assert 'name="subject"' not in first
    assert "separate machine" in text(client.get(reverse("intake:paper"), {"secrecy": "confidential"}))
    assert 'name="subject"' in text(client.get(reverse("intake:paper"), {"secrecy": "none"}))
    book_of_arrivals(cast.actor("lan"))
    refused = client.post(reverse("intake:paper"), {**PAPER, "secrecy": "", "arrival_day": today()})
    assert (refused.status_code, IncomingLetter.objects.count()) == (422, 0)


def test_a_paper_is_registered_and_its_page_stands_without_a_file(cast: Cast) -> None:
    client = client_of(cast.lan)
    book_of_arrivals(cast.actor("lan"))
    page = text(on_paper(client, sheets="3", page_count="5", field_of_work="Tổ chức", due_on="2026-12-04"))
    for said in (
        "Registered: arrival number 1.",
        "It came on paper",
        "1 copy, 3 sheets",
        "04/12/2026",
        "Tổ chức",
    ):
        assert said in page
    letter = IncomingLetter.objects.get()
    for name in ("intake:letter", "incoming:letter", "incoming:way"):
        assert client.get(reverse(name, args=[letter.pk])).status_code == 200
    assert letter.subject in text(client.get(reverse("incoming:list"), {"show": "all"}))
    scan = {"scan": SimpleUploadedFile("quet.pdf", pdf(2))}
    assert "The scan lies beside the letter." in text(
        client.post(reverse("intake:add_scan", args=[letter.pk]), scan, follow=True)
    )
    letter.refresh_from_db()
    assert (letter.file_name, letter.page_count) == ("quet.pdf", 2)


def test_the_next_paper_begins_with_the_same_day_kind_and_unit(cast: Cast) -> None:
    client = client_of(cast.lan)
    book_of_arrivals(cast.actor("lan"))
    unit = str(cast.units["CCHC"].pk)
    page = text(on_paper(client, unit=unit, field_of_work="Tổ chức", next="1"))
    assert "Registered: arrival number 1." in page
    assert f'<option value="{unit}" selected>' in page
    assert '<option value="cong_van" selected>' in page
    assert 'value="Tổ chức"' in page
    assert 'value="HUYỆN ỦY AN BÌNH"' not in page


def test_the_same_paper_twice_is_shown_before_it_gets_a_number(cast: Cast) -> None:
    client = client_of(cast.lan)
    book_of_arrivals(cast.actor("lan"))
    on_paper(client)
    page = text(on_paper(client))
    assert "This letter may be registered already." in page
    assert "12-CV/HU" in page
    assert IncomingLetter.objects.count() == 1
    assert "arrival number 2" in text(on_paper(client, compared_asked="1", compared="on"))


def test_after_one_arrival_comes_the_next_that_waits(cast: Cast) -> None:
    client = client_of(cast.lan)
    book_of_arrivals(cast.actor("lan"))
    first, second = brought(client, "a.pdf", "b.pdf")
    unit = str(cast.units["CCHC"].pk)
    values = {"arrival_day": today(), "unit": unit, "copies": "1", "next": "1"}
    page = text(client.post(reverse("intake:letter", args=[first.pk]), values, follow=True))
    assert "Registered: arrival number 1." in page
    assert second.file_name in page
    assert f'<option value="{unit}" selected>' in page
    response = client.post(reverse("intake:letter", args=[second.pk]), values)
    assert response.headers["Location"] == reverse("intake:tray")


def test_a_letter_registered_by_mistake_is_struck_out_and_stays_in_the_book(cast: Cast) -> None:
    client = client_of(cast.lan)
    book_of_arrivals(cast.actor("lan"))
    on_paper(client)
    letter = IncomingLetter.objects.get()
    address = reverse("intake:strike_out", args=[letter.pk])
    assert client_of(cast.binh).get(address).status_code == 409
    assert "Strike out of the book" in text(client.get(reverse("incoming:letter", args=[letter.pk])))
    page = text(client.post(address, {"reason": "Ghi nhầm sổ"}, follow=True))
    assert "It is struck out; the line stays." in page
    assert "Ghi nhầm sổ" in page
    letter.refresh_from_db()
    assert letter.allocation is not None
    assert (letter.status, letter.allocation.state) == (I.VOIDED, AllocationState.VOID)
    assert letter.subject not in text(client_of(cast.dung).get(reverse("inbox:list")))
    assert letter.subject not in text(client.get(reverse("incoming:list"), {"show": "all"}))
    assert (
        client.get(reverse("incoming:letter", args=[letter.pk])).status_code == 302
    )  # to the registry's page


def test_a_secret_that_came_in_is_erased_by_the_screen_which_names_the_other_places(cast: Cast) -> None:
    client = client_of(cast.lan)
    (letter,) = brought(client, "mat.pdf")
    address = reverse("intake:erase", args=[letter.pk])
    assert reverse("intake:erase", args=[letter.pk]) in text(
        client.get(reverse("intake:letter", args=[letter.pk]))
    )
    assert client_of(cast.binh).get(address).status_code == 409
    assert client.post(address).status_code == 422  # once more: has the paper been looked at?
    page = text(client.post(address, {"sure": "on"}, follow=True))
    for said in ("Erased.", "memory of the scanner", "the mailbox it came to", "backups made since it came"):
        assert said in page
    assert "mat.pdf" not in page
    assert "No content is kept" in text(client.get(reverse("intake:tray"), {"show": "erased"}))


def test_a_photographed_letter_is_seen_with_its_stamp(cast: Cast) -> None:
    client = client_of(cast.lan)
    book_of_arrivals(cast.actor("lan"))
    client.post(
        reverse("intake:bring"),
        {"secrecy": "none", "token": "p", "camera": SimpleUploadedFile("a.jpg", picture("JPEG"))},
    )
    letter = IncomingLetter.objects.get()
    facts = {"issuer": "SỞ TÀI CHÍNH", "subject": "quyết toán", "urgency": "normal"}
    client.post(reverse("intake:describe", args=[letter.pk]), facts)
    client.post(reverse("intake:letter", args=[letter.pk]), {"arrival_day": today(), "copies": "1"})
    page = text(client.get(reverse("incoming:letter", args=[letter.pk])))
    assert "arrival-stamp" in page
    assert reverse("incoming:file", args=[letter.pk, letter.scan.sha256]) in page


def test_a_line_of_the_book_is_corrected_and_the_history_says_what_it_said(cast: Cast) -> None:
    book_of_arrivals(cast.actor("lan"))
    client = client_of(cast.lan)
    on_paper(client)
    letter = IncomingLetter.objects.get()
    address = reverse("intake:correct", args=[letter.pk])
    assert address in text(client.get(reverse("incoming:letter", args=[letter.pk])))
    form = text(client.get(address))
    assert 'value="12-CV/HU"' in form
    values = {**PAPER, "code": "21-CV/HU", "urgency": "express", "reason": ""}
    assert client.post(address, values).status_code == 422
    shown = text(client.post(address, {**values, "reason": "Ghi nhầm số"}, follow=True))
    assert "The book is corrected." in shown
    assert "Number, symbol: 12-CV/HU → 21-CV/HU" in shown
    assert "Ghi nhầm số" in shown
    assert "Number, symbol: 12-CV/HU → 21-CV/HU" in text(
        client.get(reverse("intake:letter", args=[letter.pk]))
    )
    assert "21-CV/HU" in text(client.get(reverse("registers:incoming")))


def test_only_the_registry_is_offered_to_correct_the_book(cast: Cast) -> None:
    book_of_arrivals(cast.actor("lan"))
    on_paper(client_of(cast.lan))
    letter = IncomingLetter.objects.get()
    chief = client_of(cast.dung)
    address = reverse("intake:correct", args=[letter.pk])
    assert address not in text(chief.get(reverse("incoming:letter", args=[letter.pk])))
    assert chief.post(address, {**PAPER, "reason": "sai"}).status_code == 409


def test_a_page_opened_before_a_colleague_corrected_the_line_corrects_nothing(cast: Cast) -> None:
    book_of_arrivals(cast.actor("lan"))
    client = client_of(cast.lan)
    on_paper(client)
    address = reverse("intake:correct", args=[IncomingLetter.objects.get().pk])
    seen = client.get(address).context["form"]["seen"].value()
    assert f'value="{seen}"' in text(client.get(address))
    values = {**PAPER, "reason": "Ghi nhầm", "seen": seen}
    client.post(address, {**values, "signer": "Trần Văn Bốn"})
    late = client.post(address, {**values, "subject": "việc khác"})
    assert late.status_code == 422
    assert "Somebody else has changed this letter" in text(late)
    assert IncomingLetter.objects.get().signer == "Trần Văn Bốn"
    assert client.post(address, {**values, "seen": "2026-99-99T00:00:00"}).status_code in (302, 422)
