"""The last step: an issued letter goes into its dossier."""

from __future__ import annotations

from typing import Any

from archive.queries import records_of
from tests.web.letterdesk import LetterDesk


def test_the_drafter_chooses_among_open_dossiers_and_files(desk: LetterDesk, signer: list[Any]) -> None:
    letter = desk.office.at_step("file_letter")
    dossier = desk.office.dossier()
    shown = desk.get("minh", "letters:file", letter.pk, desk.item(letter).pk).content.decode()
    response = desk.step("minh", "file", letter, dossier=dossier.pk)

    assert "Công tác văn thư" in shown
    assert response["Location"] == f"/letters/{letter.pk}/"
    assert records_of(dossier).get().origin_key == str(letter.pk)


def test_a_filed_letter_names_its_dossier_and_asks_for_nothing(desk: LetterDesk, signer: list[Any]) -> None:
    letter = desk.office.at_step("file_letter")
    dossier = desk.office.dossier()
    desk.step("minh", "file", letter, dossier=dossier.pk)
    shown = desk.get("minh", "letters:detail", letter.pk).content.decode()

    assert f"/go/dossier/{dossier.pk}" in shown
    assert "File into a dossier" not in shown


def test_without_an_open_dossier_the_page_says_what_to_do(desk: LetterDesk, signer: list[Any]) -> None:
    letter = desk.office.at_step("file_letter")
    shown = desk.get("minh", "letters:file", letter.pk, desk.item(letter).pk).content.decode()

    assert "No dossier is open" in shown


def test_a_dossier_that_was_not_offered_is_refused(desk: LetterDesk, signer: list[Any]) -> None:
    letter = desk.office.at_step("file_letter")
    desk.office.dossier()

    assert desk.step("minh", "file", letter, dossier=999).status_code == 422


def test_a_stranger_cannot_file(desk: LetterDesk, signer: list[Any]) -> None:
    letter = desk.office.at_step("file_letter")

    assert desk.step("quan", "file", letter, dossier=1).status_code == 404
