"""Versions beside each other, and what a leader is told has changed since he last decided."""

from __future__ import annotations

from typing import Any

from dispatch.models import VersionComparison
from tests.web.letterdesk import LetterDesk


def page(desk: LetterDesk, name: str, view: str, *keys: object, **query: str) -> str:
    return desk.get(name, f"letters:{view}", *keys, data=query).content.decode()


def text(*lines: str) -> dict[str, Any]:
    return {"type": "doc", "content": [
        {"type": "paragraph", "content": [{"type": "text", "text": line}]} for line in lines
    ]}  # fmt: skip


def test_two_versions_show_what_came_and_what_went(desk: LetterDesk) -> None:
    letter = desk.office.draft(subject="rà soát trước ngày 15", body=text("Giữ nguyên.", "Bỏ đi hẳn"))
    desk.office.write(letter, subject="rà soát trước ngày 20", body=text("Giữ nguyên."))
    shown = page(desk, "minh", "compare", letter.pk, 1, 2)

    assert "rà soát trước ngày <del>15</del><ins>20</ins>" in shown
    assert "<del>Bỏ đi hẳn</del>" in shown
    assert "taken out" in shown


def test_without_a_choice_the_newest_is_compared_with_the_one_before(desk: LetterDesk) -> None:
    letter = desk.office.draft(subject="một")
    for subject in ("hai", "ba"):
        desk.office.write(letter, subject=subject)
    assert desk.get("minh", "letters:compare_pick", letter.pk)["Location"].endswith("/compare/2/3/")
    swapped = desk.get("minh", "letters:compare_pick", letter.pk, data={"older": "3", "newer": "1"})
    assert swapped["Location"].endswith("/compare/1/3/")


def test_equal_versions_say_so(desk: LetterDesk) -> None:
    letter = desk.office.draft()
    assert "These versions say the same." in page(desk, "minh", "compare", letter.pk, 1, 1)


def test_pages_are_asked_for_when_they_are_looked_at(desk: LetterDesk) -> None:
    letter = desk.office.draft(subject="một")
    desk.office.write(letter, subject="hai")
    page(desk, "minh", "compare", letter.pk, 1, 2)
    assert not VersionComparison.objects.exists()
    assert "being drawn" in page(desk, "minh", "compare", letter.pk, 1, 2, show="pages")
    assert VersionComparison.objects.get().letter_id == letter.pk
    assert "every 2s" in page(desk, "minh", "compare_pages", letter.pk, 1, 2)


def test_versions_that_are_not_there_and_strangers_find_nothing(desk: LetterDesk) -> None:
    letter = desk.office.draft()
    assert desk.get("minh", "letters:compare", letter.pk, 1, 7).status_code == 404
    assert desk.get("thu", "letters:compare", letter.pk, 1, 1).status_code == 404
    assert desk.get("minh", "letters:compared_picture", letter.pk, 1, 1, "before").status_code == 404


def test_a_leader_who_never_saw_the_letter_is_told_so(desk: LetterDesk) -> None:
    letter = desk.office.at_step("approve")
    assert "You have not decided on this letter before, nor read it." in page(
        desk, "binh", "detail", letter.pk
    )


def test_a_leader_who_read_it_sees_that_nothing_changed(desk: LetterDesk) -> None:
    letter = desk.office.at_step("approve")
    page(desk, "binh", "detail", letter.pk)
    assert "Nothing changed since you read it on" in page(desk, "binh", "detail", letter.pk)


def test_a_leader_sees_what_changed_since_he_sent_it_back(desk: LetterDesk) -> None:
    letter = desk.office.at_step("approve", subject="rà soát trước ngày 15")
    desk.step("binh", "send_back", letter, reason="Lùi hạn lại vài ngày")
    desk.office.write(letter, subject="rà soát trước ngày 20")
    desk.office.carry(desk.office.read(letter), "approve")
    shown = page(desk, "binh", "detail", letter.pk)

    assert "What changed since you sent it back on" in shown
    assert "<del>15</del><ins>20</ins>" in shown
    assert f"/letters/{letter.pk}/compare/1/2/" in shown


def test_a_leader_sees_that_nothing_changed_since_he_approved(desk: LetterDesk) -> None:
    letter = desk.office.at_step("approve")
    desk.step("binh", "approve", letter, sha256=letter.prepared_sha256)
    assert "Nothing changed since you approved it on" in page(desk, "binh", "detail", letter.pk)


def test_who_does_not_decide_is_not_told(desk: LetterDesk) -> None:
    letter = desk.office.at_step("approve")
    assert "Since your last decision" not in page(desk, "minh", "detail", letter.pk)
