"""A draft rests on issued letters: the line it prints is right, the link is kept, and nobody cites what they cannot read."""

from __future__ import annotations

import pytest

from dispatch import errors, queries
from dispatch.enums import LetterStatus as S
from dispatch.enums import RelationKind
from dispatch.models.content import MOST_LINE
from dispatch.operations import citing
from tests.cast import Cast
from tests.factories.dispatch import NOON, draft, fresh, letter_at


def test_the_line_names_kind_number_day_issuer_and_abstract(cast: Cast) -> None:
    target = letter_at(cast, S.ISSUED)
    line = citing.basis_line(target)
    assert line.startswith(
        f"Căn cứ Công văn số {target.reference_code} ngày 24 tháng 11 năm 2026 của Sở Nội vụ về việc "
    )
    assert line.endswith(target.subject)


@pytest.mark.parametrize(
    ("subject", "ending"),
    [
        ("Ban hành Quy chế làm việc", " của Sở Nội vụ ban hành Quy chế làm việc"),
        ("về tổ chức kỳ họp", " của Sở Nội vụ về tổ chức kỳ họp"),
        ("Ủy quyền ký văn bản", " của Sở Nội vụ về việc Ủy quyền ký văn bản"),
        ("x" * 290, " năm 2026 của Sở Nội vụ"),
    ],
)
def test_the_abstract_is_cited_as_a_sentence_goes_on(cast: Cast, subject: str, ending: str) -> None:
    target = letter_at(cast, S.ISSUED)
    target.subject = subject
    line = citing.basis_line(target)
    assert line.endswith(ending)
    assert len(line) <= MOST_LINE


def test_citing_keeps_the_line_and_the_link_once(cast: Cast) -> None:
    target, letter, by = letter_at(cast, S.ISSUED), draft(cast), cast.actor("minh")
    first = citing.cite(letter=letter, target=target, by=by, at=NOON)
    assert citing.cite(letter=letter, target=target, by=by, at=NOON) == first
    assert first.line == citing.basis_line(target)
    assert list(queries.relations_of(letter, RelationKind.BASED_ON)) == [first]
    assert fresh(letter).draft.legal_bases == ()


def test_what_is_not_issued_is_not_cited(cast: Cast) -> None:
    with pytest.raises(errors.OnlyIssuedLettersAreNamed):
        citing.cite(letter=draft(cast), target=letter_at(cast, S.SIGNED), by=cast.actor("minh"), at=NOON)


def test_letters_in_force_are_found_by_number_and_by_subject_without_tones(cast: Cast) -> None:
    target, by = letter_at(cast, S.ISSUED), cast.actor("minh")
    letter_at(cast, S.SIGNED)
    for text in ("", target.reference_code.lower(), "gui, nhan van ban", f" {target.reference_code[:4]} "):
        assert list(queries.issued_letters_matching(by, NOON, text)) == [target]
    assert not queries.issued_letters_matching(by, NOON, "không có đâu")


def test_nobody_finds_what_they_may_not_read(cast: Cast) -> None:
    letter_at(cast, S.ISSUED)
    assert not queries.issued_letters_matching(cast.actor("quan"), NOON, "")
    assert not queries.issued_letters_matching(cast.actor("stranger"), NOON, "")


def test_an_issued_letter_shows_what_rests_on_it_to_whoever_may_read_that(cast: Cast) -> None:
    target, letter = letter_at(cast, S.ISSUED), draft(cast)
    relation = citing.cite(letter=letter, target=target, by=cast.actor("minh"), at=NOON)
    assert not queries.resting_on(target, cast.actor("minh"), NOON)  # the draft says nothing yet
    relation.in_force_at = NOON
    relation.save(update_fields=["in_force_at"])
    assert list(queries.resting_on(target, cast.actor("minh"), NOON)) == [relation]
    assert not queries.resting_on(target, cast.actor("yen"), NOON)
