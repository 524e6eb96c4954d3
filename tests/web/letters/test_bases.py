"""Legal bases are found beside their field and put into it."""

from __future__ import annotations

from typing import Any

from dispatch.enums import RelationKind
from dispatch.models import LetterRelation, OutgoingLetter
from tests.web.letterdesk import LetterDesk


def issued(desk: LetterDesk) -> OutgoingLetter:
    return desk.office.at_step("file_letter", subject="ban hành Quy chế làm việc")


def test_what_is_found_shows_the_line_it_would_print(desk: LetterDesk, signer: list[Any]) -> None:
    target, letter = issued(desk), desk.office.draft()
    shown = desk.get(
        "minh", "letters:bases", letter.pk, data={"q": "quy che"}, HTTP_HX_REQUEST="true"
    ).content.decode()

    assert f"Căn cứ Công văn số {target.reference_code}" in shown
    assert "<html" not in shown
    assert (
        "No issued letter" in desk.get("minh", "letters:bases", letter.pk, data={"q": "xyz"}).content.decode()
    )


def test_citing_puts_the_line_into_the_form_and_keeps_the_link(desk: LetterDesk, signer: list[Any]) -> None:
    target, letter = issued(desk), desk.office.draft()
    answer = desk.browser("minh").post(
        f"/letters/{letter.pk}/bases/", {"target": target.pk}, HTTP_HX_REQUEST="true"
    )

    assert 'data-insert-line="id_legal_bases"' in answer.content.decode()
    relation = LetterRelation.objects.get(letter=letter, kind=RelationKind.BASED_ON)
    assert relation.target_id == target.pk
    assert target.reference_code in desk.get("minh", "letters:detail", letter.pk).content.decode()


def test_without_scripts_the_line_is_told_to_be_copied(desk: LetterDesk, signer: list[Any]) -> None:
    target, letter = issued(desk), desk.office.draft()
    assert (
        desk.post("minh", "letters:bases", letter.pk, target=target.pk)["Location"]
        == f"/letters/{letter.pk}/edit/"
    )
    assert (
        "Copy this line into the legal bases: Căn cứ"
        in desk.get("minh", "letters:edit", letter.pk).content.decode()
    )


def test_a_link_is_taken_off_again(desk: LetterDesk, signer: list[Any]) -> None:
    target, letter = issued(desk), desk.office.draft()
    desk.post("minh", "letters:bases", letter.pk, target=target.pk)
    relation = LetterRelation.objects.get(letter=letter)
    desk.post("minh", "letters:base_let_go", letter.pk, relation.pk)
    relation.refresh_from_db()
    assert relation.dropped_at is not None
    assert desk.post("minh", "letters:base_let_go", letter.pk, relation.pk).status_code == 404


def test_what_cannot_be_read_or_is_no_letter_cannot_be_cited(desk: LetterDesk) -> None:
    letter = desk.office.draft()
    for target in ("", "x", "999999", str(letter.pk), "9" * 40):
        assert desk.post("minh", "letters:bases", letter.pk, target=target).status_code == 404
    assert desk.get("hoa", "letters:bases", desk.office.at_step("check_content").pk).status_code in {403, 409}
