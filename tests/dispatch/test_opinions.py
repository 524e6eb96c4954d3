"""Several are asked at once, each with a clock of its own; the drafter says what became of what they said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from audit.models import Event
from dispatch import errors, queries
from dispatch.enums import LetterStatus, Resolution, Stance
from dispatch.models import Opinion, OutgoingLetter
from dispatch.operations import consulting, drafting, submitting
from dispatch.operations.consulting import Question
from organisation.models.actor import Actor
from tests.cast import Cast
from tests.factories.dispatch import NOON, draft, fresh, letter_at

TWO = "Đề nghị bổ sung căn cứ"


def ask(cast: Cast, *whom: object, days: int = 2) -> OutgoingLetter:
    letter = draft(cast)
    questions = [Question(one, days) for one in whom]  # type: ignore[arg-type]
    consulting.ask(letter=letter, questions=questions, note="Xin góp ý", by=cast.actor("minh"), at=NOON)
    return fresh(letter)


def of(letter: OutgoingLetter, post: object) -> Opinion:
    return Opinion.objects.get(letter=letter, post=post)


def answer(
    cast: Cast, letter: OutgoingLetter, name: str, stance: Stance = Stance.AGREE, text: str = ""
) -> OutgoingLetter:
    opinion = of(letter, getattr(cast, name))
    return consulting.answer(opinion=opinion, stance=stance, text=text, by=cast.actor(name), at=NOON)


def test_several_are_asked_at_once_and_each_term_counts_working_days(cast: Cast) -> None:
    letter = draft(cast)
    consulting.ask(
        letter=letter,
        questions=[Question(cast.units["VP"], 1), Question(cast.hoa, 5)],
        note="",
        by=cast.actor("minh"),
        at=NOON,
    )
    letter = fresh(letter)
    assert letter.status == LetterStatus.OPINIONS
    asked = {one.post: one for one in queries.opinions_of(letter)}
    assert asked[cast.hoa].due_on == date(2026, 12, 1)  # Tuesday 24 November and five days of work
    assert {one.round for one in asked.values()} == {1}
    assert Event.objects.filter(name="letter.opinions_asked").count() == 1


def test_a_unit_is_asked_through_its_head_and_a_vacant_one_is_not_asked(cast: Cast) -> None:
    letter = ask(cast, cast.units["CCHC"])
    assert of(letter, cast.hoa).unit == cast.units["CCHC"]
    with pytest.raises(errors.UnitHasNoHead):
        ask(cast, cast.units["LĐ"])


def test_nobody_the_drafter_and_the_same_person_twice_are_not_asked(cast: Cast) -> None:
    with pytest.raises(errors.NobodyIsAsked):
        ask(cast)
    with pytest.raises(errors.DrafterIsAsked):
        ask(cast, cast.minh)
    with pytest.raises(errors.AskedTwice):
        ask(cast, cast.hoa, cast.units["CCHC"])
    with pytest.raises(errors.DueDayIsWrong):
        ask(cast, cast.hoa, days=0)
    assert not Opinion.objects.exists()


def test_the_text_stands_still_while_others_read_it(cast: Cast) -> None:
    letter = ask(cast, cast.hoa)
    with pytest.raises(errors.LetterIsElsewhere):
        drafting.autosave(letter=letter, token=0, fields={"subject": "khác"}, by=cast.actor("minh"), at=NOON)


def test_only_who_was_asked_answers_and_a_no_has_a_reason(cast: Cast) -> None:
    letter = ask(cast, cast.hoa)
    opinion = of(letter, cast.hoa)
    with pytest.raises(errors.OpinionIsNotYours):
        consulting.answer(opinion=opinion, stance=Stance.AGREE, text="", by=cast.actor("dung"), at=NOON)
    for stance in (Stance.REMARKS, Stance.DISAGREE):
        with pytest.raises(errors.OpinionSaysNothing):
            answer(cast, letter, "hoa", stance, "  ")
    answer(cast, letter, "hoa", Stance.DISAGREE, TWO)
    given = of(letter, cast.hoa)
    assert (given.text, given.answered_by) == (TWO, cast.hoa)
    with pytest.raises(errors.OpinionIsOver):
        answer(cast, letter, "hoa")


def test_what_was_typed_stays_when_the_question_is_called_off(cast: Cast) -> None:
    letter = ask(cast, cast.hoa, cast.dung)
    opinion = of(letter, cast.hoa)
    consulting.keep_typed(opinion=opinion, text="Tôi đang xem", by=cast.actor("hoa"), at=NOON)
    consulting.cancel(opinion=opinion, reason="Đã trao đổi trực tiếp", by=cast.actor("minh"), at=NOON)
    opinion.refresh_from_db()
    assert (opinion.text, opinion.is_open) == ("Tôi đang xem", False)
    with pytest.raises(errors.OpinionIsOver):
        consulting.keep_typed(opinion=opinion, text="nữa", by=cast.actor("hoa"), at=NOON)


def test_a_round_ends_with_its_last_answer_or_with_a_reason(cast: Cast) -> None:
    letter = ask(cast, cast.hoa, cast.dung)
    assert answer(cast, letter, "hoa").status == LetterStatus.OPINIONS
    minh = cast.actor("minh")
    with pytest.raises(errors.ReasonIsMissing):
        consulting.close_round(letter=letter, reason="", by=minh, at=NOON)
    closed = consulting.close_round(letter=letter, reason="Không chờ thêm được", by=minh, at=NOON)
    assert closed.status == LetterStatus.DRAFT
    assert not queries.open_opinions(letter).exists()
    again = ask(cast, cast.hoa)
    assert answer(cast, again, "hoa").status == LetterStatus.DRAFT


def test_one_is_reminded_once_a_day(cast: Cast) -> None:
    letter = ask(cast, cast.hoa)
    opinion, minh = of(letter, cast.hoa), cast.actor("minh")
    consulting.remind(opinion=opinion, by=minh, at=NOON)
    with pytest.raises(errors.RemindedToday):
        consulting.remind(opinion=opinion, by=minh, at=NOON + timedelta(hours=1))
    consulting.remind(opinion=opinion, by=minh, at=NOON + timedelta(days=1))


def test_a_draft_is_submitted_when_the_fate_of_every_remark_is_told(cast: Cast) -> None:
    letter = ask(cast, cast.hoa, cast.dung)
    answer(cast, letter, "hoa", Stance.REMARKS, TWO)
    answer(cast, letter, "dung")
    minh = cast.actor("minh")
    with pytest.raises(errors.OpinionsWait) as refused:
        submitting.submit(letter=letter, by=minh, at=NOON)
    assert cast.hoa.person.full_name in str(refused.value)
    opinion = of(letter, cast.hoa)
    with pytest.raises(errors.ReasonIsMissing):
        consulting.resolve(opinion=opinion, resolution=Resolution.DECLINED, reason="", by=minh, at=NOON)
    consulting.resolve(opinion=opinion, resolution=Resolution.ACCEPTED, reason="", by=minh, at=NOON)
    assert submitting.submit(letter=letter, by=minh, at=NOON).status == LetterStatus.CONTENT_CHECK


def test_only_the_drafter_leads_the_round(cast: Cast) -> None:
    letter = ask(cast, cast.hoa)
    hoa = cast.actor("hoa")
    for act in (
        lambda: consulting.close_round(letter=letter, reason="Không chờ nữa", by=hoa, at=NOON),
        lambda: consulting.cancel(opinion=of(letter, cast.hoa), reason="Không chờ nữa", by=hoa, at=NOON),
        lambda: consulting.remind(opinion=of(letter, cast.hoa), by=hoa, at=NOON),
    ):
        with pytest.raises(errors.NotTheDrafter):
            act()


def test_who_is_asked_sees_the_letter_and_the_stranger_does_not(cast: Cast) -> None:
    letter = ask(cast, cast.dung)
    assert queries.letters_visible_to(cast.actor("dung"), NOON).filter(pk=letter.pk).exists()
    assert not queries.letters_visible_to(Actor.for_post(cast.stranger), NOON).filter(pk=letter.pk).exists()


def test_withdrawing_ends_what_is_waited_for(cast: Cast) -> None:
    from dispatch.operations import withdrawing

    letter = letter_at(cast, LetterStatus.OPINIONS)
    withdrawing.withdraw(letter=letter, reason="Không còn cần", by=cast.actor("minh"), at=NOON)
    assert not queries.open_opinions(letter).exists()
