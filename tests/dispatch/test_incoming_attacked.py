"""What was tried against letters that arrive: one lost behind another, a secret that stays, a line changed unseen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import translation

from dispatch import errors, queries
from dispatch.enums import IncomingStatus as I
from dispatch.models import IncomingLetter
from dispatch.operations import arriving, describing, erasing, linking
from dispatch.operations.describing import ArrivalFacts
from tests.cast import Cast
from tests.dispatch.test_linking import registered
from tests.dispatch.test_regrouping import done
from tests.factories.arrivals import taken
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
