"""The inbox says what waits, why it is here, and the one thing to do."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from organisation.enums import Duty
from signing.enums import RequestState, WaitReason
from signing.models import SigningRequest
from tests.web.letterdesk import LetterDesk
from web.inbox import views
from workflow.models import WorkItem

QUESTIONS = 20  # two of them: the transfer records to sign, listed and counted
FOR_THE_LETTERS_OF_NEWS = 1


def page(desk: LetterDesk, name: str) -> str:
    response = desk.get(name, "inbox:list")
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_inbox_says_so(desk: LetterDesk) -> None:
    assert "Nothing waits for you in any post, of any kind or day." in page(desk, "thu")


def test_a_stranger_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/inbox/").status_code == 302


def test_the_inbox_is_only_read(desk: LetterDesk) -> None:
    assert desk.browser("minh").post("/inbox/").status_code == 405


def test_a_draft_is_in_its_drafters_inbox_with_the_way_to_go_on(desk: LetterDesk) -> None:
    letter = desk.office.draft(subject="Kiểm kê con dấu")
    shown = page(desk, "minh")

    assert "Kiểm kê con dấu" in shown
    assert "You are drafting it; it has not been submitted." in shown
    assert f'href="/letters/{letter.pk}/edit/"' in shown


def test_the_head_of_the_unit_is_asked_for_the_content_by_name(desk: LetterDesk) -> None:
    desk.office.at_step("check_content")

    assert "Nguyễn Văn Minh asks you to check the content." in page(desk, "hoa")


def test_a_letter_is_in_nobody_elses_inbox(desk: LetterDesk) -> None:
    desk.office.at_step("check_content", subject="Chỉ bà Hòa thấy")

    assert "Chỉ bà Hòa thấy" not in page(desk, "binh")


def test_the_clerk_goes_straight_to_number_and_seal(desk: LetterDesk, signer: list[Any]) -> None:
    letter = desk.office.at_step("number_and_seal")

    assert f'href="/letters/{letter.pk}/steps/{desk.item(letter).pk}/seal/"' in page(desk, "lan")


def test_a_returned_letter_says_why_it_came_back(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_content")
    desk.step("hoa", "send_back", letter, reason="Bảng 2 lệch tổng với phụ lục")
    shown = page(desk, "minh")

    assert "Bảng 2 lệch tổng với phụ lục" in shown
    assert "Revise version 1" in shown


def test_what_is_done_for_an_absent_colleague_is_said(desk: LetterDesk) -> None:
    desk.office.lend("hoa", "tam", Duty.UNIT_HEAD)
    desk.office.at_step("check_content")
    shown = page(desk, "tam")

    assert "On behalf of Phạm Thị Hòa." in shown
    assert "1 on behalf of Phạm Thị Hòa (until" in shown


def test_the_overdue_come_first_under_their_own_heading(desk: LetterDesk) -> None:
    late = desk.office.at_step("check_content", subject="Việc đã trễ")
    desk.office.at_step("check_content", subject="Việc chưa trễ")
    WorkItem.items.filter(letter_key=late.pk).update(due_on="2025-01-02")
    shown = page(desk, "hoa")

    assert "Overdue" in shown
    assert shown.index("Việc đã trễ") < shown.index("Việc chưa trễ")


def test_a_long_inbox_comes_in_pages_and_says_how_many_there_are(
    desk: LetterDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PER_PAGE", 2)
    for number in (1, 2, 3):
        desk.office.draft(subject=f"Việc thứ {number}")
    first = page(desk, "minh")
    second = desk.browser("minh").get("/inbox/?page=2").content.decode()
    assert [f"Việc thứ {number}" in first for number in (1, 2, 3)] == [True, True, False]
    assert [f"Việc thứ {number}" in second for number in (1, 2, 3)] == [False, False, True]
    for shown in (first, second):
        assert "You see 3 items waiting for you" in shown
    assert "Showing 1–2 of 3" in first


def test_the_drafter_sees_what_others_hold(desk: LetterDesk) -> None:
    desk.office.at_step("check_format", subject="Đang ở Chánh Văn phòng")
    shown = page(desk, "minh")

    assert "Written by you, now with others" in shown
    assert "Đang ở Chánh Văn phòng" in shown
    assert "Vũ Tiến Dũng<small>holds it since" in shown


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_number_of_questions_does_not_grow_with_the_list(desk: LetterDesk, item_count: int) -> None:
    for number in range(item_count):
        desk.office.at_step("check_content", subject=f"Việc {number}")
    desk.get("hoa", "inbox:list")
    with CaptureQueriesContext(connection) as asked:
        desk.get("hoa", "inbox:list")

    assert len(asked) == QUESTIONS


@pytest.mark.parametrize("news_count", [1, 3])
def test_nor_with_the_news(desk: LetterDesk, signer: list[Any], news_count: int) -> None:
    desk.office.at_step("check_content")
    for _number in range(news_count):
        desk.office.at_step("file_letter")
    desk.get("hoa", "inbox:list")
    with CaptureQueriesContext(connection) as asked:
        shown = desk.get("hoa", "inbox:list").content.decode()

    assert shown.count("Issued as") == news_count
    assert len(asked) == QUESTIONS + FOR_THE_LETTERS_OF_NEWS


def test_a_signature_whose_pin_was_lost_lies_in_the_inbox_of_who_began_it(
    desk: LetterDesk, signer: list[Any]
) -> None:
    letter = desk.office.at_step("await_signature")
    SigningRequest.objects.update(state=RequestState.PREPARED, reason=WaitReason.ASK_AGAIN)
    shown = page(desk, "binh")

    assert "1 waits for your PIN again." in shown
    assert f'href="/letters/{letter.pk}/pin/"' in shown
    assert "PIN again" not in page(desk, "yen")
