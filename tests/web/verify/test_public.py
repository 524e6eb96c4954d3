"""What anyone sees who scans the code of a printed letter."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dispatch.enums import LetterStatus
from tests.web.desk import Desk
from web.verify import public


@pytest.fixture(autouse=True)
def _fresh_counters() -> None:
    cache.clear()


def upload(content: bytes, name: str = "cong-van.pdf") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, content, content_type="application/pdf")}


def test_tells_what_the_office_publishes(desk: Desk) -> None:
    letter = desk.issued(7, "về lương của ông A")
    response = Client().get(f"/verify/{letter.verify_token}?lang=en")
    html = response.content.decode()
    assert response.status_code == 200
    for part in ("SỞ NỘI VỤ", "07/SNV-CCHC", "24/11/2026", "Đỗ Hoàng Yến", "issued"):
        assert part in html
    assert "về lương của ông A" not in html


def test_tells_the_subject_only_if_the_office_says_so(desk: Desk) -> None:
    desk.organisation.settings = {"verify_shows_subject": True}
    desk.organisation.save()
    letter = desk.issued(7, "lịch tiếp công dân")
    assert "lịch tiếp công dân" in Client().get(f"/verify/{letter.verify_token}").content.decode()


def test_unknown_and_unissued_answer_alike_in_every_byte(desk: Desk) -> None:
    unissued = desk.numbered(8, "chưa đóng dấu")
    answers = [
        Client().get(f"/verify/{token}")
        for token in (unissued.verify_token, secrets.token_urlsafe(18), "x", "a" * 5000, "%00" * 30, "ợ" * 24)
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1


def test_an_upload_to_an_unissued_letter_tells_nothing_either(desk: Desk) -> None:
    unissued = desk.numbered(8, "chưa đóng dấu", pdf=b"%PDF the very file")
    first = Client().post(f"/verify/{unissued.verify_token}", upload(b"%PDF the very file"))
    second = Client().post(f"/verify/{secrets.token_urlsafe(18)}", upload(b"%PDF the very file"))
    assert (first.status_code, first.content) == (second.status_code, second.content)


def test_unknown_and_unissued_ask_the_database_alike(desk: Desk, django_assert_num_queries: Any) -> None:
    unissued = desk.numbered(8, "chưa đóng dấu")
    for token in (unissued.verify_token, secrets.token_urlsafe(18)):
        with django_assert_num_queries(1):
            Client().get(f"/verify/{token}")


def test_sets_no_cookie_and_is_not_to_be_indexed(desk: Desk) -> None:
    letter = desk.issued(7)
    client = Client()
    for response in (
        client.get(f"/verify/{letter.verify_token}"),
        client.post(f"/verify/{letter.verify_token}", upload(b"x")),
    ):
        assert not response.cookies
        assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert response.headers["Cache-Control"] == "no-store"
        assert "csrfmiddlewaretoken" not in response.content.decode()


def test_says_whether_a_file_is_the_issued_one(desk: Desk) -> None:
    letter = desk.issued(7, pdf=b"%PDF as issued")
    client = Client(enforce_csrf_checks=True)
    same = client.post(f"/verify/{letter.verify_token}?lang=en", upload(b"%PDF as issued"))
    other = client.post(f"/verify/{letter.verify_token}?lang=en", upload(b"%PDF as issued "))
    assert "Exactly the issued file" in same.content.decode()
    assert "Not the issued file" in other.content.decode()
    assert hashlib.sha256(b"%PDF as issued ").hexdigest()[:16] in other.content.decode()


def test_keeps_nothing_of_an_upload(desk: Desk, settings: Any, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "uploads")
    (tmp_path / "uploads").mkdir()
    letter = desk.issued(7)
    Client().post(f"/verify/{letter.verify_token}", upload(b"z" * (6 * 1024 * 1024)))
    assert list((tmp_path / "uploads").iterdir()) == []
    assert not (tmp_path / "store").exists()


def test_takes_20_mb_and_not_a_byte_more(desk: Desk) -> None:
    letter = desk.issued(7)
    url = f"/verify/{letter.verify_token}?lang=en"
    assert Client().post(url, upload(b"z" * public.MOST_BYTES)).status_code == 200
    refused = Client().post(url, upload(b"z" * (public.MOST_BYTES + 1)))
    assert refused.status_code == 413
    assert "larger than 20 MB" in refused.content.decode()
    assert Client().post(url, upload(b"z" * (public.MOST_BYTES + 100_000))).status_code == 413


@pytest.mark.parametrize("sent", [{}, {"file": "text"}, upload(b"")])
def test_asks_for_a_file_when_there_is_none(desk: Desk, sent: dict[str, Any]) -> None:
    letter = desk.issued(7)
    response = Client().post(f"/verify/{letter.verify_token}?lang=en", sent)
    assert response.status_code == 422
    assert "Choose the file first." in response.content.decode()


def test_escapes_the_name_of_a_file(desk: Desk) -> None:
    letter = desk.issued(7)
    html = (
        Client()
        .post(f"/verify/{letter.verify_token}", upload(b"x", "<img src=x onerror=alert(1)>.pdf"))
        .content.decode()
    )
    assert "<img" not in html


def test_an_address_may_ask_60_times_a_minute(desk: Desk) -> None:
    letter = desk.issued(7)
    codes = [Client().get(f"/verify/{letter.verify_token}?lang=en") for _ in range(public.LOOKS_A_MINUTE + 1)]
    assert codes[0].status_code == 200
    # the minute may turn during the test, never twice
    last = codes[-1] if codes[-1].status_code == 429 else Client().get("/verify/x", REMOTE_ADDR="127.0.0.1")
    assert Client(REMOTE_ADDR="10.1.2.3").get(f"/verify/{letter.verify_token}").status_code == 200
    if last.status_code == 429:
        assert last.headers["Retry-After"] == "60"
        assert "Wait a minute" in last.content.decode()


def test_speaks_both_languages(desk: Desk) -> None:
    letter = desk.issued(7)
    assert 'lang="en"' in Client().get(f"/verify/{letter.verify_token}?lang=en").content.decode()[:60]
    assert 'lang="vi"' in Client().get(f"/verify/{letter.verify_token}?lang=xx").content.decode()[:60]


def test_other_methods_are_refused(desk: Desk) -> None:
    letter = desk.issued(7)
    assert letter.status == LetterStatus.ISSUED
    assert Client().put(f"/verify/{letter.verify_token}").status_code == 405
