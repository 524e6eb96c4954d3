"""The bytes of a letter: for those who may read, safe in a browser, and reading is written down."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.queries import history_of
from dispatch import queries
from dispatch.models import OutgoingLetter
from files.queries import content_of
from tests.web.letterdesk import LetterDesk
from tests.workflow.office import blank_page


def own(letter: OutgoingLetter) -> str:
    return reverse("letters:current_file", args=[letter.pk, letter.prepared_sha256])


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def attach(desk: LetterDesk, letter: OutgoingLetter, content: bytes, name: str) -> Any:
    file = SimpleUploadedFile(name, content)
    return desk.browser("minh").post(reverse("letters:attach", args=[letter.pk]), {"file": file})


def test_the_file_is_sent_whole_and_safe(desk: LetterDesk) -> None:
    letter = desk.office.at_step("approve")
    response = desk.browser("binh").get(own(letter))

    assert body(response) == content_of(letter.prepared_file)
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("inline")
    assert response["ETag"] == f'"{letter.prepared_sha256}"'
    assert response["Cache-Control"] == "private, no-cache"  # kept, and asked for each time


def test_what_the_browser_has_is_not_sent_again(desk: LetterDesk) -> None:
    letter = desk.office.at_step("approve")
    response = desk.browser("binh").get(own(letter), headers={"If-None-Match": f'"{letter.prepared_sha256}"'})

    assert response.status_code == 304


def test_a_part_is_sent_on_its_own(desk: LetterDesk) -> None:
    letter = desk.office.at_step("approve")
    whole = content_of(letter.prepared_file)
    response = desk.browser("binh").get(own(letter), headers={"Range": "bytes=5-14"})

    assert (response.status_code, body(response)) == (206, whole[5:15])
    assert response["Content-Range"] == f"bytes 5-14/{len(whole)}"


def test_the_last_bytes_are_sent_on_their_own(desk: LetterDesk) -> None:
    letter = desk.office.at_step("approve")
    response = desk.browser("binh").get(own(letter), headers={"Range": "bytes=-7"})

    assert body(response) == content_of(letter.prepared_file)[-7:]


def test_a_part_beyond_the_end_is_refused(desk: LetterDesk) -> None:
    letter = desk.office.at_step("approve")
    response = desk.browser("binh").get(own(letter), headers={"Range": "bytes=99999999-"})

    assert response.status_code == 416


def test_a_part_of_absurd_length_is_no_error_of_ours(desk: LetterDesk) -> None:
    letter = desk.office.at_step("approve")
    response = desk.browser("binh").get(own(letter), headers={"Range": f"bytes=-{'9' * 5000}"})

    assert response.status_code == 200


def test_whoever_only_reads_lays_nothing_into_the_store(desk: LetterDesk, tmp_path: Path) -> None:
    letter = desk.office.at_step("approve")
    before = sorted(tmp_path.rglob("*"))
    file = SimpleUploadedFile("rác.txt", b"r\xc3\xa1c")
    response = desk.browser("binh").post(reverse("letters:attach", args=[letter.pk]), {"file": file})

    assert response.status_code == 409
    assert [path for path in sorted(tmp_path.rglob("*")) if path.is_file() and path not in before] == []


def test_downloading_saves_instead_of_showing(desk: LetterDesk) -> None:
    letter = desk.office.at_step("approve")
    response = desk.browser("binh").get(own(letter) + "?download=1")

    assert response["Content-Disposition"].startswith("attachment")


def test_a_stranger_gets_no_bytes(desk: LetterDesk) -> None:
    letter = desk.office.at_step("approve")

    assert desk.browser("quan").get(own(letter)).status_code == 404


def test_bytes_of_another_letter_are_not_found(desk: LetterDesk) -> None:
    one, other = desk.office.at_step("approve"), desk.office.at_step("approve")
    url = reverse("letters:current_file", args=[one.pk, other.prepared_sha256])

    assert desk.browser("binh").get(url).status_code == 404


def test_reading_the_file_is_written_down_once_in_an_hour(desk: LetterDesk) -> None:
    letter = desk.office.at_step("approve")
    for _time in range(3):
        desk.browser("binh").get(own(letter))
    seen = history_of(letter.organisation_id, "letter", letter.pk).filter(name="letter.viewed")

    assert [event.trail["person"] for event in seen] == [desk.office.binh.person.pk]


def test_a_file_is_attached_shown_and_removed(desk: LetterDesk) -> None:
    letter = desk.office.draft()
    attach(desk, letter, blank_page(), "phụ lục.pdf")
    attachment = queries.attachments_of(letter).get()
    sent = desk.get("minh", "letters:attachment", letter.pk, attachment.pk)
    removed = desk.post("minh", "letters:detach", letter.pk, attachment.pk)

    assert body(sent) == blank_page()
    assert removed.status_code == 302
    assert not queries.attachments_of(letter).exists()


def test_an_attachment_that_is_no_picture_is_never_shown_in_place(desk: LetterDesk) -> None:
    letter = desk.office.draft()
    attach(desk, letter, "ghi chú".encode(), "ghi-chu.txt")
    response = desk.get("minh", "letters:attachment", letter.pk, queries.attachments_of(letter).get().pk)

    assert response["Content-Disposition"].startswith("attachment")


def test_a_fake_pdf_is_refused_where_it_was_chosen(desk: LetterDesk) -> None:
    letter = desk.office.draft()
    response = attach(desk, letter, b"PK\x03\x04 not a pdf", "gia.pdf")

    assert response.status_code == 422
    assert "gia.pdf" in response.content.decode()
    assert not queries.attachments_of(letter).exists()


def test_an_encrypted_pdf_is_refused(desk: LetterDesk) -> None:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    letter = desk.office.draft()
    response = attach(desk, letter, out.getvalue(), "khoa.pdf")

    assert response.status_code == 422
    assert not queries.attachments_of(letter).exists()


def test_too_large_a_file_is_refused(desk: LetterDesk, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 1000
    letter = desk.office.draft()
    response = attach(desk, letter, b"x" * 2000, "to.txt")

    assert response.status_code == 422
    assert "larger than" in response.content.decode()


def test_the_same_file_twice_is_refused(desk: LetterDesk) -> None:
    letter = desk.office.draft()
    attach(desk, letter, blank_page(), "a.pdf")

    assert attach(desk, letter, blank_page(), "b.pdf").status_code == 422
    assert queries.attachments_of(letter).count() == 1


def test_no_file_at_all_is_said(desk: LetterDesk) -> None:
    letter = desk.office.draft()
    response = desk.post("minh", "letters:attach", letter.pk)

    assert response.status_code == 422
    assert "Choose a file first." in response.content.decode()


def test_an_attachment_of_another_letter_is_not_found(desk: LetterDesk) -> None:
    one, other = desk.office.draft(), desk.office.draft()
    attach(desk, other, blank_page(), "a.pdf")
    key = queries.attachments_of(other).get().pk

    assert desk.get("minh", "letters:attachment", one.pk, key).status_code == 404
    assert desk.post("minh", "letters:detach", one.pk, key).status_code == 404
