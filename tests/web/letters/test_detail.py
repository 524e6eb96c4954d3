"""The letter page: everything known about a letter, and the acts this person has."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.queries import history_of
from dispatch.models import OutgoingLetter
from organisation.enums import Duty
from tests.web.letterdesk import LetterDesk


def page(desk: LetterDesk, name: str, letter: OutgoingLetter) -> str:
    response = desk.get(name, "letters:detail", letter.pk)
    assert response.status_code == 200
    return response.content.decode()


def test_whoever_takes_no_part_finds_nothing(desk: LetterDesk) -> None:
    letter = desk.office.draft()

    assert desk.get("quan", "letters:detail", letter.pk).status_code == 404


def test_the_page_is_only_read(desk: LetterDesk) -> None:
    letter = desk.office.draft()

    assert desk.post("minh", "letters:detail", letter.pk).status_code == 405


def test_the_head_of_the_unit_may_pass_or_send_back(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_content")
    shown = page(desk, "hoa", letter)

    assert f'action="/letters/{letter.pk}/steps/{desk.item(letter).pk}/check-content/"' in shown
    assert 'id="ask-send-back"' in shown


def test_the_drafter_sees_the_waiting_act_closed_and_why(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_content")
    shown = page(desk, "minh", letter)

    assert 'aria-disabled="true"' in shown
    assert "Only the head of the drafting unit answers for the content." in shown
    assert "Take back" in shown


def test_the_signer_sees_the_very_file_and_may_sign_or_refuse(desk: LetterDesk) -> None:
    letter = desk.office.at_step("approve")
    shown = page(desk, "binh", letter)

    assert f"/letters/{letter.pk}/files/{letter.prepared_sha256}.pdf" in shown
    assert "Approve and sign" in shown
    assert "Approve, sign later" in shown
    assert 'id="ask-refuse"' in shown


def test_the_stand_in_is_told_on_whose_behalf_they_act(desk: LetterDesk) -> None:
    desk.office.lend("hoa", "tam", Duty.UNIT_HEAD)
    letter = desk.office.at_step("check_content")

    assert "You act here on behalf of Phạm Thị Hòa." in page(desk, "tam", letter)


def test_checks_stand_with_name_and_version(desk: LetterDesk) -> None:
    letter = desk.office.at_step("approve")
    shown = page(desk, "binh", letter)

    assert "content, Phạm Thị Hòa" in shown
    assert "format, Vũ Tiến Dũng" in shown


def test_a_returned_draft_says_who_sent_it_back_and_why(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_content")
    desk.step("hoa", "send_back", letter, reason="Thiếu phụ lục hai")
    shown = page(desk, "minh", letter)

    assert "“Thiếu phụ lục hai” – Phạm Thị Hòa" in shown


def test_history_speaks_in_sentences(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_format")
    shown = page(desk, "dung", letter)

    assert "Nguyễn Văn Minh · submitted version 1" in shown
    assert "Phạm Thị Hòa · passed the content of version 1" in shown


def test_the_stand_in_is_named_with_the_absent_in_the_history(desk: LetterDesk) -> None:
    desk.office.lend("hoa", "tam", Duty.UNIT_HEAD)
    letter = desk.office.at_step("check_content")
    desk.step("tam", "check_content", letter)

    assert "Hồ Thanh Tâm on behalf of Phạm Thị Hòa" in page(desk, "minh", letter)


def test_opening_is_written_down_once_for_each_person_and_hour(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_content")
    page(desk, "hoa", letter)
    page(desk, "hoa", letter)

    opened = history_of(letter.organisation_id, "letter", letter.pk).filter(name="letter.opened")
    assert opened.count() == 1


def test_a_letter_that_was_opened_cannot_be_taken_back(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_content")
    page(desk, "hoa", letter)
    response = desk.post("minh", "letters:take_back", letter.pk)

    assert response.status_code == 409
    assert "Somebody has opened the letter already." in response.content.decode()


def test_the_procedure_is_drawn_with_the_letters_place(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_content")
    shown = desk.get("hoa", "letters:flow", letter.pk).content.decode()

    assert "<svg" in shown
    assert 'data-state="now"' in shown
    assert "style=" not in shown.split("<svg", 1)[1].split("</svg>", 1)[0]


def test_the_procedure_leaves_the_house_as_bpmn_and_svg(desk: LetterDesk) -> None:
    letter = desk.office.draft()
    bpmn = desk.get("minh", "letters:flow_bpmn")
    svg = desk.get("minh", "letters:flow_svg", letter.pk)

    assert b"definitions" in bpmn.content
    assert "attachment" in bpmn["Content-Disposition"]
    assert svg["Content-Type"] == "image/svg+xml"


def test_the_number_of_questions_does_not_grow_with_the_history(desk: LetterDesk) -> None:
    letter = desk.office.draft()
    once = questions(desk, letter)
    for number in range(3):
        letter = desk.office.write(letter, subject=f"Bản {number}")

    assert questions(desk, letter) == once


def questions(desk: LetterDesk, letter: OutgoingLetter) -> int:
    desk.get("minh", "letters:detail", letter.pk)
    with CaptureQueriesContext(connection) as asked:
        desk.get("minh", "letters:detail", letter.pk)
    return len(asked)
