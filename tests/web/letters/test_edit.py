"""Writing a draft: typed, kept, saved as a version, submitted; nothing is lost on the way."""

from __future__ import annotations

import html
import json
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from dispatch import queries
from dispatch.models import LetterRendering, OutgoingLetter
from tests.web.letterdesk import LetterDesk
from tests.workflow.office import BODY


def fields(desk: LetterDesk, **changes: Any) -> dict[str, Any]:
    """Give what a browser sends for a complete draft."""
    return {
        "subject": "Rà soát văn bản",
        "addressees": "Ủy ban nhân dân các xã\nCác phòng",
        "legal_bases": "",
        "body": json.dumps(BODY),
        "recipients": "Như trên",
        "keep_line": "VT",
        "signer_post_id": desk.office.binh.post.pk,
        "urgency": "normal",
        "circulation": "none",
        "base_version": "0",
        "version": "0",
        **changes,
    }


def begun(desk: LetterDesk) -> OutgoingLetter:
    unit = desk.office.minh.post.unit_id
    desk.post("minh", "letters:new", secrecy="none", unit=unit)
    return OutgoingLetter.objects.get()


def autosave(
    desk: LetterDesk, letter: OutgoingLetter, version: int, name: str = "minh", **typed: Any
) -> HttpResponse:
    url = reverse("letters:autosave", args=[letter.pk])
    sent = json.dumps({"version": str(version), "fields": typed})
    return desk.browser(name).post(url, sent, content_type="application/json")


def test_saving_makes_a_version_with_its_author(desk: LetterDesk) -> None:
    letter = begun(desk)
    response = desk.post("minh", "letters:edit", letter.pk, **fields(desk, note="bản đầu"))
    version = queries.version_of(letter, 1)

    assert response.status_code == 302
    assert (version.author, version.note) == (desk.office.minh.person, "bản đầu")
    assert version.draft.addressees == ("Ủy ban nhân dân các xã", "Các phòng")


def test_a_pasted_list_leaves_its_dashes_and_stops_to_the_page(desk: LetterDesk) -> None:
    letter = begun(desk)
    pasted = {
        "addressees": "- Các sở, ngành;\n– Các xã, phường, v.v.;\n• UBND xã A.",
        "recipients": "-  Như trên;;",
    }
    kept = ("Các sở, ngành", "Các xã, phường, v.v.", "UBND xã A")
    autosave(desk, letter, 0, **pasted)
    typed = queries.autosave_of(letter)
    desk.post("minh", "letters:edit", letter.pk, **fields(desk, version="1", **pasted))

    assert typed is not None
    assert typed.draft.addressees == kept
    assert queries.version_of(letter, 1).draft.addressees == kept
    assert queries.version_of(letter, 1).draft.recipients == ("Như trên",)


def test_text_from_a_browser_without_the_editor_becomes_paragraphs(desk: LetterDesk) -> None:
    letter = begun(desk)
    desk.post("minh", "letters:edit", letter.pk, **fields(desk, body="Dòng một\n\nDòng hai"))
    body = queries.version_of(letter, 1).draft.body

    assert [block["content"][0]["text"] for block in body["content"]] == ["Dòng một", "Dòng hai"]


def test_save_and_submit_goes_on_with_the_same_post(desk: LetterDesk) -> None:
    letter = begun(desk)
    url = reverse("letters:edit", args=[letter.pk])
    response = desk.browser("minh").post(url, fields(desk, then="submit"), follow=True)

    assert response.redirect_chain == [(f"/letters/{letter.pk}/submit/", 307), ("/inbox/", 302)]
    assert desk.status(letter) == "content_check"


def test_an_incomplete_draft_is_saved_and_its_submission_declined(desk: LetterDesk) -> None:
    letter = begun(desk)
    url = reverse("letters:edit", args=[letter.pk])
    response = desk.browser("minh").post(url, fields(desk, then="submit", addressees=""), follow=True)

    assert response.status_code == 409
    assert "Say to whom the letter is addressed." in response.content.decode()
    assert desk.office.read(letter).version_number == 1


def test_a_subject_of_5000_letters_is_refused_and_still_on_the_page(desk: LetterDesk) -> None:
    letter = begun(desk)
    response = desk.post("minh", "letters:edit", letter.pk, **fields(desk, subject="dài " * 1250))
    shown = response.content.decode()

    assert response.status_code == 422
    assert "at most 500 are allowed" in shown
    assert "dài dài dài" in shown


def test_a_mark_of_secrecy_is_refused_and_not_stored(desk: LetterDesk) -> None:
    letter = begun(desk)
    response = desk.post("minh", "letters:edit", letter.pk, **fields(desk, body="TUYỆT MẬT\nNội dung"))

    assert response.status_code == 422
    assert desk.office.read(letter).version_number == 0


def test_a_script_in_the_subject_is_shown_as_text(desk: LetterDesk) -> None:
    letter = begun(desk)
    desk.post("minh", "letters:edit", letter.pk, **fields(desk, subject="<script>alert(1)</script>"))
    shown = desk.get("minh", "letters:detail", letter.pk).content.decode()

    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_what_is_typed_is_kept_and_there_again(desk: LetterDesk) -> None:
    letter = begun(desk)
    answer = autosave(desk, letter, 0, subject="Mới gõ dở", then="stay", base_version="0")

    assert answer.status_code == 200
    assert json.loads(answer.content)["version"] == "1"
    assert "Mới gõ dở" in desk.get("minh", "letters:edit", letter.pk).content.decode()


def test_a_second_tab_is_told_and_overwrites_nothing(desk: LetterDesk) -> None:
    letter = begun(desk)
    autosave(desk, letter, 0, subject="Thẻ thứ nhất")
    answer = autosave(desk, letter, 0, subject="Thẻ thứ hai")

    assert answer.status_code == 409
    assert "Nguyễn Văn Minh changed this draft elsewhere" in json.loads(answer.content)["sentence"]
    kept = queries.autosave_of(letter)
    assert kept is not None
    assert kept.draft.subject == "Thẻ thứ nhất"


def test_saving_from_a_stale_tab_shows_both_texts(desk: LetterDesk) -> None:
    letter = begun(desk)
    desk.post("minh", "letters:edit", letter.pk, **fields(desk, subject="Bản đã lưu"))
    response = desk.post(
        "minh", "letters:edit", letter.pk, **fields(desk, subject="Bản ở thẻ cũ", version="1")
    )
    shown = response.content.decode()

    assert response.status_code == 409
    assert "Bản đã lưu" in shown
    assert "Bản ở thẻ cũ" in shown
    assert 'name="base_version" value="1"' in shown


def test_a_saving_of_ones_own_still_under_way_is_no_conflict(desk: LetterDesk) -> None:
    letter = begun(desk)
    autosave(desk, letter, 0, subject="Gõ")
    response = desk.post("minh", "letters:edit", letter.pk, **fields(desk, subject="Gõ xong", pending="yes"))

    assert response.status_code == 302


def test_newer_text_of_another_tab_is_shown_even_before_it_is_a_version(desk: LetterDesk) -> None:
    letter = begun(desk)
    autosave(desk, letter, 0, subject="Gõ ở thẻ kia")
    response = desk.post("minh", "letters:edit", letter.pk, **fields(desk, subject="Gõ ở thẻ này"))
    shown = response.content.decode()

    assert response.status_code == 409
    assert "Gõ ở thẻ kia" in shown
    assert "Gõ ở thẻ này" in shown


def test_mine_can_be_saved_on_top_and_theirs_stays_a_version(desk: LetterDesk) -> None:
    letter = begun(desk)
    desk.post("minh", "letters:edit", letter.pk, **fields(desk, subject="Bản một"))
    desk.post(
        "minh", "letters:edit", letter.pk, **fields(desk, subject="Bản hai", base_version="1", version="1")
    )

    assert [one.draft.subject for one in queries.versions_of(letter)] == ["Bản hai", "Bản một"]


def test_the_body_comes_back_as_the_editor_writes_it(desk: LetterDesk) -> None:
    letter = begun(desk)
    written = '{"type":"doc","content":[{"type":"paragraph","attrs":{"align":"left"},"content":[{"type":"text","text":"a"}]}]}'
    desk.post("minh", "letters:edit", letter.pk, **fields(desk, body=written))
    shown = desk.get("minh", "letters:edit", letter.pk).content.decode()

    assert html.escape(written, quote=True) in shown


def test_nonsense_sent_to_autosave_is_refused_with_a_sentence(desk: LetterDesk) -> None:
    letter = begun(desk)
    url = reverse("letters:autosave", args=[letter.pk])
    answer = desk.browser("minh").post(url, "[]", content_type="application/json")

    assert answer.status_code == 400
    assert json.loads(answer.content)["sentence"]


def test_a_colleague_of_another_unit_finds_nothing(desk: LetterDesk) -> None:
    letter = begun(desk)

    assert desk.get("dung", "letters:edit", letter.pk).status_code == 404
    assert autosave(desk, letter, 0, "dung", subject="x").status_code == 404


def test_whoever_may_not_write_reads_instead(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_content")
    response = desk.get("hoa", "letters:edit", letter.pk)

    assert response["Location"] == f"/letters/{letter.pk}/"


def test_the_page_asks_for_its_preview_and_is_told_how_far_it_is(desk: LetterDesk) -> None:
    letter = desk.office.draft()
    facts = json.loads(desk.get("minh", "letters:preview", letter.pk).content)

    assert (facts["state"], facts["url"]) == ("working", "")


def drawn(desk: LetterDesk, letter: OutgoingLetter) -> LetterRendering:
    """Ask for the page of what was typed, as Minh's browser does, and have it drawn."""
    desk.get("minh", "letters:preview", letter.pk)
    made = queries.rendering_of(letter)
    LetterRendering.objects.filter(pk=made.pk).update(state="ready", pdf=b"%PDF-1.7", page_count=1)
    return made


def test_what_is_typed_and_not_saved_is_seen_by_whoever_writes_only(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_content")
    assert desk.step("hoa", "send_back", letter, reason="Bổ sung căn cứ pháp lý").status_code == 302
    saved = drawn(desk, letter)
    kept = queries.autosave_of(letter)
    assert autosave(desk, letter, kept.token if kept else 0, subject="Chưa nói với ai").status_code == 200
    typed = drawn(desk, letter)

    assert typed.pk != saved.pk
    assert desk.get("minh", "letters:preview_file", letter.pk, typed.pk).content == b"%PDF-1.7"
    assert desk.get("hoa", "letters:preview_file", letter.pk, saved.pk).content == b"%PDF-1.7"
    assert desk.get("hoa", "letters:preview_file", letter.pk, typed.pk).status_code == 404


def test_an_absent_signer_is_said_with_who_stands_in(desk: LetterDesk) -> None:
    desk.office.lend("binh", "yen")
    letter = begun(desk)
    shown = desk.get("minh", "letters:edit", letter.pk).content.decode()

    assert "Nguyễn Văn Bình is away until" in shown
    assert "Phạm Thị Yến stands in" in shown


def test_an_old_version_is_read_and_restored(desk: LetterDesk) -> None:
    letter = desk.office.draft(subject="Bản đầu")
    desk.office.write(letter, subject="Bản sau")
    read = desk.get("minh", "letters:version", letter.pk, 1).content.decode()
    desk.post("minh", "letters:restore", letter.pk, 1)

    assert "Bản đầu" in read
    newest = queries.versions_of(letter).first()
    assert newest is not None
    assert (newest.number, newest.draft.subject, newest.note) == (3, "Bản đầu", "restored from version 1")


def test_a_version_that_never_was_is_not_found(desk: LetterDesk) -> None:
    letter = desk.office.draft()

    assert desk.get("minh", "letters:version", letter.pk, 9).status_code == 404


def test_posts_are_the_only_way_to_change(desk: LetterDesk) -> None:
    letter = desk.office.draft()

    assert desk.get("minh", "letters:restore", letter.pk, 1).status_code == 405
    assert desk.get("minh", "letters:autosave", letter.pk).status_code == 405
    assert desk.get("minh", "letters:submit", letter.pk).status_code == 405


def test_what_is_typed_and_not_saved_is_shown_to_nobody_but_those_who_write(desk: LetterDesk) -> None:
    """A head of unit who sent the draft back still reads the letter, but not what is being typed into it."""
    letter = desk.office.at_step("check_content")
    desk.step("hoa", "send_back", letter, reason="Cần bổ sung số liệu")
    kept = queries.autosave_of(letter)
    autosave(desk, letter, kept.token if kept else 0, subject="Chưa ai được đọc")
    response = desk.post("hoa", "letters:edit", letter.pk, **fields(desk))

    assert queries.autosave_of(letter).draft.subject == "Chưa ai được đọc"
    assert "Chưa ai được đọc" not in response.content.decode()
    assert response.status_code in {403, 409, 422}
