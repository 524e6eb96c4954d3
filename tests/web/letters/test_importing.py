"""The text of a Word file is shown first and taken over second."""

from __future__ import annotations

import html
import json
import re

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.dispatch.importing.making import package, paragraph_with, written
from tests.web.letterdesk import LetterDesk


def upload(content: bytes, name: str = "công văn.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/octet-stream")


def test_the_text_and_what_stays_behind_are_shown_before_anything_changes(desk: LetterDesk) -> None:
    letter = desk.office.draft()
    file = upload(paragraph_with("<w:r><w:t>Từ &lt;Word&gt;.</w:t><w:tab/><w:t>sau</w:t></w:r>"))
    shown = desk.post("minh", "letters:import", letter.pk, file=file).content.decode()

    assert "Từ &lt;Word&gt;. sau" in shown
    assert "tab stops (a space stands for each): 1" in shown
    assert desk.office.read(letter).version_number == 1


def test_taking_it_makes_a_version_and_keeps_the_one_before(desk: LetterDesk) -> None:
    letter = desk.office.draft()
    shown = desk.post(
        "minh", "letters:import", letter.pk, file=upload(written(lambda d: d.add_paragraph("Mới.")))
    )
    fields = dict(re.findall(r'name="(body|version|file_name)" value="([^"]*)"', shown.content.decode()))
    response = desk.post(
        "minh", "letters:import_take", letter.pk, **{k: html.unescape(v) for k, v in fields.items()}
    )

    assert response["Location"] == f"/letters/{letter.pk}/edit/"
    taken = desk.office.read(letter)
    assert taken.version_number == 2
    assert "Mới." in json.dumps(taken.draft.body, ensure_ascii=False)
    assert taken.versions.get(number=2).note == "text taken from công văn.docx"


def test_a_refused_file_is_answered_on_the_page_that_asked(desk: LetterDesk) -> None:
    letter = desk.office.draft()
    for content in (b"", b"chu", package("<broken")):
        response = desk.post("minh", "letters:import", letter.pk, file=upload(content))
        assert response.status_code == 422
        assert "Read the file" in response.content.decode()


def test_a_page_without_a_file_asks_for_one(desk: LetterDesk) -> None:
    letter = desk.office.draft()
    assert "Choose a file first." in desk.post("minh", "letters:import", letter.pk).content.decode()
    assert desk.get("minh", "letters:import", letter.pk).status_code == 200


def test_what_was_sent_instead_of_a_text_is_not_taken(desk: LetterDesk) -> None:
    letter = desk.office.draft()
    for body in ("", "[]", "{", "[" * 50_000):
        response = desk.post("minh", "letters:import_take", letter.pk, body=body, version="1", file_name="x")
        assert response.status_code == 422
    assert desk.office.read(letter).version_number == 1


def test_readers_of_the_letter_import_nothing(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_content")
    assert desk.get("hoa", "letters:import", letter.pk).status_code in {403, 409}
    assert desk.get("thu", "letters:import", letter.pk).status_code == 404
