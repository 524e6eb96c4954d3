"""The turn of the year as a story: who signs in December and is numbered in January gets which number and day?

The calendar of these tests: 31 December 2026 is a Thursday, 1 January 2027 a holiday (Friday), 4 January the next
working day. Decree 30/2020 Art. 15: numbered on the day of the signature, at latest on the next working day.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dispatch import errors, queries
from dispatch.enums import LetterStatus as S
from dispatch.models import NumberSeries, OutgoingLetter
from dispatch.operations import numbering
from dispatch.operations.allocating import SuffixException
from lib.calendar import ZONE
from organisation.enums import DayKind
from organisation.models import DayException
from tests.cast import Cast
from tests.factories.dispatch import fresh, letter_at, year_series

LAST_DAY, NEW_YEAR = date(2026, 12, 31), date(2027, 1, 1)


def moment(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A moment on the clocks of Viet Nam around the turn of the year."""
    year = 2026 if month == 12 else 2027
    return datetime(year, month, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


@pytest.fixture
def book(cast: Cast) -> NumberSeries:
    """December's book, which has given 1200 numbers on paper, and a holiday on 1 January."""
    DayException.objects.create(organisation=cast.snv, day=NEW_YEAR, kind=DayKind.OFF, name="Tết Dương lịch")
    return year_series(cast.snv, cast, start=1201)


@pytest.fixture
def letter(cast: Cast, book: NumberSeries) -> OutgoingLetter:
    """Signed on the last afternoon of the year; the clerk has gone home."""
    return letter_at(cast, S.SIGNED, at=moment(12, 31, 16, 45))


def numbered(cast: Cast, letter: OutgoingLetter, at: datetime, **how: object) -> OutgoingLetter:
    numbering.number_and_request_seal(letter=letter, by=cast.actor("lan"), at=at, **how)  # type: ignore[arg-type]
    return fresh(letter)


def told(letter: OutgoingLetter) -> tuple[str, date | None]:
    return letter.reference_code.split("/")[0], letter.legal_day


def test_numbered_the_same_evening_it_is_decembers(cast: Cast, letter: OutgoingLetter) -> None:
    assert told(numbered(cast, letter, moment(12, 31, 23, 59))) == ("1201", LAST_DAY)


def test_one_minute_after_midnight_it_is_januarys_and_nothing_fails(
    cast: Cast, letter: OutgoingLetter
) -> None:
    assert told(numbered(cast, letter, moment(1, 1, 0, 1))) == ("01", NEW_YEAR)
    assert NumberSeries.objects.filter(year=2027).count() == 1


def test_in_the_first_office_hour_it_gets_januarys_number_and_day(cast: Cast, letter: OutgoingLetter) -> None:
    assert told(numbered(cast, letter, moment(1, 4, 8))) == ("01", date(2027, 1, 4))


def test_on_the_next_working_day_the_clerk_may_name_the_december_day(
    cast: Cast, letter: OutgoingLetter
) -> None:
    on_time = numbered(cast, letter, moment(1, 4, 8), legal_day=LAST_DAY)
    assert told(on_time) == ("1201", LAST_DAY)
    assert on_time.allocation is not None
    assert on_time.allocation.series.year == 2026
    assert on_time.allocation.allocated_at == moment(1, 4, 8)  # when it was really given stays known


def test_a_day_later_the_december_day_is_over(cast: Cast, letter: OutgoingLetter) -> None:
    with pytest.raises(errors.NumberedTooLate) as refused:
        numbered(cast, letter, moment(1, 5, 8), legal_day=LAST_DAY)
    assert refused.value.facts == {"signed": "31/12/2026", "latest": "04/01/2027"}
    assert told(numbered(cast, letter, moment(1, 5, 8))) == ("01", date(2027, 1, 5))


def test_after_that_only_a_number_with_a_letter_and_its_reason_bears_the_december_day(
    cast: Cast, letter: OutgoingLetter
) -> None:
    numbered(cast, letter_at(cast, S.SIGNED, at=moment(12, 31, 9)), moment(12, 31, 10))
    exception = SuffixException(number=1201, suffix="a", reason="Chuyển văn thư chậm do nghỉ Tết")
    late = numbered(cast, letter, moment(1, 6, 8), legal_day=LAST_DAY, exception=exception)
    assert told(late) == ("1201a", LAST_DAY)


def test_a_number_kept_in_december_is_decembers_in_january(
    cast: Cast, book: NumberSeries, letter: OutgoingLetter
) -> None:
    kept = numbering.reserve(
        number_series=book,
        legal_day=LAST_DAY,
        reason="Công văn ký chiều 31/12, đóng dấu sau Tết",
        expires_at=moment(1, 8, 17),
        by=cast.actor("lan"),
        at=moment(12, 31, 17),
    )
    fits = queries.reservations_for(cast.snv, "cong_van", since=LAST_DAY, until=date(2027, 1, 6))
    assert fits == [kept]
    assert told(numbered(cast, letter, moment(1, 6, 8), reservation=kept)) == ("1201", LAST_DAY)


def test_a_letter_of_january_takes_no_number_kept_in_december(
    cast: Cast, book: NumberSeries, letter: OutgoingLetter
) -> None:
    numbering.reserve(
        number_series=book, legal_day=LAST_DAY, reason="Để dành", expires_at=moment(1, 8, 17),
        by=cast.actor("lan"), at=moment(12, 31, 17),
    )  # fmt: skip
    assert not queries.reservations_for(cast.snv, "cong_van", since=date(2027, 1, 4), until=date(2027, 1, 4))


def test_also_within_the_year_an_earlier_day_is_kept_until_the_next_working_day_only(
    cast: Cast, book: NumberSeries
) -> None:
    """Friday's letter is numbered on Monday under Friday's day, on Tuesday no more."""
    friday, monday, tuesday = moment(12, 18, 15), moment(12, 21, 9), moment(12, 22, 9)
    first, second = letter_at(cast, S.SIGNED, at=friday), letter_at(cast, S.SIGNED, at=friday)
    assert told(numbered(cast, first, monday, legal_day=date(2026, 12, 18))) == ("1201", date(2026, 12, 18))
    with pytest.raises(errors.NumberedTooLate):
        numbered(cast, second, tuesday, legal_day=date(2026, 12, 18))
