"""What was tried against letters that arrive: one lost behind another, a secret that stays, a line changed unseen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from dispatch import errors, queries
from dispatch.enums import ArrivalSource, Secrecy
from dispatch.enums import IncomingStatus as I
from dispatch.models import IncomingAttachment, IncomingLetter, Regrouping
from dispatch.operations import arriving, describing, erasing, linking, regrouping, taking_in
from dispatch.operations.arriving import Registration
from dispatch.operations.describing import ArrivalFacts
from dispatch.operations.taking_in import Coming
from files.models import StoredFile
from tests.cast import Cast
from tests.dispatch.test_linking import registered
from tests.dispatch.test_registering import on_paper
from tests.dispatch.test_regrouping import done, marked
from tests.factories.arrivals import lay, taken
from tests.factories.dispatch import NOON
from tests.factories.sending import book_of_arrivals
from tests.files.pieces import pdf

LATER = NOON + timedelta(minutes=5)
REASON = "Đăng ký nhầm văn bản"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def first_and_copy(cast: Cast) -> tuple[IncomingLetter, IncomingLetter]:
    lan = cast.actor("lan")
    first, copy = taken(lan, pdf(2)), taken(lan, pdf(3))
    return first, linking.link(letter=copy, other=first, by=lan, at=NOON)


def in_tray(letter: IncomingLetter) -> bool:
    letter.refresh_from_db()
    return letter.status == I.ARRIVED and letter.same_as_id is None


# ------------------------------------------------------------------ no letter is lost behind another
def test_a_copy_lies_in_the_tray_again_when_its_first_is_struck_out(cast: Cast) -> None:
    book_of_arrivals(cast.actor("lan"))
    first, copy = first_and_copy(cast)
    registered(cast, first)
    arriving.strike_out(letter=first, reason=REASON, by=cast.actor("lan"), at=LATER)
    assert in_tray(copy)
    assert not queries.copies_of_arrival(first).exists()


def test_a_copy_lies_in_the_tray_again_when_its_first_is_returned(cast: Cast) -> None:
    first, copy = first_and_copy(cast)
    arriving.refuse(letter=first, reason="Gửi nhầm nơi nhận", by=cast.actor("lan"), at=LATER)
    assert in_tray(copy)


def test_a_copy_lies_in_the_tray_again_when_its_first_is_divided(cast: Cast) -> None:
    first, copy = first_and_copy(cast)
    done([first], [[(first.pk, 1, 0)], [(first.pk, 2, 0)]], cast)
    assert in_tray(copy)


def test_a_copy_lies_in_the_tray_again_when_a_regrouping_is_taken_back(cast: Cast) -> None:
    lan, (first, _second) = cast.actor("lan"), divided(cast, pile(cast))
    copy = linking.link(letter=taken(lan, pdf(3)), other=first, by=lan, at=LATER)
    regrouping.undo(regrouping=Regrouping.objects.get(), by=lan, at=LATER)
    assert in_tray(copy)


def test_a_copy_of_a_secret_can_be_erased_as_well(cast: Cast) -> None:
    lan = cast.actor("lan")
    first, copy = first_and_copy(cast)
    describing.describe(letter=first, facts=ArrivalFacts(subject="chuyện kín"), by=lan, at=NOON)
    erasing.erase_secret(letter=first, by=lan, at=LATER)
    assert in_tray(copy)
    assert erasing.erase_secret(letter=copy, by=lan, at=LATER).status == I.ERASED


@pytest.mark.parametrize("end", ["struck out", "erased"])
def test_nothing_is_linked_to_what_stands_no_more(cast: Cast, end: str) -> None:
    lan = cast.actor("lan")
    book_of_arrivals(lan)
    first, other = taken(lan, pdf(2)), taken(lan, pdf(3))
    if end == "erased":
        erasing.erase_secret(letter=first, by=lan, at=NOON)
    else:
        registered(cast, first)
        arriving.strike_out(letter=first, reason=REASON, by=lan, at=NOON)
    with pytest.raises(errors.NotACopyOfItself):
        linking.link(letter=other, other=first, by=lan, at=LATER)
    assert in_tray(other)


# ------------------------------------------------------------------ a secret goes with its pile
def pile(cast: Cast, *others: bytes) -> IncomingLetter:
    lan = cast.actor("lan")
    coming = Coming(source=ArrivalSource.UPLOAD, secrecy=Secrecy.NONE)
    beside = [lay(lan, content, f"kem-{n}.pdf") for n, content in enumerate(others)]
    main = lay(lan, marked(500, 510, 520))
    return taking_in.take_in(coming=coming, main=main, others=beside, by=lan, at=NOON)


def divided(cast: Cast, whole: IncomingLetter) -> list[IncomingLetter]:
    plan = [[(whole.pk, 1, 0)], [(whole.pk, 2, 0), (whole.pk, 3, 0)]]
    return list(done([whole], plan, cast).made.order_by("id"))


def test_a_secret_of_a_divided_pile_goes_with_what_came_beside_it(cast: Cast) -> None:
    whole = pile(cast, pdf(4))
    first, second = divided(cast, whole)
    erasing.erase_secret(letter=first, by=cast.actor("lan"), at=LATER)
    whole.refresh_from_db()
    assert whole.status == I.ERASED
    assert not IncomingAttachment.objects.exists()
    assert list(StoredFile.objects.values_list("pk", flat=True)) == [second.file_id]


def test_both_letters_of_a_pile_may_be_secret(cast: Cast) -> None:
    lan, (first, second) = cast.actor("lan"), divided(cast, pile(cast))
    erasing.erase_secret(letter=first, by=lan, at=LATER)
    assert erasing.erase_secret(letter=second, by=lan, at=LATER).status == I.ERASED
    assert not StoredFile.objects.exists()


def test_what_lies_beside_another_letter_of_the_pile_is_named(cast: Cast) -> None:
    first, second = divided(cast, pile(cast, pdf(4)))
    with pytest.raises(errors.SecretLiesElsewhere):
        erasing.erase_secret(letter=second, by=cast.actor("lan"), at=LATER)
    assert first.attachments.count() == 1


def test_a_pile_that_was_brought_twice_is_named(cast: Cast) -> None:
    first, _second = divided(cast, pile(cast))
    again = pile(cast)
    with pytest.raises(errors.SecretLiesElsewhere):
        erasing.erase_secret(letter=first, by=cast.actor("lan"), at=LATER)
    assert in_tray(again)


# ------------------------------------------------------------------ what is written down
def test_two_fields_written_down_at_once_both_stay(cast: Cast) -> None:
    lan, letter = cast.actor("lan"), taken(cast.actor("lan"))
    old = IncomingLetter.objects.get(pk=letter.pk)
    describing.note(letter=letter, values={"issuer": "SỞ TÀI CHÍNH"}, by=lan, at=NOON)
    describing.note(letter=old, values={"code": "5/STC-NS"}, by=lan, at=NOON)
    letter.refresh_from_db()
    assert (letter.issuer, letter.reference_code) == ("SỞ TÀI CHÍNH", "5/STC-NS")


def line(cast: Cast, **more: Any) -> IncomingLetter:
    book_of_arrivals(cast.actor("lan"))
    return on_paper(cast, **more)


def corrected(cast: Cast, letter: IncomingLetter, facts: ArrivalFacts, **more: Any) -> IncomingLetter:
    values = {"reason": "Ghi nhầm số, ký hiệu", "by": cast.actor("lan"), "at": LATER, **more}
    return describing.correct(letter=letter, facts=facts, **values)


def test_a_correction_does_not_undo_one_it_has_not_seen(cast: Cast) -> None:
    letter = line(cast)
    seen, facts = letter.updated_at, ArrivalFacts.of(letter)
    corrected(cast, letter, replace(facts, signer="Trần Văn Bốn"), seen=seen)
    with pytest.raises(errors.CorrectedMeanwhile):
        corrected(cast, letter, replace(facts, subject="việc khác"), seen=seen)
    letter.refresh_from_db()
    assert letter.signer == "Trần Văn Bốn"


def test_a_corrected_letter_is_not_of_a_day_behind_its_arrival(cast: Cast) -> None:
    came = date(2026, 11, 21)
    letter = line(cast, entry=Registration(arrival_day=came))
    facts = ArrivalFacts.of(letter)
    with pytest.raises(errors.DayOfLetterIsImpossible):
        corrected(cast, letter, replace(facts, dated_on=came + timedelta(days=1)))
    corrected(cast, letter, replace(facts, dated_on=came))
