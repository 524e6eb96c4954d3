"""Errors after the issue: corrected, replaced, recalled; what freezes, what stays, what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from audit.queries import history_of
from dispatch import errors, policies, queries
from dispatch.enums import LetterStatus as S
from dispatch.enums import RelationKind as R
from dispatch.models import OutgoingLetter, Recall
from dispatch.models.relations import Wording
from dispatch.operations import drafting, filing, numbering, recalling, submitting
from search.models import Projection
from tests.cast import NAMES, Cast
from tests.factories.dispatch import (
    NOON,
    WORDS,
    body,
    carry,
    dossier,
    draft_about,
    fresh,
    issued_about,
    letter_at,
)

REASON = "nội dung ban hành chưa đúng thẩm quyền"


def names_of(letter: OutgoingLetter) -> list[str]:
    return [event.name for event in history_of(letter.organisation_id, "letter", letter.pk)]


def facts_of(letter: OutgoingLetter) -> tuple[Any, ...]:
    row = OutgoingLetter.objects.filter(pk=letter.pk)
    return row.values_list(
        "content", "printed", "issued_file", "signed_file", "reference_code", "legal_day", "verify_token"
    ).get()


def recall(cast: Cast, letter: OutgoingLetter, name: str = "binh") -> Recall:
    return recalling.recall(letter=letter, reason=REASON, by=cast.actor(name), at=NOON)


# --- correction


def test_a_corrected_letter_stays_valid_and_as_it_was(cast: Cast) -> None:
    old = letter_at(cast, S.ISSUED)
    before = facts_of(old)
    new = issued_about(cast, R.CORRECTS, old)
    old = fresh(old)
    standing = queries.standing_of(old)
    assert old.status == S.ISSUED and facts_of(old) == before
    assert standing.in_force and not standing.as_issued
    assert [one.code for one in standing.corrected_by] == [new.reference_code]
    assert names_of(old)[-1] == "letter.corrected"


def test_a_correction_says_nothing_of_the_letter_before_it_is_issued(cast: Cast) -> None:
    old = letter_at(cast, S.ISSUED)
    carry(cast, draft_about(cast, R.CORRECTS, old), S.NUMBERED)
    assert queries.standing_of(old).as_issued


def test_a_letter_is_corrected_more_than_once(cast: Cast) -> None:
    old = letter_at(cast, S.ISSUED)
    codes = [issued_about(cast, R.CORRECTS, old).reference_code for _ in range(2)]
    assert [one.code for one in queries.standing_of(old).corrected_by] == codes


def test_search_says_by_what_a_letter_is_corrected(cast: Cast) -> None:
    old = letter_at(cast, S.ISSUED)
    new = issued_about(cast, R.CORRECTS, old)
    row = Projection.objects.get(kind="letter", key=str(old.pk))
    assert row.facets["corrected_by"] == new.reference_code


@pytest.mark.parametrize("lost", [*WORDS[0].as_json().values(), "code"])
def test_a_correction_that_does_not_say_of_what_is_not_submitted(cast: Cast, lost: str) -> None:
    old = letter_at(cast, S.ISSUED)
    letter = draft_about(cast, R.CORRECTS, old)
    lost = old.reference_code if lost == "code" else lost
    said = [
        part
        for one in WORDS
        for part in (old.reference_code, one.place, one.wrong, one.right)
        if part != lost
    ]
    content = letter.draft.with_fields({"subject": "đính chính", "body": body("; ".join(said))})
    by = cast.actor("minh")
    drafting.save_version(letter=letter, content=content, base_version=1, by=by, at=NOON)
    with pytest.raises(errors.LetterIsNotNamed, match=lost):
        submitting.submit(letter=fresh(letter), by=by, at=NOON)


def test_words_broken_over_lines_still_count(cast: Cast) -> None:
    words = (Wording(place="Điều 1", wrong="hai  từ", right="ba từ"),)
    old = letter_at(cast, S.ISSUED)
    carry(cast, draft_about(cast, R.CORRECTS, old, corrections=words), S.CONTENT_CHECK)


# --- replacement


def test_a_replaced_letter_is_frozen_when_its_replacement_is_issued(cast: Cast) -> None:
    old = letter_at(cast, S.ISSUED)
    before = facts_of(old)
    new = carry(cast, draft_about(cast, R.REPLACES, old), S.NUMBERED)
    assert fresh(old).status == S.ISSUED
    new = carry(cast, new, S.ISSUED)
    old = fresh(old)
    assert (old.status, new.status) == (S.REPLACED, S.ISSUED)
    assert facts_of(old) == before
    replaced_by = queries.standing_of(old).replaced_by
    assert replaced_by is not None and replaced_by.token == new.verify_token
    assert names_of(old)[-1] == "letter.replaced"


def test_a_replacement_takes_text_and_signer_over_and_says_what_it_replaces(cast: Cast) -> None:
    old = letter_at(cast, S.ISSUED)
    words = draft_about(cast, R.REPLACES, old).draft
    assert words.subject == old.subject and words.signer_post_id == old.signer_post_id
    last = words.body["content"][-1]["content"][0]["text"]
    assert old.reference_code in last and "thay thế" in last


def test_if_the_issue_fails_the_old_letter_stays_in_force(cast: Cast, monkeypatch: Any) -> None:
    old = letter_at(cast, S.ISSUED)
    new = carry(cast, draft_about(cast, R.REPLACES, old), S.NUMBERED)

    def torn(*args: object, **more: object) -> None:
        raise ConnectionError

    monkeypatch.setattr("dispatch.operations.taking_effect.lifecycle.advance", torn)
    with pytest.raises(ConnectionError):
        carry(cast, new, S.ISSUED)
    assert (fresh(old).status, fresh(new).status) == (S.ISSUED, S.NUMBERED)
    assert queries.standing_of(old).as_issued


# --- recall


def test_the_signer_or_the_head_recalls_and_nobody_else(cast: Cast) -> None:
    letter = letter_at(cast, S.ISSUED, signer="yen")
    may = {name for name in NAMES if policies.may_recall(cast.actor(name), letter)}
    assert may == {"binh", "yen"}
    for station in set(S) - {S.ISSUED}:
        letter.status = station
        assert not policies.may_recall(cast.actor("binh"), letter)


def test_a_recalled_letter_is_frozen_and_stays_readable(cast: Cast) -> None:
    letter = letter_at(cast, S.ISSUED)
    before = facts_of(letter)
    row = recall(cast, letter)
    letter = fresh(letter)
    assert (letter.status, row.reason) == (S.RECALLED, REASON)
    assert facts_of(letter) == before
    assert queries.standing_of(letter).recalled_on == NOON.date()
    assert policies.may_read(cast.actor("minh"), letter, NOON)
    assert names_of(letter)[-1] == "letter.recalled"


def test_a_recall_needs_a_reason(cast: Cast) -> None:
    with pytest.raises(errors.ReasonIsMissing):
        recalling.recall(letter=letter_at(cast, S.ISSUED), reason="...", by=cast.actor("binh"), at=NOON)


def test_nothing_frozen_is_filed_corrected_replaced_or_loses_its_number(cast: Cast) -> None:
    letter = letter_at(cast, S.ISSUED)
    recall(cast, letter)
    letter = fresh(letter)
    with pytest.raises(errors.LetterIsElsewhere):
        filing.file_letter(letter=letter, dossier=dossier(cast), by=cast.actor("minh"), at=NOON)
    for kind in queries.ACTS:
        assert isinstance(
            policies.may_begin_about(cast.actor("minh"), letter, kind, NOON).refusal,
            errors.LetterIsNotInForce,
        )
    with pytest.raises(errors.NumberIsInUse):
        assert letter.allocation is not None
        numbering.void(allocation=letter.allocation, reason=REASON, by=cast.actor("lan"), at=NOON)


@pytest.mark.parametrize("change", [{"subject": "khác"}, {"printed": {}}, {"copies": 3}, {"content": {}}])
def test_the_database_changes_nothing_of_a_frozen_letter(cast: Cast, change: dict[str, Any]) -> None:
    letter = letter_at(cast, S.ISSUED)
    recall(cast, letter)
    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingLetter.objects.filter(pk=letter.pk).update(**change)


def test_the_database_keeps_what_was_issued(cast: Cast) -> None:
    letter, other = letter_at(cast, S.ISSUED), letter_at(cast, S.ISSUED)
    rows = OutgoingLetter.objects.filter(pk=letter.pk)
    for change in ({"issued_file": other.issued_file}, {"reference_code": "9/X"}, {"verify_token": "x" * 24}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows._raw_delete(rows.db)


def test_a_recall_under_way_is_stopped_with_a_reason(cast: Cast) -> None:
    letter = letter_at(cast, S.ISSUED)
    before = facts_of(letter)
    recall(cast, letter)
    recalling.stop(letter=letter, reason="thu hồi nhầm văn bản", by=cast.actor("binh"), at=NOON)
    letter = fresh(letter)
    assert letter.status == S.ISSUED and facts_of(letter) == before
    assert queries.standing_of(letter).as_issued
    assert names_of(letter)[-2:] == ["letter.recalled", "letter.recall_stopped"]
    recall(cast, letter)
    assert [row.stopped_at is None for row in queries.recalls_of(letter)] == [False, True]


def test_others_do_not_stop_a_recall_and_nobody_stops_none(cast: Cast) -> None:
    letter = letter_at(cast, S.ISSUED)
    with pytest.raises(errors.RecallIsNotUnderWay):
        recalling.stop(letter=letter, reason=REASON, by=cast.actor("binh"), at=NOON)
    recall(cast, letter)
    with pytest.raises(errors.NotTheSigner):
        recalling.stop(letter=letter, reason=REASON, by=cast.actor("minh"), at=NOON)


def test_an_issued_letter_recalls_another(cast: Cast) -> None:
    old = letter_at(cast, S.ISSUED, signer="yen")
    new = issued_about(cast, R.RECALLS, old)
    standing, row = queries.standing_of(old), queries.standing_recall(old)
    assert fresh(old).status == S.RECALLED
    assert standing.recalled_by is not None and standing.recalled_by.code == new.reference_code
    assert row is not None and row.ordered_by_id == new.signer_post_id
    with pytest.raises(errors.RecallWasMadeByLetter):
        recalling.stop(letter=old, reason=REASON, by=cast.actor("binh"), at=NOON)


def test_a_recalling_letter_joins_the_recall_that_stands(cast: Cast) -> None:
    old = letter_at(cast, S.ISSUED)
    letter = draft_about(cast, R.RECALLS, old)
    row = recall(cast, old)
    new = carry(cast, letter, S.ISSUED)
    row.refresh_from_db()
    assert row.by_letter_id == new.pk and queries.recalls_of(old).count() == 1
    assert names_of(old)[-1] == "letter.recall_confirmed"


def test_a_letter_recalled_while_its_replacement_was_on_its_way_stays_recalled(cast: Cast) -> None:
    old = letter_at(cast, S.ISSUED)
    new = carry(cast, draft_about(cast, R.REPLACES, old), S.NUMBERED)
    recall(cast, old)
    carry(cast, new, S.ISSUED)
    standing = queries.standing_of(old)
    assert fresh(old).status == S.RECALLED
    assert standing.replaced_by is not None and standing.recalled_on is not None
    with pytest.raises(errors.ReplacedMeanwhile):
        recalling.stop(letter=old, reason=REASON, by=cast.actor("binh"), at=NOON)


def test_who_stands_in_for_the_head_recalls_and_both_are_named(cast: Cast) -> None:
    letter = letter_at(cast, S.ISSUED)
    by = cast.standing_in("binh", by="yen", day=NOON.date())
    row = recalling.recall(letter=letter, reason=REASON, by=by, at=NOON)
    assert (row.ordered_by, row.represented) == (cast.yen, cast.binh)


# --- what anyone may verify


def test_the_public_is_told_what_became_of_a_letter(cast: Cast) -> None:
    old = letter_at(cast, S.ISSUED)
    issued_about(cast, R.CORRECTS, old)
    recall(cast, old)
    found = queries.by_verify_token(old.verify_token)
    assert found is not None
    facts = queries.public_facts(found)
    assert (facts.status, facts.standing.in_force) == (S.RECALLED, False)
    assert len(facts.standing.corrected_by) == 1


def test_the_bytes_of_a_letter_tell_which_it_is(cast: Cast) -> None:
    letter = letter_at(cast, S.ISSUED)
    recall(cast, letter)
    assert letter.issued_file is not None
    assert queries.by_issued_bytes(letter.issued_file.sha256) == letter
    assert queries.by_issued_bytes("0" * 64) is None
