"""What the code of a letter leads to once the letter was corrected, replaced or recalled: it never looks valid then."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dispatch.enums import RelationKind
from dispatch.models import OutgoingLetter
from dispatch.operations import recalling
from tests.web.desk import Desk

REASON = "ban hành nhầm thẩm quyền"


@pytest.fixture(autouse=True)
def _fresh_counters() -> None:
    cache.clear()


def page(letter: OutgoingLetter) -> str:
    return Client().get(f"/verify/{letter.verify_token}?lang=en").content.decode()


def upload(content: bytes) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("cong-van.pdf", content, content_type="application/pdf")}


def test_a_recalled_letter_looks_invalid_and_says_when(desk: Desk) -> None:
    letter = desk.issued(7)
    recalling.recall(letter=letter, reason=REASON, by=desk.actor("binh"), at=desk.at)
    html = page(letter)
    assert "This letter was recalled" in html and "no longer in force" in html
    assert 'data-verdict="valid"' not in html
    assert REASON not in html


def test_the_very_file_of_a_recalled_letter_does_not_look_valid_either(desk: Desk) -> None:
    letter = desk.issued(7, pdf=b"%PDF the very file")
    recalling.recall(letter=letter, reason=REASON, by=desk.actor("binh"), at=desk.at)
    html = (
        Client()
        .post(f"/verify/{letter.verify_token}?lang=en", upload(b"%PDF the very file"))
        .content.decode()
    )
    assert "The issued file, no longer in force" in html
    assert 'data-verdict="valid"' not in html


def test_a_stopped_recall_leaves_a_valid_letter(desk: Desk) -> None:
    letter = desk.issued(7)
    recalling.recall(letter=letter, reason=REASON, by=desk.actor("binh"), at=desk.at)
    recalling.stop(letter=letter, reason=REASON, by=desk.actor("binh"), at=desk.at)
    html = page(letter)
    assert 'data-verdict="valid"' in html and "recalled" not in html


def test_a_replaced_letter_leads_to_the_one_that_replaced_it(desk: Desk) -> None:
    letter = desk.issued(7)
    later = desk.about(RelationKind.REPLACES, letter, 8)
    html = page(letter)
    assert "This letter was replaced" in html and 'data-verdict="valid"' not in html
    assert f"/verify/{later.verify_token}" in html and later.reference_code in html
    assert 'data-verdict="valid"' in page(later)


def test_a_corrected_letter_is_valid_and_leads_to_its_corrections(desk: Desk) -> None:
    letter = desk.issued(7)
    later = desk.about(RelationKind.CORRECTS, letter, 8)
    html = page(letter)
    assert 'data-verdict="valid"' in html
    assert f"/verify/{later.verify_token}" in html and "together with its corrections" in html


def test_a_recalling_letter_is_named_where_the_recall_is(desk: Desk) -> None:
    letter = desk.issued(7)
    later = desk.about(RelationKind.RECALLS, letter, 8)
    html = page(letter)
    assert "This letter was recalled" in html and f"/verify/{later.verify_token}" in html
