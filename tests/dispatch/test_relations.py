"""What a letter may say of another, and what the database keeps of it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from audit.queries import history_of
from dispatch import errors, queries
from dispatch.enums import LetterStatus as S
from dispatch.enums import RelationKind
from dispatch.models import LetterRelation, OutgoingLetter
from dispatch.models.relations import Wording
from dispatch.operations import relating, withdrawing
from tests.cast import Cast
from tests.factories.dispatch import NOON, draft, letter_at

WORDS = (Wording(place="đoạn thứ hai", wrong="ngày 15", right="ngày 25"),)


def link(
    cast: Cast, letter: OutgoingLetter, kind: RelationKind, target: OutgoingLetter, *, name: str = "minh"
) -> LetterRelation:
    corrections = WORDS if kind == RelationKind.CORRECTS else ()
    return relating.link(
        letter=letter, kind=kind, target=target, corrections=corrections, by=cast.actor(name), at=NOON
    )


@pytest.mark.parametrize("kind", RelationKind)
def test_a_draft_says_what_it_is_to_an_issued_letter(cast: Cast, kind: RelationKind) -> None:
    issued, letter = letter_at(cast, S.ISSUED), draft(cast)
    relation = link(cast, letter, kind, issued)
    assert list(queries.relations_of(letter, kind)) == [relation]
    assert relation.wordings == (list(WORDS) if kind == RelationKind.CORRECTS else [])
    last = history_of(cast.snv.pk, "letter", letter.pk).last()
    assert last is not None and last.name == "letter.linked"
    assert last.facts["target"] == issued.pk


def test_what_is_not_issued_yet_is_not_said_of_the_target(cast: Cast) -> None:
    issued, letter = letter_at(cast, S.ISSUED), draft(cast)
    link(cast, letter, RelationKind.CORRECTS, issued)
    assert not queries.named_by(issued).exists()


def test_only_an_issued_letter_is_named(cast: Cast) -> None:
    with pytest.raises(errors.OnlyIssuedLettersAreNamed):
        link(cast, draft(cast), RelationKind.BASED_ON, draft(cast))


def test_a_letter_the_drafter_may_not_read_is_not_named(cast: Cast) -> None:
    issued, letter = letter_at(cast, S.ISSUED), draft(cast)
    issued.participations.filter(person=cast.minh.person).delete()
    issued.participations.filter(post=cast.minh).delete()
    issued.participations.filter(unit=cast.minh.unit).delete()
    with pytest.raises(errors.LetterIsNotYours):
        link(cast, letter, RelationKind.BASED_ON, issued)


def test_only_the_drafter_links_and_only_a_draft(cast: Cast) -> None:
    issued = letter_at(cast, S.ISSUED)
    with pytest.raises(errors.NotTheDrafter):
        link(cast, draft(cast), RelationKind.BASED_ON, issued, name="hoa")
    with pytest.raises(errors.LetterIsElsewhere):
        link(cast, letter_at(cast, S.CONTENT_CHECK), RelationKind.BASED_ON, issued)


def test_the_same_is_said_once(cast: Cast) -> None:
    issued, letter = letter_at(cast, S.ISSUED), draft(cast)
    link(cast, letter, RelationKind.BASED_ON, issued)
    with pytest.raises(errors.NamedAlready):
        link(cast, letter, RelationKind.BASED_ON, issued)


def test_one_letter_has_one_replacement_and_a_withdrawn_draft_makes_room(cast: Cast) -> None:
    issued, first, second = letter_at(cast, S.ISSUED), draft(cast), draft(cast)
    link(cast, first, RelationKind.REPLACES, issued)
    with pytest.raises(errors.ReplacedByAnother):
        link(cast, second, RelationKind.REPLACES, issued)
    withdrawing.withdraw(letter=first, reason="không cần nữa", by=cast.actor("minh"), at=NOON)
    link(cast, second, RelationKind.REPLACES, issued)


def test_a_decision_is_not_replaced_by_an_official_letter(cast: Cast) -> None:
    issued, letter = letter_at(cast, S.ISSUED), draft(cast)
    OutgoingLetter.objects.filter(pk=issued.pk).update(kind="quyet_dinh")
    with pytest.raises(errors.NotOfEqualForm):
        link(cast, letter, RelationKind.REPLACES, issued)


def test_a_correction_is_an_official_letter(cast: Cast) -> None:
    issued, letter = letter_at(cast, S.ISSUED), draft(cast)
    OutgoingLetter.objects.filter(pk=letter.pk).update(kind="thong_bao")
    with pytest.raises(errors.CorrectionIsALetter):
        link(cast, letter, RelationKind.CORRECTS, issued)


@pytest.mark.parametrize(
    "corrections",
    [
        (),
        (Wording(place="", wrong="a", right="b"),),
        (Wording(place="a", wrong="", right="b"),),
        (Wording(place="a", wrong="b", right=" "),),
        (Wording(place="a", wrong="b", right="b"),),
    ],
)
def test_a_correction_says_where_what_and_how(cast: Cast, corrections: tuple[Wording, ...]) -> None:
    issued, letter = letter_at(cast, S.ISSUED), draft(cast)
    with pytest.raises(errors.CorrectionSaysNothing):
        relating.link(
            letter=letter,
            kind=RelationKind.CORRECTS,
            target=issued,
            corrections=corrections,
            by=cast.actor("minh"),
            at=NOON,
        )


def test_a_draft_lets_go_of_what_it_said(cast: Cast) -> None:
    issued, letter = letter_at(cast, S.ISSUED), draft(cast)
    relation = link(cast, letter, RelationKind.BASED_ON, issued)
    relating.unlink(relation=relation, by=cast.actor("minh"), at=NOON)
    assert not queries.relations_of(letter).exists()
    with pytest.raises(errors.RelationIsFixed):
        relating.unlink(relation=relation, by=cast.actor("minh"), at=NOON)


def test_the_database_refuses_a_circle(cast: Cast) -> None:
    older, newer = letter_at(cast, S.ISSUED), draft(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        _row(cast, older, newer)
    with pytest.raises(IntegrityError), transaction.atomic():
        _row(cast, older, letter_at(cast, S.ISSUED))
    with pytest.raises(IntegrityError), transaction.atomic():
        _row(cast, older, older)


def test_the_database_keeps_a_relation_as_it_is(cast: Cast) -> None:
    issued, letter, other = letter_at(cast, S.ISSUED), draft(cast), letter_at(cast, S.ISSUED)
    relation = link(cast, letter, RelationKind.BASED_ON, issued)
    rows = LetterRelation.objects.filter(pk=relation.pk)
    for change in ({"target": other}, {"kind": RelationKind.REPLACES}, {"line": "khác"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete()
    rows.update(in_force_at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(in_force_at=None)


def _row(cast: Cast, letter: OutgoingLetter, target: OutgoingLetter) -> None:
    LetterRelation.objects.create(
        organisation=cast.snv,
        letter=letter,
        kind=RelationKind.BASED_ON,
        target=target,
        linked_at=NOON,
        linked_by=cast.minh,
    )
