"""The same letter by two ways: seen by bytes, by number and day, by its words; linked, or found to be two."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dispatch import errors, queries
from dispatch.enums import DeliveryStatus
from dispatch.enums import IncomingStatus as I
from dispatch.models import Delivery, IncomingLetter
from dispatch.operations import arriving, describing, linking
from dispatch.operations.arriving import Registration
from dispatch.operations.describing import ArrivalFacts
from dispatch.reading import sketch
from tests.cast import Cast
from tests.factories.arrivals import read, taken
from tests.factories.dispatch import NOON
from tests.factories.papers import papers, scanned
from tests.factories.sending import book_of_arrivals, inside, sent, work
from tests.files.pieces import pdf

LATER = NOON + timedelta(minutes=5)
FACTS = ArrivalFacts(
    issuer="SỞ TÀI CHÍNH", code="05/STC-NS", dated_on=date(2026, 11, 20), subject="quyết toán"
)


def registered(cast: Cast, letter: IncomingLetter, facts: ArrivalFacts = FACTS) -> IncomingLetter:
    lan = cast.actor("lan")
    described = describing.describe(letter=letter, facts=facts, by=lan, at=NOON)
    return arriving.register(letter=described, entry=Registration(), by=lan, at=NOON)


@pytest.fixture
def first(cast: Cast) -> IncomingLetter:
    book_of_arrivals(cast.actor("lan"))
    return registered(cast, taken(cast.actor("lan"), pdf(2)))


def test_the_same_bytes_are_warned_of(cast: Cast, first: IncomingLetter) -> None:
    again = taken(cast.actor("lan"), pdf(2))
    assert list(queries.doubles_of(again)) == [first]


def test_the_same_number_and_day_of_the_same_issuer_are_warned_of_by_whatever_way(
    cast: Cast, first: IncomingLetter
) -> None:
    lan = cast.actor("lan")
    again = taken(lan, pdf(3))
    facts = ArrivalFacts(issuer="Sở  Tài chính", code="5/stc-ns", dated_on=date(2026, 11, 20), subject="x")
    again = describing.describe(letter=again, facts=facts, by=lan, at=NOON)
    assert list(queries.doubles_of(again)) == [first]
    with pytest.raises(errors.ArrivalMayBeDouble):
        arriving.register(letter=again, entry=Registration(), by=lan, at=NOON)


def test_a_scan_of_what_came_as_a_file_is_found_by_its_words(cast: Cast) -> None:
    one, other = papers(12)[0], papers(12, seed=99)[3]
    lan = cast.actor("lan")
    file, foreign = taken(lan, one.pdf()), taken(lan, other.pdf())
    read(at=LATER)
    scan = taken(lan, scanned(one.pdf()))
    read(at=LATER)
    (likeness,) = queries.likenesses_of(scan)
    assert likeness.other == file
    assert sketch.ALIKE <= likeness.percent <= 100
    assert list(queries.twins_of(scan)) == [file]
    assert list(queries.twins_of(file)) == [scan]
    assert list(queries.twins_of(foreign)) == []


def test_linked_it_leaves_the_tray_without_a_number_and_can_come_back(
    cast: Cast, first: IncomingLetter
) -> None:
    lan = cast.actor("lan")
    again = linking.link(letter=taken(lan, pdf(2)), other=first, by=lan, at=LATER)
    assert (again.status, again.same_as, again.allocation) == (I.LINKED, first, None)
    assert list(queries.copies_of_arrival(first)) == [again]
    with pytest.raises(errors.IncomingIsElsewhere):
        arriving.register(letter=again, entry=Registration(compared=True), by=lan, at=LATER)
    assert linking.unlink(letter=again, by=lan, at=LATER).status == I.ARRIVED


def test_two_that_look_the_same_are_not_warned_of_again(cast: Cast, first: IncomingLetter) -> None:
    lan = cast.actor("lan")
    again = taken(lan, pdf(2))
    linking.find_different(letter=again, other=first, by=lan, at=LATER)
    assert not queries.doubles_of(again).exists()
    assert registered(cast, again, ArrivalFacts(issuer="SỞ TÀI CHÍNH", subject="khác")).status == I.REGISTERED


def test_a_letter_is_linked_to_what_stands_only(cast: Cast, first: IncomingLetter) -> None:
    lan = cast.actor("lan")
    again, third = taken(lan, pdf(2)), taken(lan, pdf(2))
    for target in (again,):
        with pytest.raises(errors.NotACopyOfItself):
            linking.link(letter=again, other=target, by=lan, at=LATER)
    linking.link(letter=again, other=first, by=lan, at=LATER)
    with pytest.raises(errors.NotACopyOfItself):
        linking.link(letter=third, other=again, by=lan, at=LATER)
    with pytest.raises(errors.NotTheRegistry):
        linking.link(letter=third, other=first, by=cast.actor("binh"), at=LATER)


def test_a_sender_inside_is_told_the_number_of_the_first(cast: Cast) -> None:
    clerk = cast.actor("stranger")
    book_of_arrivals(clerk)
    (delivery,) = sent(cast, inside(cast.stranger.organisation))
    work()
    electronic = IncomingLetter.objects.get()
    paper = taken(clerk, pdf(7))
    linking.link(letter=electronic, other=paper, by=clerk, at=LATER)
    described = describing.describe(letter=paper, facts=FACTS, by=clerk, at=LATER)
    arriving.register(letter=described, entry=Registration(), by=clerk, at=LATER)
    work(LATER)
    delivery = Delivery.objects.get(pk=delivery.pk)
    assert (delivery.status, delivery.arrival_code) == (DeliveryStatus.REGISTERED, "1/2026")
    with pytest.raises(errors.CopyWasReported):
        linking.unlink(letter=electronic, by=clerk, at=LATER)
