"""The books of sending: the postal book, the transfer receipt, the use of kept copies; on screen and on paper."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pikepdf
import pypdfium2
from django.urls import reverse

from dispatch import queries
from dispatch.enums import SendingChannel
from dispatch.models import KeptCopyUse
from dispatch.operations import book_use, delivery_news, sending
from files.queries import content_of, file_of
from jobs.models import Job
from jobs.operations import leasing
from tests.cast import Cast
from tests.factories.dispatch import NOON
from tests.factories.sending import issued, sent, to
from tests.web.sending.conftest import client_of
from web.sending import jobs

POST = SendingChannel.POST
DAYS = {"since": "2026-11-24", "until": "2026-11-26"}


def text(response) -> str:
    return response.content.decode()


def printed(client, name: str, query: str = "?since=2026-11-24&until=2026-11-26") -> str:
    """Have a book printed, let the worker make it, and give its words."""
    response = client.post(reverse("sending:print_book", args=[name]) + query)
    job = Job.objects.get(kind=book_use.PRINT)
    taken = leasing.claim_by_id(job.pk, at=job.run_at)
    assert taken is not None
    jobs.run(taken)
    assert "It is ready." in text(client.get(response["Location"]))
    file = client.get(reverse("sending:printed", args=[job.key]))
    pdf = b"".join(file.streaming_content)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.open_metadata()["pdfaid:part"] == "3"
    document = pypdfium2.PdfDocument(pdf)
    words = " ".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
    return re.sub(r"\s+", " ", words)


def test_the_postal_book_has_its_six_columns_and_a_line_for_every_departure(cast: Cast) -> None:
    (delivery,) = sent(cast, to("Sở Tài chính", POST, address="12 Bạch Đằng", envelopes=2))
    by = cast.actor("lan")
    delivery_news.note_failure(delivery=delivery, reason="Bưu điện trả lại", by=by, at=NOON)
    sending.send_again(delivery=delivery, by=by, at=NOON + timedelta(days=1))
    client = client_of(cast.lan)
    page = text(client.get(reverse("sending:book", args=["post"]), DAYS))
    assert page.count("12 Bạch Đằng") == 2
    assert "2 lines, from 24/11/2026 to 26/11/2026." in page
    words = printed(client, "post")
    assert "SỔ GỬI VĂN BẢN ĐI BƯU ĐIỆN" in words
    for column in ("Ngày chuyển", "Nơi nhận văn bản", "Số lượng bì", "Ký nhận và dấu bưu điện", "Ghi chú"):
        assert column in words
    assert words.count("Sở Tài chính") == 2
    assert "24/11/2026" in words
    assert "25/11/2026" in words


def test_the_transfer_receipt_is_signed_by_both_hands(cast: Cast) -> None:
    sent(cast, to("Sở Tư pháp", copies=3))
    words = printed(client_of(cast.lan), "hand")
    assert "PHIẾU GIAO NHẬN VĂN BẢN" in words
    assert "NGƯỜI GIAO" in words
    assert "NGƯỜI NHẬN" in words
    assert "01/SNV-CCHC, 24/11/2026" in words


def test_a_kept_copy_is_lent_once_and_comes_back(cast: Cast) -> None:
    letter = issued(cast)
    client = client_of(cast.lan)
    values = {
        "number": letter.reference_code.lower(),
        "lent_on": "2026-11-24",
        "user_name": "Trần Quang Minh",
        "user_unit": "Phòng CCHC",
        "dossier_code": "02.CCHC",
        "permitted_by": cast.dung.pk,
    }
    address = reverse("sending:lend")
    assert "No issued letter" in text(client.post(address, {**values, "number": "9/X"}))
    client.post(address, values)
    use = KeptCopyUse.objects.get()
    assert (use.letter, use.permitted_by) == (letter, cast.dung)
    assert "The kept copy is with Trần Quang Minh since 24/11/2026" in text(client.post(address, values))
    back = reverse("sending:take_back", args=[use.pk])
    assert "does not lie between" in text(client.post(back, {"on": "2026-11-23"}))
    client.post(back, {"on": "2026-11-25"})
    assert queries.kept_copy_out(letter) is None
    words = printed(client, "copies")
    assert "SỔ SỬ DỤNG BẢN LƯU" in words
    assert "Người cho phép sử dụng" in words
    assert "Lê Anh Dũng" in words
    assert "25/11/2026" in words


def test_the_books_are_open_to_those_who_read_registers(cast: Cast) -> None:
    assert "Only the registry" in text(client_of(cast.minh).get(reverse("sending:book", args=["post"])))
    assert client_of(cast.dung).get(reverse("sending:book", args=["post"])).status_code == 200
    assert client_of(cast.lan).get(reverse("sending:book", args=["khac"])).status_code == 404


def test_a_print_of_another_office_is_not_found(cast: Cast) -> None:
    client = client_of(cast.lan)
    client.post(reverse("sending:print_book", args=["post"]))
    key = Job.objects.get(kind=book_use.PRINT).key
    assert client_of(cast.stranger).get(reverse("sending:printing", args=[key])).status_code == 404


def test_the_printed_file_is_kept_as_it_was_made(cast: Cast) -> None:
    client = client_of(cast.lan)
    printed(client, "post")
    from audit.models import Event

    event = Event.objects.get(name="book.print_made")
    assert content_of(file_of(cast.snv.pk, event.facts["file"])).startswith(b"%PDF")
