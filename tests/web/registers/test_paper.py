"""Registering a letter signed on paper: secrecy first, the number in one act, the scan kept bit by bit."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dispatch.enums import LetterStatus, Medium
from dispatch.models import NumberAllocation, OutgoingLetter
from dispatch.operations import numbering
from files import ports
from files.models import Blob
from files.queries import content_of
from files.store.filesystem import FilesystemStore
from lib.calendar import local_day
from tests.files.pieces import pdf, picture
from tests.web.desk import Desk
from workflow.models import WorkItem

FIRST, NEW = "/registers/paper/new/", "/registers/paper/new/?secrecy=none"


@pytest.fixture(autouse=True)
def store(tmp_path: Path) -> FilesystemStore:
    joined = FilesystemStore(tmp_path / "store")
    ports.join(lambda: joined)
    return joined


def typed(desk: Desk, **more: Any) -> dict[str, Any]:
    today = local_day(desk.at).isoformat()
    return {
        "kind": "quyet_dinh", "subject": "khen thưởng tập thể, cá nhân", "signer": desk.posts["binh"].pk,
        "signed_on": today, "drafter": desk.posts["minh"].pk, "addressees": "",
        "recipients": "- Như Điều 3;\n- Sở Tài chính;", "keep_line": "", "copies": "5", "legal_day": today, **more,
    }  # fmt: skip


def paper(content: bytes = b"", name: str = "qd khen thưởng.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or pdf(2), content_type="application/pdf")


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path, follow=True)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def registered(desk: Desk, **more: Any) -> OutgoingLetter:
    response = desk.client("lan").post(NEW, typed(desk, **more))
    assert response.status_code == 302, response.content.decode()
    return OutgoingLetter.objects.get()


def test_the_secrecy_is_asked_before_anything_can_be_typed_or_sent(desk: Desk) -> None:
    html = page(desk.client("lan"), FIRST)
    assert "State secrets are not kept here" in html
    assert 'type="file"' not in html
    for mark in ("confidential", "secret", "top_secret", "nonsense"):
        refused = desk.client("lan").post(f"{FIRST}?secrecy={mark}", typed(desk, scan=paper()))
        assert refused.status_code == 422
        assert 'type="file"' not in refused.content.decode()
    assert not OutgoingLetter.objects.exists()
    assert not Blob.objects.exists()


def test_the_clerk_registers_it_and_gets_number_line_and_scan_at_once(desk: Desk) -> None:
    scan = pdf(2)
    letter = registered(desk, scan=paper(scan))
    assert (letter.medium, letter.status, letter.reference_code) == (
        Medium.PAPER, LetterStatus.ISSUED, "01/QĐ-SNV",
    )  # fmt: skip
    assert letter.draft.recipients == ("Như Điều 3", "Sở Tài chính")
    assert letter.issued_file is not None
    assert letter.issued_file.sha256 == hashlib.sha256(scan).hexdigest()
    assert content_of(letter.issued_file) == scan
    html = page(desk.client("lan"), "/registers/outgoing/")
    for part in (
        "01/QĐ-SNV",
        "Quyết định khen thưởng tập thể",
        desk.posts["binh"].person.full_name,
        "Sở Tài chính",
        "On paper",
    ):
        assert part in html


def test_its_drafter_is_asked_to_file_it(desk: Desk) -> None:
    letter = registered(desk)
    item = WorkItem.items.get(letter_key=letter.pk)
    assert (item.step, item.owner_post) == ("file_letter", desk.posts["minh"])
    assert "khen thưởng tập thể" in page(desk.client("minh"), "/inbox/")


def test_its_page_says_that_the_paper_is_the_original(desk: Desk) -> None:
    letter = registered(desk, scan=paper())
    html = page(desk.client("lan"), f"/letters/{letter.pk}/")
    assert "the paper is the original" in html
    assert "Scan of the paper" in html
    assert "registered it, signed on paper, as 01/QĐ-SNV" in html
    assert "Check the content" not in html  # of the course only what happened here
    assert "Lay in the scan" not in html


def test_the_scan_may_follow_with_the_reason(desk: Desk) -> None:
    letter = registered(desk)
    client, where = desk.client("lan"), f"/registers/paper/{OutgoingLetter.objects.get().pk}/scan/"
    assert "On paper, no scan yet" in page(client, "/registers/outgoing/")
    assert where in page(client, f"/letters/{letter.pk}/")
    assert client.post(where, {"scan": paper(), "reason": "x"}).status_code == 422
    assert client.post(where, {"reason": "Máy quét hỏng"}).status_code == 422
    assert client.post(where, {"scan": paper(), "reason": "Máy quét hỏng"}).status_code == 302
    letter.refresh_from_db()
    assert letter.issued_file is not None
    assert client.get(where).status_code == 409  # once
    assert "laid in the scan of the paper: “Máy quét hỏng”" in page(client, f"/letters/{letter.pk}/")


def test_a_kept_number_is_used_for_the_paper_letter(desk: Desk) -> None:
    kept = numbering.reserve(
        number_series=desk.series, legal_day=local_day(desk.at), reason="Quyết định khen thưởng",
        expires_at=desk.at + timedelta(days=2), by=desk.actor("lan"), at=desk.at,
    )  # fmt: skip
    assert f'value="{kept.pk}" selected' in page(desk.client("lan"), f"{NEW}&kept={kept.pk}")
    letter = registered(desk, kept=str(kept.pk))
    assert letter.allocation == kept


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"scan": paper(picture("PNG"), "anh.png")}, "is not a PDF"),
        ({"scan": paper(picture("PNG"), "gia.pdf")}, "gia.pdf"),
        ({"scan": paper(b"", "rong.pdf")}, ""),
        ({"signed_on": "2999-01-01"}, "cannot have been signed"),
        ({"legal_day": "2999-01-01"}, "that day has not come"),
        ({"kind": "giay_di_duong"}, ""),
        ({"subject": ""}, ""),
        ({"subject": "TỐI MẬT"}, ""),
        ({"recipients": ""}, "Say whom the letter goes to"),
        ({"signer": ""}, ""),
        ({"drafter": "77777"}, ""),
        ({"copies": "0"}, ""),
        ({"behind": "9", "suffix": "a", "why": "Ký chậm một ngày"}, "is not in this register"),
    ],
)
def test_what_is_wrong_is_said_on_the_form_and_no_number_is_used(
    desk: Desk, wrong: dict[str, Any], said: str
) -> None:
    if "rong" in str(wrong):
        wrong = {"scan": SimpleUploadedFile("rong.pdf", b"")}
    response = desk.client("lan").post(NEW, typed(desk, **wrong))
    assert response.status_code == 422
    html = response.content.decode()
    assert said in html
    assert "Decision" not in html or 'aria-invalid="true"' in html or "notice" in html
    assert not NumberAllocation.objects.exists()


def test_only_the_registry_may(desk: Desk) -> None:
    letter = registered(desk)
    for name in ("minh", "binh", "quan"):
        assert desk.client(name).get(FIRST).status_code == 409
        assert desk.client(name).post(NEW, typed(desk, scan=paper())).status_code == 409
        status = desk.client(name).post(f"/registers/paper/{letter.pk}/scan/", {"scan": paper()}).status_code
        assert status in {404, 409}
    assert not Blob.objects.exists()
    issued = desk.issued(7)
    assert desk.client("lan").get(f"/registers/paper/{issued.pk}/scan/").status_code == 404


# ---------------------------------------------------------------- what anyone may verify
def test_the_verify_page_tells_a_paper_original_and_compares_its_scan(desk: Desk) -> None:
    scan = pdf(2)
    letter = registered(desk, scan=paper(scan))
    where = f"/verify/{letter.verify_token}?lang=en"
    html = page(Client(), where)
    assert "This letter is a paper original" in html
    assert "01/QĐ-SNV" in html
    same = Client().post(where, {"file": paper(scan)}).content.decode()
    assert "Exactly the scan the office has kept" in same
    assert "Exactly the issued file" not in same
    assert "Not the issued file" in Client().post(where, {"file": paper(pdf(3))}).content.decode()


def test_without_a_scan_there_is_nothing_to_compare(desk: Desk) -> None:
    letter = registered(desk)
    where = f"/verify/{letter.verify_token}?lang=en"
    assert 'type="file"' not in page(Client(), where)
    posted = Client().post(where, {"file": paper()})
    assert posted.status_code == 200
    assert "This letter is a paper original" in posted.content.decode()
