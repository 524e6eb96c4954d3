"""Phrases and models: who keeps them, who uses them, and what is never kept."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from audit.models import Event
from dispatch import errors, policies, queries
from dispatch.enums import LetterStatus, Reach
from dispatch.models import LetterModel, Phrase
from dispatch.operations import aiding
from tests.cast import Cast
from tests.factories.dispatch import NOON, body, content, draft, fresh, letter_at


def keep(
    cast: Cast, who: str, reach: Reach, *, key: str = "kg", text: str = "Kính gửi quý cơ quan"
) -> Phrase:
    unit = getattr(cast, who).unit
    return aiding.keep_phrase(reach=reach, unit=unit, key=key, text=text, by=cast.actor(who), at=NOON)


# who may keep for whom: Dũng is chief of office (and heads VP), Bình the head, Hòa heads CCHC, Minh an officer
TRUTH = {
    ("minh", Reach.OWN): True, ("minh", Reach.UNIT): False, ("minh", Reach.OFFICE): False,
    ("hoa", Reach.OWN): True, ("hoa", Reach.UNIT): True, ("hoa", Reach.OFFICE): False,
    ("dung", Reach.OWN): True, ("dung", Reach.UNIT): True, ("dung", Reach.OFFICE): True,
    ("binh", Reach.OWN): True, ("binh", Reach.UNIT): True, ("binh", Reach.OFFICE): True,
    ("quan", Reach.OWN): True, ("quan", Reach.UNIT): False, ("quan", Reach.OFFICE): False,
}  # fmt: skip


@pytest.mark.parametrize(("who", "reach"), TRUTH, ids=str)
def test_who_keeps_for_whom(cast: Cast, who: str, reach: Reach) -> None:
    assert bool(policies.may_keep(cast.actor(who), reach, getattr(cast, who).unit)) is TRUTH[who, reach]


def test_the_head_of_a_unit_keeps_nothing_for_another(cast: Cast) -> None:
    with pytest.raises(errors.NotYoursToKeep):
        aiding.keep_phrase(
            reach=Reach.UNIT, unit=cast.units["VP"], key="a", text="chữ", by=cast.actor("hoa"), at=NOON
        )


def test_everybody_uses_what_reaches_them_and_nothing_else(cast: Cast) -> None:
    office, unit, own = (
        keep(cast, "dung", Reach.OFFICE),
        keep(cast, "hoa", Reach.UNIT),
        keep(cast, "minh", Reach.OWN),
    )
    assert set(queries.phrases_for(cast.actor("minh"))) == {office, unit, own}
    assert set(queries.phrases_for(cast.actor("hoa"))) == {office, unit}
    assert set(queries.phrases_for(cast.actor("lan"))) == {office}
    assert set(queries.phrases_for(cast.actor("stranger"))) == set()
    for actor, phrase, may in (
        ("minh", own, True),
        ("hoa", own, False),
        ("lan", unit, False),
        ("stranger", office, False),
    ):
        assert bool(policies.may_use(cast.actor(actor), phrase)) is may


def test_a_key_is_there_once_for_each_owner(cast: Cast) -> None:
    keep(cast, "minh", Reach.OWN)
    keep(cast, "hoa", Reach.UNIT)
    with pytest.raises(errors.KeyIsTaken):
        keep(cast, "minh", Reach.OWN)
    with pytest.raises(IntegrityError), transaction.atomic():
        Phrase.objects.create(
            organisation=cast.snv, reach=Reach.OWN, person=cast.minh.person, key="kg", text="x", kept_at=NOON
        )


@pytest.mark.parametrize("key", ["", "đ", "hai chữ", "a" * 21, "a/b", "KG!"])
def test_a_key_can_be_typed(cast: Cast, key: str) -> None:
    with pytest.raises(errors.KeyCannotBeTyped):
        keep(cast, "minh", Reach.OWN, key=key)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (" \n ", errors.PhraseIsEmpty),
        ("x" * 2001, errors.PhraseIsEmpty),
        ("chữ\nTỐI MẬT", errors.SecretMarkFound),
    ],
)
def test_a_phrase_says_something_and_nothing_secret(cast: Cast, text: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        keep(cast, "minh", Reach.OWN, text=text)


def test_a_retired_phrase_is_no_longer_offered_and_frees_its_key(cast: Cast) -> None:
    phrase = keep(cast, "minh", Reach.OWN)
    aiding.retire_phrase(phrase=phrase, by=cast.actor("minh"), at=NOON)
    assert not queries.phrases_for(cast.actor("minh"))
    assert Phrase.objects.get(pk=phrase.pk).retired_at == NOON
    with pytest.raises(errors.AidIsGone):
        aiding.retire_phrase(phrase=phrase, by=cast.actor("minh"), at=NOON)
    keep(cast, "minh", Reach.OWN)
    assert list(Event.objects.filter(name__startswith="phrase.").order_by("id").values_list("name", flat=True)) == [
        "phrase.kept", "phrase.retired", "phrase.kept",
    ]  # fmt: skip


def test_nobody_retires_what_another_keeps(cast: Cast) -> None:
    own, unit = keep(cast, "minh", Reach.OWN), keep(cast, "hoa", Reach.UNIT)
    with pytest.raises(errors.AidIsGone):
        aiding.retire_phrase(phrase=own, by=cast.actor("hoa"), at=NOON)
    with pytest.raises(errors.NotYoursToKeep):
        aiding.retire_phrase(phrase=unit, by=cast.actor("minh"), at=NOON)


def keep_model(
    cast: Cast, *, title: str = "Mẫu rà soát", reach: Reach = Reach.OWN, **changes: object
) -> LetterModel:
    letter = draft(cast, **changes)
    return aiding.keep_model(
        letter=letter,
        content=letter.draft,
        reach=reach,
        unit=cast.minh.unit,
        title=title,
        by=cast.actor("minh"),
        at=NOON,
    )


def test_a_model_keeps_the_content_without_signer_and_day(cast: Cast) -> None:
    model = keep_model(cast, expected_on=date(2026, 12, 1))
    assert model.draft.subject == content(cast).subject
    assert (model.draft.signer_post_id, model.draft.expected_on) == (None, None)


def test_a_model_needs_a_title_of_its_own(cast: Cast) -> None:
    keep_model(cast)
    with pytest.raises(errors.TitleIsTaken):
        keep_model(cast)
    for title in (" ", "x" * 151):
        with pytest.raises(errors.ModelNeedsATitle):
            keep_model(cast, title=title)


def test_only_a_draft_of_ones_own_becomes_a_model(cast: Cast) -> None:
    letter = letter_at(cast, LetterStatus.CONTENT_CHECK)
    with pytest.raises(errors.LetterIsElsewhere):
        aiding.keep_model(
            letter=letter,
            content=letter.draft,
            reach=Reach.OWN,
            unit=None,
            title="Mẫu",
            by=cast.actor("minh"),
            at=NOON,
        )


def test_going_on_from_a_model_keeps_signer_and_what_was_typed(cast: Cast) -> None:
    model = keep_model(cast, subject="mẫu", body=body("Theo mẫu."))
    letter = draft(cast, subject="đã gõ")
    version = aiding.begin_from(letter=letter, model=model, by=cast.actor("minh"), at=NOON)
    assert (version.number, version.note, fresh(letter).subject) == (2, "Mẫu rà soát", "mẫu")
    assert fresh(letter).draft.signer_post_id == cast.binh.pk
    assert queries.version_of(letter, 1).draft.subject == "đã gõ"


def test_a_model_that_is_not_ones_own_gone_or_of_another_kind_is_not_used(cast: Cast) -> None:
    model, letter, by = keep_model(cast), draft(cast), cast.actor("minh")
    LetterModel.objects.filter(pk=model.pk).update(kind="quyet_dinh")
    with pytest.raises(errors.ModelIsOfAnotherKind):
        aiding.begin_from(letter=letter, model=LetterModel.objects.get(pk=model.pk), by=by, at=NOON)
    assert not policies.may_use(cast.actor("hoa"), model)
    aiding.retire_model(model=model, by=by, at=NOON)
    with pytest.raises(errors.AidIsGone):
        aiding.begin_from(letter=letter, model=LetterModel.objects.get(pk=model.pk), by=by, at=NOON)
    assert not queries.models_for(by)
