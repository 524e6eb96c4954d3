"""The content of a draft: one normal form, whatever a form or a browser sends."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch import errors
from dispatch.models.content import LABELS, MOST_LINE, MOST_LINES, DraftContent, check_lengths

SUBJECT = "Về việc rà soát, báo cáo tình hình sử dụng chữ ký số"


def test_text_in_the_other_spelling_is_stored_in_one() -> None:
    decomposed = unicodedata.normalize("NFD", SUBJECT)
    body = {
        "type": "doc",
        "content": [{"type": "paragraph", "content": [{"type": "text", "text": decomposed}]}],
    }
    content = DraftContent.from_fields({"subject": decomposed, "addressees": [decomposed], "body": body})
    assert decomposed != SUBJECT
    assert content.subject == SUBJECT
    assert content.addressees == (SUBJECT,)
    assert content.body["content"][0]["content"][0]["text"] == SUBJECT


def test_lists_come_as_lines_or_as_lists() -> None:
    typed = DraftContent.from_fields({"addressees": "Sở Tài chính\n\n  Sở   Y tế \r\n"})
    listed = DraftContent.from_fields({"addressees": ["Sở Tài chính", "", "Sở Y tế"]})
    assert typed == listed
    assert typed.addressees == ("Sở Tài chính", "Sở Y tế")


def test_the_stored_form_reads_back_equal() -> None:
    content = DraftContent.from_fields(
        {
            "subject": SUBJECT,
            "copies": "25",
            "signer_post_id": 7,
            "expected_on": "2026-12-01",
            "urgency": "express",
        }
    )
    assert content.expected_on == date(2026, 12, 1)
    assert DraftContent.from_fields(content.as_json()) == content
    assert DraftContent.from_fields(content.as_json()).hash == content.hash


def test_zero_bytes_and_controls_vanish() -> None:
    assert DraftContent.from_fields({"subject": "a\0b\u200b\x07c"}).subject == "abc"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subject", 5),
        ("subject", None),
        ("addressees", 5),
        ("addressees", [1]),
        ("body", "not json"),
        ("body", "[1]"),
        ("body", {"type": 1.5}),
        ("body", "[" * 100_000),
        ("copies", "many"),
        ("copies", -1),
        ("copies", True),
        ("signer_post_id", "1; drop table"),
        ("expected_on", "tomorrow"),
        ("urgency", "hỏa tốc"),
        ("circulation", "secret"),
        ("is_admin", "1"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused_by_its_field(field: str, value: Any) -> None:
    with pytest.raises(errors.DraftIsMalformed) as refused:
        DraftContent.from_fields({field: value})
    assert refused.value.facts == {"field": LABELS.get(field, field)}


def test_a_subject_of_five_thousand_characters_is_refused_with_both_numbers() -> None:
    with pytest.raises(errors.SubjectIsTooLong) as refused:
        check_lengths(DraftContent(subject="x" * 5_000))
    assert refused.value.facts == {"length": 5_000, "most": 500}
    check_lengths(DraftContent(subject="x" * 500))


def test_lines_that_cannot_be_printed_are_refused() -> None:
    with pytest.raises(errors.TooManyLines):
        check_lengths(DraftContent(recipients=("x",) * (MOST_LINES + 1)))
    with pytest.raises(errors.LineIsTooLong):
        check_lengths(DraftContent(legal_bases=("x" * (MOST_LINE + 1),)))
    with pytest.raises(errors.LineIsTooLong):
        check_lengths(DraftContent(keep_line="x" * 101))


@given(
    st.dictionaries(
        st.sampled_from(["subject", "keep_line", "addressees", "recipients"]), st.text(max_size=60)
    )
)
def test_reading_twice_changes_nothing(fields: dict[str, str]) -> None:
    once = DraftContent.from_fields(fields)
    assert DraftContent.from_fields(once.as_json()) == once


def test_half_an_emoji_is_kept_as_a_sign_that_can_be_stored() -> None:
    """Browsers cut texts between the halves of a pair, and neither the database nor a hash takes half of one."""
    half = "Lễ hội \ud83d"
    body = {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": half}]}]}
    content = DraftContent.from_fields({"subject": half, "addressees": [half], "body": body})
    assert (content.subject, content.addressees) == ("Lễ hội \ufffd", ("Lễ hội \ufffd",))
    assert content.hash
    assert "\ufffd" in str(content.body)
