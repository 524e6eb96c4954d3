"""Signing beside the signer on screens: the sheet, a wrong PIN, sending back instead, calling back."""

from __future__ import annotations

from typing import Any

from dispatch.enums import LetterStatus
from dispatch.models import OutgoingLetter
from tests.web.letterdesk import LetterDesk
from tests.workflow.office import PIN, certificate
from tests.workflow.test_second_signature import SAID
from workflow.outgoing_letter import starting


def minutes(desk: LetterDesk) -> OutgoingLetter:
    office = desk.office
    certificate(office, office.tam.person)
    letter = starting.start(kind="bien_ban", unit=office.minh.post.unit, by=office.minh, at=office.later())
    letter = office.write(
        letter, addressees=[], subject="họp giao ban", particulars=SAID, second_post_id=office.tam.post.pk
    )
    return office.carry(letter, "cosign")


def test_the_draft_offers_a_second_signature_where_the_form_has_one(desk: LetterDesk) -> None:
    office = desk.office
    letter = starting.start(kind="bien_ban", unit=office.minh.post.unit, by=office.minh, at=office.later())
    assert "Second signature" in desk.get("minh", "letters:edit", letter.pk).content.decode()
    assert "Second signature" not in desk.get("minh", "letters:edit", office.draft().pk).content.decode()


def test_the_secretary_signs_on_the_sheet(desk: LetterDesk, signer: list[Any]) -> None:
    letter = minutes(desk)
    assert "your signature beside it is missing" in desk.get("tam", "inbox:list").content.decode()
    page = desk.get("minh", "letters:detail", letter.pk).content.decode()
    assert "Two signatures" in page and "Hồ Thanh Tâm" in page
    sha = letter.signed_file.sha256
    wrong = desk.step("tam", "cosign", letter, sha256=sha, pin="1111")
    assert wrong.status_code == 422 and b"1111" not in wrong.content
    assert desk.step("tam", "cosign", letter, sha256=sha, pin=PIN).status_code == 302


def test_the_secretary_sends_it_back_and_the_drafter_reads_why(desk: LetterDesk, signer: list[Any]) -> None:
    letter = minutes(desk)
    assert desk.step("tam", "decline", letter, reason="–").status_code == 422
    assert desk.step("tam", "decline", letter, reason="Thiếu kết luận mục 2").status_code == 302
    assert desk.status(letter) == LetterStatus.DRAFT
    assert "Thiếu kết luận mục 2" in desk.get("minh", "letters:detail", letter.pk).content.decode()


def test_the_drafter_calls_it_back(desk: LetterDesk, signer: list[Any]) -> None:
    letter = minutes(desk)
    assert desk.post("minh", "letters:call_back", letter.pk, reason="Sửa nội dung").status_code == 302
    assert desk.status(letter) == LetterStatus.DRAFT
