"""The tray through a browser: read, tick, confirm once, and a truthful line a letter."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.sessions.models import Session

from dispatch.models import OutgoingLetter
from jobs.models import Job
from jobs.operations import working
from tests.web.letterdesk import LetterDesk
from tests.workflow.office import PIN
from tests.workflow.test_tray import Counter
from workflow.models import TrayBatch

pytestmark = pytest.mark.django_db


def page(desk: LetterDesk, name: str, view: str, *keys: Any, **query: Any) -> str:
    return desk.get(name, view, *keys, data=query).content.decode()


def read(desk: LetterDesk, letter: OutgoingLetter, name: str = "binh") -> None:
    """Open the file as the reading page does."""
    fresh = desk.office.read(letter)
    sha256 = fresh.signed_file.sha256 if fresh.signed_file else fresh.prepared_sha256
    assert desk.get(name, "letters:current_file", letter.pk, sha256).status_code == 200


def lines(shown: str) -> list[str]:
    return re.findall(r'name="line" value="([^"]+)"', shown)


def work() -> None:
    while working.run_one(["interactive"], clock=lambda: datetime.now(UTC), kinds=["workflow.tray"]):
        pass


def ticked(desk: LetterDesk, *letters: OutgoingLetter, name: str = "binh", of: str = "") -> str:
    items = [desk.item(letter).pk for letter in letters]
    return page(desk, name, "tray:confirm", item=items, of=of)


def test_a_letter_can_be_ticked_once_its_file_was_opened(desk: LetterDesk) -> None:
    first, second = desk.office.at_step("approve"), desk.office.at_step("approve")
    shown = page(desk, "binh", "tray:list")
    assert shown.count("not opened yet") >= 2
    assert shown.count("disabled") == 2
    read(desk, first)
    shown = page(desk, "binh", "tray:list")
    assert shown.count("disabled") == 1
    confirm = ticked(desk, first, second)
    assert "Sign 1 letter" in confirm
    assert len(lines(confirm)) == 1


def test_the_reading_page_leads_to_the_next_that_was_not_opened(desk: LetterDesk) -> None:
    first, second = desk.office.at_step("approve"), desk.office.at_step("approve")
    shown = page(desk, "binh", "tray:read", desk.item(first).pk)
    assert f"/letters/{first.pk}/files/{first.prepared_sha256}.pdf" in shown
    assert f"/tray/{desk.item(second).pk}/" in shown
    read(desk, second)
    assert "All read: to the tray" in page(desk, "binh", "tray:read", desk.item(first).pk)


def test_one_pin_signs_all_and_stands_nowhere(desk: LetterDesk, signer: Counter) -> None:
    letters = [desk.office.at_step("approve") for _ in range(2)]
    for letter in letters:
        read(desk, letter)
    shown = ticked(desk, *letters)
    answer = desk.post("binh", "tray:confirm", line=lines(shown), pin=PIN)
    batch = TrayBatch.rows.get()
    assert answer["Location"] == f"/tray/batches/{batch.pk}/"
    assert "2 under way" in page(desk, "binh", "tray:batch", batch.pk)
    work()
    assert {desk.status(one) for one in letters} == {"signing"}
    assert len([one for one in signer.asked if "pin" in one]) == 1
    kept = [str(row) for row in Job.objects.values()] + [s.session_data for s in Session.objects.all()]
    assert not any(PIN in text for text in kept)


def test_a_wrong_pin_says_so_in_one_sentence_and_nothing_moves(desk: LetterDesk, signer: Counter) -> None:
    letter = desk.office.at_step("approve")
    read(desk, letter)
    answer = desk.post("binh", "tray:confirm", line=lines(ticked(desk, letter)), pin="999999")
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert shown.count("The PIN is wrong. 4 attempts remain.") == 1
    assert "999999" not in shown
    assert lines(shown)
    assert not TrayBatch.rows.exists()


def test_only_approving_needs_no_pin(desk: LetterDesk, signer: Counter) -> None:
    letter = desk.office.at_step("approve")
    read(desk, letter)
    desk.post("binh", "tray:confirm", line=lines(ticked(desk, letter)), only_approve="1")
    work()
    assert desk.status(letter) == "signature"
    assert signer.asked == []
    assert "Done 1 of 1" in page(desk, "binh", "tray:batch", TrayBatch.rows.get().pk)


def test_the_clerk_sees_the_numbers_to_come_and_gives_them_in_that_order(
    desk: LetterDesk, signer: Counter
) -> None:
    letters = [desk.office.at_step("number_and_seal") for _ in range(3)]
    for letter in letters:
        read(desk, letter, "lan")
    shown = ticked(desk, *letters, name="lan", of="seal")
    expected = re.findall(r"→ <b class=\"strong\">([^<]+)</b>", shown)
    assert len(expected) == 3
    desk.post("lan", "tray:confirm", line=lines(shown), pin=PIN, of="seal")
    work()
    assert [desk.office.read(one).reference_code for one in letters] == expected


def test_what_is_left_is_asked_for_again(desk: LetterDesk, signer: Counter) -> None:
    letters = [desk.office.at_step("approve") for _ in range(2)]
    for letter in letters:
        read(desk, letter)
    desk.post("binh", "tray:confirm", line=lines(ticked(desk, *letters)), pin=PIN)
    batch = TrayBatch.rows.get()
    signer.box._batches.clear()
    work()
    shown = page(desk, "binh", "tray:batch", batch.pk)
    assert "Enter the PIN for the 2 letters that are left" in shown
    assert "2 letters that are left" in page(desk, "binh", "tray:pin", batch.pk)
    desk.post("binh", "tray:pin", batch.pk, pin=PIN)
    work()
    assert {desk.status(one) for one in letters} == {"signing"}


def test_somebody_elses_batch_is_not_found(desk: LetterDesk, signer: Counter) -> None:
    letter = desk.office.at_step("approve")
    read(desk, letter)
    desk.post("binh", "tray:confirm", line=lines(ticked(desk, letter)), pin=PIN)
    assert desk.get("yen", "tray:batch", TrayBatch.rows.get().pk).status_code == 404
    assert desk.get("yen", "tray:pin", TrayBatch.rows.get().pk).status_code == 404


def test_an_empty_tray_says_so(desk: LetterDesk) -> None:
    assert "Nothing waits here" in page(desk, "binh", "tray:list")
    assert "No letter is chosen" in page(desk, "binh", "tray:confirm")
