"""One press, or one press and a reason, takes a letter on; a stale page is told who was quicker."""

from __future__ import annotations

from django.urls import reverse

from tests.web.letterdesk import LetterDesk


def test_submitting_sends_the_draft_to_the_head_of_the_unit(desk: LetterDesk) -> None:
    letter = desk.office.draft()
    response = desk.post("minh", "letters:submit", letter.pk)

    assert response["Location"] == "/inbox/"
    assert desk.status(letter) == "content_check"


def test_passing_the_content_sends_it_to_the_chief_of_office(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_content")
    desk.step("hoa", "check_content", letter)

    assert desk.status(letter) == "format_check"


def test_passing_the_format_has_it_laid_out(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_format")
    desk.step("dung", "check_format", letter)

    assert desk.status(letter) == "preparing"
    assert "Being laid out." in desk.get("dung", "letters:detail", letter.pk).content.decode()


def test_approving_names_the_bytes_that_were_shown(desk: LetterDesk) -> None:
    letter = desk.office.at_step("approve")
    desk.step("binh", "approve", letter, sha256=letter.prepared_sha256)

    assert desk.status(letter) == "signature"


def test_other_bytes_than_those_shown_are_not_approved(desk: LetterDesk) -> None:
    letter = desk.office.at_step("approve")
    response = desk.step("binh", "approve", letter, sha256="0" * 64)

    assert response.status_code == 409
    assert desk.status(letter) == "approval"


def test_a_second_press_is_told_who_did_it_already(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_content")
    item = desk.item(letter).pk
    desk.post("hoa", "letters:check_content", letter.pk, item)
    response = desk.post("hoa", "letters:check_content", letter.pk, item)

    assert response.status_code == 409
    assert "Phạm Thị Hòa already handled this step" in response.content.decode()
    assert desk.status(letter) == "format_check"


def test_a_page_drawn_before_a_return_does_not_pass_the_next_version(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_content")
    old = desk.item(letter).pk
    desk.step("hoa", "send_back", letter, reason="Sửa phần căn cứ")
    desk.office.carry(letter, "check_content")
    response = desk.post("hoa", "letters:check_content", letter.pk, old)

    assert response.status_code == 409
    assert desk.status(letter) == "content_check"


def test_somebody_elses_step_is_refused(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_content")
    response = desk.step("minh", "check_content", letter)

    assert response.status_code == 409
    assert desk.status(letter) == "content_check"


def test_a_step_of_another_letter_is_not_found(desk: LetterDesk) -> None:
    one, other = desk.office.at_step("check_content"), desk.office.at_step("check_content")
    response = desk.post("hoa", "letters:check_content", one.pk, desk.item(other).pk)

    assert response.status_code == 404


def test_a_stranger_to_the_letter_finds_no_step(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_content")

    assert desk.step("quan", "check_content", letter).status_code == 404


def test_sending_back_needs_a_reason_others_understand(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_content")
    response = desk.step("hoa", "send_back", letter, reason="x")

    assert response.status_code == 422
    assert "Give a reason that others can understand." in response.content.decode()
    assert desk.status(letter) == "content_check"


def test_the_reason_is_asked_on_a_page_of_its_own_without_scripts(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_content")
    shown = desk.get("hoa", "letters:send_back", letter.pk, desk.item(letter).pk).content.decode()

    assert "Send back for revision" in shown
    assert 'name="reason"' in shown


def test_sending_back_returns_it_with_everything(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_format")
    desk.step("dung", "send_back", letter, reason="Sai ký hiệu đơn vị")

    assert desk.status(letter) == "draft"
    assert desk.office.read(letter).version_number == letter.version_number


def test_taking_back_while_untouched(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_content")
    response = desk.post("minh", "letters:take_back", letter.pk)

    assert response["Location"] == f"/letters/{letter.pk}/edit/"
    assert desk.status(letter) == "draft"


def test_withdrawing_ends_the_letter_with_its_reason(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_format")
    desk.post("minh", "letters:withdraw", letter.pk, reason="Không còn cần thiết")

    assert desk.status(letter) == "withdrawn"
    shown = desk.get("minh", "letters:detail", letter.pk).content.decode()
    assert "withdrew the letter: “Không còn cần thiết”" in shown


def test_refusing_is_the_signers(desk: LetterDesk) -> None:
    letter = desk.office.at_step("approve")
    desk.step("binh", "refuse", letter, reason="Chưa đúng thẩm quyền")

    assert desk.status(letter) == "refused"


def test_no_act_is_done_by_looking(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_content")
    item = desk.item(letter).pk
    for act in ("check_content", "check_format", "approve"):
        assert desk.get("hoa", f"letters:{act}", letter.pk, item).status_code == 405
    assert desk.get("minh", "letters:take_back", letter.pk).status_code == 405
    assert desk.browser("hoa").put(reverse("letters:send_back", args=[letter.pk, item])).status_code == 405
