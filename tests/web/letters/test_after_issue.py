"""The issued letter's page: what became of it, and how a correction, a replacement or a recall begins there."""

from __future__ import annotations

import pytest
from django.urls import reverse

from dispatch import queries
from dispatch.enums import LetterStatus, RelationKind
from dispatch.models import OutgoingLetter
from dispatch.operations import recalling
from tests.web.desk import Desk

REASON = "ban hành nhầm nơi nhận"
WORDS = {"place_0": "Điều 1", "wrong_0": "ngày 15", "right_0": "ngày 25"}


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


def at(view: str, letter: OutgoingLetter) -> str:
    return reverse(f"letters:{view}", args=[letter.pk])


def page(desk: Desk, name: str, letter: OutgoingLetter) -> str:
    return desk.client(name).get(at("detail", letter)).content.decode()


def seen(desk: Desk, *names: str) -> OutgoingLetter:
    return desk.issued(7, seen_by=names)


def test_who_drafts_is_offered_to_correct_replace_and_recall(desk: Desk) -> None:
    letter = seen(desk, "minh", "binh")
    html = page(desk, "minh", letter)
    for view in ("correct", "replace", "recall"):
        assert at(view, letter) in html


def test_a_correction_begins_with_its_words_and_the_link(desk: Desk) -> None:
    letter = seen(desk, "minh")
    response = desk.client("minh").post(at("correct", letter), WORDS)
    draft = OutgoingLetter.objects.latest("id")
    assert response.status_code == 302 and response["Location"] == at("edit", draft)
    assert [one.target for one in queries.relations_of(draft, RelationKind.CORRECTS)] == [letter]
    text = str(draft.content)
    for words in (letter.reference_code, *WORDS.values()):
        assert words in text
    assert letter.reference_code in page(desk, "minh", draft)


def test_a_correction_without_words_stays_on_its_page(desk: Desk) -> None:
    letter = seen(desk, "minh")
    response = desk.client("minh").post(at("correct", letter), {**WORDS, "right_0": ""})
    assert response.status_code == 422
    half = {**WORDS, "place_1": "Điều 2"}
    assert desk.client("minh").post(at("correct", letter), half).status_code == 422
    assert OutgoingLetter.objects.count() == 1


def test_a_replacement_begins_with_the_whole_text(desk: Desk) -> None:
    letter = seen(desk, "minh")
    assert desk.client("minh").get(at("replace", letter)).status_code == 200
    desk.client("minh").post(at("replace", letter))
    draft = OutgoingLetter.objects.latest("id")
    assert (draft.kind, draft.subject) == (letter.kind, letter.subject)
    again = desk.client("minh").post(at("replace", letter))
    assert OutgoingLetter.objects.latest("id") == draft
    assert letter.reference_code in again.content.decode()


def test_the_head_recalls_at_once_and_the_page_says_so(desk: Desk) -> None:
    letter = seen(desk, "binh")
    desk.client("binh").post(at("recall", letter), {"reason": REASON, "how": "now"})
    letter.refresh_from_db()
    html = page(desk, "binh", letter)
    assert letter.status == LetterStatus.RECALLED
    assert REASON in html and "cannot be changed, filed or sent" in html
    assert at("correct", letter) not in html and at("stop_recall", letter) in html


def test_whoever_may_not_recall_drafts_the_letter_that_does(desk: Desk) -> None:
    letter = seen(desk, "minh")
    refused = desk.client("minh").post(at("recall", letter), {"reason": REASON, "how": "now"})
    assert refused.status_code == 422
    desk.client("minh").post(at("recall", letter), {"reason": REASON, "how": "letter"})
    draft = OutgoingLetter.objects.latest("id")
    assert [one.target for one in queries.relations_of(draft, RelationKind.RECALLS)] == [letter]
    assert REASON in str(draft.content)


def test_a_recall_is_stopped_from_the_page(desk: Desk) -> None:
    letter = seen(desk, "binh")
    recalling.recall(letter=letter, reason=REASON, by=desk.actor("binh"), at=desk.at)
    assert desk.client("binh").post(at("stop_recall", letter), {"reason": "x"}).status_code == 422
    desk.client("binh").post(at("stop_recall", letter), {"reason": REASON})
    letter.refresh_from_db()
    assert letter.status == LetterStatus.ISSUED


def test_the_page_says_by_what_a_letter_is_corrected_and_replaced(desk: Desk) -> None:
    letter = seen(desk, "lan")
    first = desk.about(RelationKind.CORRECTS, letter, 8)
    second = desk.about(RelationKind.REPLACES, letter, 9)
    html = page(desk, "lan", letter)
    assert f"Corrected by {first.reference_code}" in html and "“ngày 15” → “ngày 25”" in html
    assert f"Replaced by {second.reference_code}" in html
    assert at("detail", second) in html


def test_whoever_does_not_see_the_letter_begins_nothing(desk: Desk) -> None:
    letter = seen(desk, "lan")
    for view in ("correct", "replace", "recall", "stop_recall"):
        assert desk.client("minh").post(at(view, letter), {**WORDS, "reason": REASON}).status_code == 404


def test_the_register_says_it_in_its_note(desk: Desk) -> None:
    corrected, recalled = seen(desk, "lan"), desk.issued(6)
    later = desk.about(RelationKind.CORRECTS, corrected, 8)
    recalling.recall(letter=recalled, reason=REASON, by=desk.actor("binh"), at=desk.at)
    html = desk.client("lan").get(reverse("registers:outgoing")).content.decode()
    assert f"Corrected by {later.reference_code} of 24/11/2026" in html
    assert "Recalled on" in html


def test_the_list_counts_what_is_no_longer_in_force(desk: Desk) -> None:
    letter = seen(desk, "lan")
    recalling.recall(letter=letter, reason=REASON, by=desk.actor("binh"), at=desk.at)
    html = desk.client("lan").get(reverse("letters:list") + "?show=frozen").content.decode()
    assert letter.reference_code in html
