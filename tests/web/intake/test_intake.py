"""The receiver's screens: the tray, the letter beside its verdict, the number, the return, the end."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from dispatch.enums import IncomingStatus as I
from dispatch.models import Delivery, IncomingLetter
from files.queries import content_of
from tests.cast import Cast
from tests.factories.sending import book_of_arrivals, inside, sent, work
from tests.web.sending.conftest import client_of


def text(response) -> str:
    return response.content.decode()


def arrived(cast: Cast) -> IncomingLetter:
    sent(cast, inside(cast.stranger.organisation))
    work()
    return IncomingLetter.objects.latest("pk")


def soon() -> None:
    work(timezone.now() + timedelta(minutes=1))


def test_what_arrived_is_seen_read_and_registered(cast: Cast) -> None:
    letter, client = arrived(cast), client_of(cast.stranger)
    page = text(client.get(reverse("intake:tray")))
    assert "1 incoming letter: arrived and not yet registered" in page
    assert "Open the book of incoming letters" in page
    book_of_arrivals(cast.actor("stranger"))
    address = reverse("intake:letter", args=[letter.pk])
    page = text(client.get(address))
    assert "Number 1 is expected" in page
    assert "SỞ NỘI VỤ" in page
    day = timezone.localdate().isoformat()
    page = text(client.post(address, {"arrival_day": day, "unit": "", "note": ""}, follow=True))
    assert "Registered: arrival number 1." in page
    soon()
    assert Delivery.objects.get().status == "registered"
    assert "arrival number 1/" in text(
        client_of(cast.lan).get(reverse("sending:letter", args=[Delivery.objects.get().letter_id]))
    )


def test_the_file_is_served_bit_by_bit_and_to_its_own_office_only(cast: Cast) -> None:
    letter = arrived(cast)
    address = reverse("intake:file", args=[letter.pk, letter.file.sha256])
    response = client_of(cast.stranger).get(address)
    assert b"".join(response.streaming_content) == content_of(letter.file)
    assert client_of(cast.lan).get(address).status_code == 404
    assert client_of(cast.lan).get(reverse("intake:letter", args=[letter.pk])).status_code == 404


def test_returned_with_its_reason_the_sender_sees_it(cast: Cast) -> None:
    letter, client = arrived(cast), client_of(cast.stranger)
    address = reverse("intake:refuse", args=[letter.pk])
    assert "Give a reason that others can understand." in text(client.post(address, {"reason": "..."}))
    client.post(address, {"reason": "Văn bản gửi nhầm cơ quan"})
    letter.refresh_from_db()
    assert letter.status == I.REFUSED
    soon()
    lan = client_of(cast.lan)
    page = text(lan.get(reverse("sending:tray"), {"show": "stopped"}))
    assert "Văn bản gửi nhầm cơ quan" in page
    assert "refused it" in text(client_of(cast.minh).get(reverse("news:list")))


def test_dealt_with_is_told_too(cast: Cast) -> None:
    letter, client = arrived(cast), client_of(cast.stranger)
    book_of_arrivals(cast.actor("stranger"))
    day = timezone.localdate().isoformat()
    client.post(reverse("intake:letter", args=[letter.pk]), {"arrival_day": day})
    client.post(reverse("intake:complete", args=[letter.pk]), {"note": "Đã báo cáo"})
    soon()
    assert Delivery.objects.get().status == "completed"
    page = text(client.get(reverse("intake:tray"), {"show": "completed"}))
    assert "registered and dealt with" in page


def test_the_same_letter_twice_is_shown_before_it_is_numbered(cast: Cast) -> None:
    book_of_arrivals(cast.actor("stranger"))
    client = client_of(cast.stranger)
    day = timezone.localdate().isoformat()
    first = arrived(cast)
    client.post(reverse("intake:letter", args=[first.pk]), {"arrival_day": day})
    second = arrived(cast)
    address = reverse("intake:letter", args=[second.pk])
    page = text(client.get(address))
    assert "This letter may be registered already." in page
    assert reverse("intake:letter", args=[first.pk]) in page
    assert client.post(address, {"arrival_day": day}).status_code == 422
    client.post(address, {"arrival_day": day, "compared": "on"})
    second.refresh_from_db()
    assert (second.status, second.same_as) == (I.REGISTERED, first)


def test_the_book_is_opened_by_the_screen(cast: Cast) -> None:
    client = client_of(cast.stranger)
    values = {"name": "Văn bản đến", "period": "year", "since": "2026-11-24", "start": 871}
    client.post(reverse("intake:open_book"), values)
    letter = arrived(cast)
    assert "Number 871 is expected" in text(client.get(reverse("intake:letter", args=[letter.pk])))


def test_the_intake_is_for_registry_and_leaders(cast: Cast) -> None:
    assert client_of(cast.binh).get(reverse("intake:tray")).status_code == 200
    assert "Only the registry" in text(client_of(cast.minh).get(reverse("intake:tray")))
