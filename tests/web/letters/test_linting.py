"""Findings are shown where they are: beside the field while drafting, before the acts while checking."""

from __future__ import annotations

from audit.queries import history_of
from dispatch.enums import EndorsementKind
from dispatch.models import Endorsement
from tests.web.letterdesk import LetterDesk

GRAVE = {"recipients": ["Như trên", "- Sở Tài chính;"]}
SLIGHT = {"subject": "rà soát  văn bản"}


def page(desk: LetterDesk, name: str, view: str, *keys: object) -> str:
    return desk.get(name, f"letters:{view}", *keys).content.decode()


def test_a_clean_draft_says_that_nothing_was_found(desk: LetterDesk) -> None:
    assert "Nothing found" in page(desk, "minh", "edit", desk.office.draft().pk)


def test_a_finding_stands_beside_its_field_and_leads_to_its_words(desk: LetterDesk) -> None:
    shown = page(desk, "minh", "edit", desk.office.draft(**GRAVE).pk)
    beside = shown.split('id="findings-of-recipients"')[1].split("</ul>")[0]

    assert 'data-field="recipients" data-line="1"' in beside
    assert "Nghị định 30/2020/NĐ-CP" in beside
    assert "1 thing must be put right" in shown
    assert 'id="findings-of-subject" hidden' in shown


def test_the_panel_follows_what_is_typed(desk: LetterDesk) -> None:
    letter = desk.office.draft()
    desk.office.write(letter, **GRAVE)
    answer = desk.get("minh", "letters:findings", letter.pk, HTTP_HX_REQUEST="true").content.decode()

    assert "1 thing must be put right" in answer
    assert 'id="findings-of-recipients" hx-swap-oob="true"' in answer


def test_only_the_drafter_asks_for_findings_of_a_draft(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_content")
    assert desk.get("hoa", "letters:findings", letter.pk).status_code in {403, 409}


def test_the_chief_sees_the_findings_before_his_acts(desk: LetterDesk) -> None:
    shown = page(desk, "dung", "detail", desk.office.at_step("check_format", **GRAVE).pk)

    assert 0 < shown.index("1 thing must be put right") < shown.index("Format is right")
    assert "Pass the format all the same" in shown


def test_the_chief_of_a_clean_letter_reads_that_nothing_was_found(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_format")
    shown = page(desk, "dung", "detail", letter.pk)
    assert "Nothing found" in shown
    assert "Pass the format all the same" not in shown


def test_what_is_only_better_put_right_passes_without_a_word(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_format", body={"type": "doc", "content": [
        {"type": "paragraph", "content": [{"type": "text", "text": "Hai  chữ."}]},
    ]})  # fmt: skip
    assert "1 is better put right" in page(desk, "dung", "detail", letter.pk)
    desk.step("dung", "check_format", letter)
    assert desk.status(letter) == "preparing"


def test_what_must_be_put_right_asks_for_a_reason(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_format", **GRAVE)
    response = desk.step("dung", "check_format", letter)

    assert response.status_code == 422
    assert "give the reason why it passes as it is" in response.content.decode()
    assert desk.status(letter) == "format_check"


def test_the_reason_is_kept_with_the_check_and_read_by_all(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_format", **GRAVE)
    desk.step("dung", "check_format", letter, reason="Theo mẫu của cấp trên")

    passed = Endorsement.objects.get(letter=letter, kind=EndorsementKind.FORMAT)
    assert (passed.passed, passed.reason) == (True, "Theo mẫu của cấp trên")
    event = history_of(letter.organisation_id, "letter", letter.pk).filter(name="letter.format_passed").get()
    assert event.facts["findings"] == ["own-marks"]
    assert "Theo mẫu của cấp trên" in page(desk, "dung", "detail", letter.pk)


def test_a_reason_nobody_understands_is_none(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_format", **GRAVE)
    assert desk.step("dung", "check_format", letter, reason="...").status_code == 422
    assert desk.status(letter) == "format_check"
