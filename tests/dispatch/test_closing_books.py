"""Closing a book: one act, one page, and nothing in the book moves any more. The new year opens by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from audit.models import Event
from dispatch import errors, queries
from dispatch.enums import AllocationState, Direction
from dispatch.enums import LetterStatus as S
from dispatch.models import BookClosing, NumberAllocation, NumberSeries
from dispatch.operations import allocating, closing_books, numbering, series
from dispatch.operations.allocating import SuffixException
from organisation.models import Post
from tests.cast import Cast
from tests.factories.dispatch import NOON, fresh, letter_at, year_series
from tests.keepsake import once_from_here

TODAY = NOON.date()
NEW_YEARS_EVE = datetime(2026, 12, 31, 10, 0, tzinfo=UTC)
JANUARY = datetime(2027, 1, 5, 2, 0, tzinfo=UTC)


def reserve(cast: Cast, book: NumberSeries, reason: str = "Công văn ký giấy") -> NumberAllocation:
    return numbering.reserve(
        number_series=book, legal_day=TODAY, reason=reason, expires_at=NOON + timedelta(days=90),
        by=cast.actor("lan"), at=NOON,
    )  # fmt: skip


@pytest.fixture
def book(cast: Cast) -> NumberSeries:
    """A book with 01 and 02 issued, 03 void, 04 reserved, 02a behind 02."""
    return once_from_here("closing book", lambda: _book(cast))


def _book(cast: Cast) -> NumberSeries:
    counter = year_series(cast.snv, cast)
    for _turn in range(2):
        letter_at(cast, S.ISSUED)
    given_up = reserve(cast, counter, "Thông báo nghỉ")
    numbering.void_reservation(
        allocation=given_up, reason="Không ra thông báo", by=cast.actor("lan"), at=NOON
    )
    reserve(cast, counter)
    exception = SuffixException(number=2, suffix="a", reason="Chuyển văn thư chậm")
    letter = letter_at(cast, S.SIGNED)
    numbering.number_and_request_seal(letter=letter, exception=exception, by=cast.actor("lan"), at=NOON)
    numbered = fresh(letter).allocation
    assert numbered is not None
    numbering.void(allocation=numbered, reason="Văn bản phải ký lại", by=cast.actor("lan"), at=NOON)
    return NumberSeries.objects.get(pk=counter.pk)


def close(cast: Cast, book: NumberSeries, at: datetime = JANUARY) -> BookClosing:
    return closing_books.close_book(series=book, by=cast.actor("lan"), at=at)


def test_the_page_says_what_the_book_held_who_closed_it_and_when(cast: Cast, book: NumberSeries) -> None:
    page = close(cast, book)
    assert (page.first_number, page.last_number) == (1, 4)
    assert (page.given, page.void, page.lapsed, page.suffixed) == (2, 2, 2, 1)
    assert (page.first_day, page.last_day) == (date(2026, 1, 1), date(2026, 12, 31))
    assert (page.closed_by, page.closed_at) == (cast.lan, JANUARY)
    assert Event.objects.get(name="book.closed").facts["last"] == 4


def test_numbers_still_kept_become_void_with_the_reason(cast: Cast, book: NumberSeries) -> None:
    close(cast, book)
    line = book.allocations.get(number=4)
    assert (line.state, line.void_reason) == (AllocationState.VOID, "Khóa sổ, số đã giữ không sử dụng")


def test_an_empty_book_has_a_page_too(cast: Cast) -> None:
    page = close(cast, year_series(cast.snv, cast))
    assert (page.last_number, page.given, page.void) == (None, 0, 0)


def test_nothing_is_given_kept_or_ended_in_a_closed_book(cast: Cast, book: NumberSeries) -> None:
    late = letter_at(cast, S.SIGNED, at=NEW_YEARS_EVE)
    close(cast, book, datetime(2027, 1, 1, 1, 0, tzinfo=UTC))
    by, december = cast.actor("lan"), date(2026, 12, 31)
    exception = SuffixException(number=4, suffix="a", reason="Ký chiều 31/12")
    next_day = datetime(2027, 1, 1, 2, 0, tzinfo=UTC)
    acts: list[Callable[[], Any]] = [
        lambda: numbering.number_and_request_seal(letter=late, legal_day=december, by=by, at=next_day),
        lambda: numbering.number_and_request_seal(
            letter=late, legal_day=december, exception=exception, by=by, at=next_day
        ),
        lambda: reserve(cast, book),
        lambda: series.end_series(series=book, on=december, by=by, at=JANUARY),
        lambda: close(cast, book),
    ]
    for act in acts:
        with pytest.raises(errors.BookIsClosed), transaction.atomic():
            act()
    numbering.number_and_request_seal(letter=late, by=by, at=JANUARY)
    assert fresh(late).reference_code == "01/SNV-CCHC"


@pytest.mark.parametrize("change", ["insert", "update", "delete", "page"])
def test_the_database_itself_keeps_a_closed_book(cast: Cast, book: NumberSeries, change: str) -> None:
    page = close(cast, book)
    line = book.allocations.get(number=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        if change == "insert":
            copy = NumberAllocation.objects.get(number=3)
            copy.pk, copy.number = None, 9
            copy.save(force_insert=True)
        elif change == "update":
            NumberAllocation.objects.filter(pk=line.pk).update(number=9)
        elif change == "delete":
            NumberAllocation.objects.filter(number=3).delete()
        else:
            BookClosing.objects.filter(pk=page.pk).update(given=9)


def test_a_book_is_not_closed_before_its_last_day(cast: Cast, book: NumberSeries) -> None:
    with pytest.raises(errors.BookIsRunning) as refused:
        close(cast, book, NOON)
    assert refused.value.facts["until"] == "31/12/2026"
    series.end_series(series=book, on=TODAY, by=cast.actor("lan"), at=NOON)
    assert close(cast, book, NOON).last_day == TODAY


def test_the_book_of_a_term_without_an_end_is_not_closed(cast: Cast) -> None:
    new = series.NewSeries(code="nhiem-ky", name="Nhiệm kỳ", term_from=date(2025, 9, 20))
    term = series.open_series(new=new, by=cast.actor("lan"), at=NOON)
    with pytest.raises(errors.BookIsRunning):
        close(cast, term)
    series.end_series(series=term, on=date(2027, 1, 4), by=cast.actor("lan"), at=JANUARY)
    assert close(cast, term).last_day == date(2027, 1, 4)


def test_a_book_with_a_letter_at_the_seal_is_not_closed(cast: Cast, book: NumberSeries) -> None:
    letter = letter_at(cast, S.NUMBERED)
    with pytest.raises(errors.LettersAwaitTheSeal) as refused:
        close(cast, book)
    assert refused.value.facts == {"codes": letter.reference_code}


def test_a_book_that_stands_still_or_has_a_gap_is_not_closed(cast: Cast, book: NumberSeries) -> None:
    series.freeze_series(series=book, by=cast.system(), at=NOON)
    with pytest.raises(errors.SeriesIsFrozen):
        close(cast, book)
    series.confirm_last_number(series=book, last_used=4, by=cast.actor("lan"), at=NOON)
    NumberSeries.objects.filter(pk=book.pk).update(next_number=6)
    with pytest.raises(errors.BookHasAGap) as refused:
        close(cast, book)
    assert refused.value.facts == {"number": 5}


@pytest.mark.parametrize("name", ["minh", "binh", "dung", "quan"])
def test_only_the_registry_closes_a_book(cast: Cast, book: NumberSeries, name: str) -> None:
    with pytest.raises(errors.NotTheRegistry):
        closing_books.close_book(series=book, by=cast.actor(name), at=JANUARY)


def test_after_a_restore_a_closed_book_does_not_stand_still(cast: Cast, book: NumberSeries) -> None:
    close(cast, book)
    assert series.freeze_series(series=book, by=cast.system(), at=JANUARY).frozen_at is None


# ---------------------------------------------------------------- 1 January
def names(year: int) -> set[str]:
    return set(NumberSeries.objects.filter(year=year).values_list("code", flat=True))


def test_on_new_years_day_the_schedule_opens_every_book_of_the_year_that_goes_on(cast: Cast) -> None:
    year_series(cast.snv, cast)
    year_series(cast.snv, cast, code="quyet-dinh", kinds=("quyet_dinh",))
    ended = year_series(cast.snv, cast, code="to-trinh", kinds=("to_trinh",))
    series.end_series(series=ended, on=TODAY, by=cast.actor("lan"), at=NOON)
    midnight = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)  # of Viet Nam
    assert series.open_new_year(at=midnight - timedelta(minutes=1)) == 0
    assert series.open_new_year(at=midnight) == 2
    assert series.open_new_year(at=midnight + timedelta(minutes=10)) == 0
    assert names(2027) == {"van-ban", "quyet-dinh"}
    opened = NumberSeries.objects.get(year=2027, code="quyet-dinh")
    assert (opened.kinds, opened.start, opened.next_number, opened.opened_on) == (
        ["quyet_dinh"], 1, 1, date(2027, 1, 1),
    )  # fmt: skip
    assert Event.objects.filter(name="series.opened", subject_key=str(opened.pk)).exists()


def test_a_letter_at_one_past_midnight_opens_the_narrow_books_too(cast: Cast) -> None:
    """Else the first decision of the year would be counted by the book of all other letters."""
    year_series(cast.snv, cast)
    year_series(cast.snv, cast, code="quyet-dinh", kinds=("quyet_dinh",))
    at = datetime(2026, 12, 31, 17, 1, tzinfo=UTC)
    letter = letter_at(cast, S.SIGNED, at=at)
    numbering.number_and_request_seal(letter=letter, by=cast.actor("lan"), at=at)
    assert names(2027) == {"van-ban", "quyet-dinh"}


def test_a_book_the_clerk_opened_ahead_does_not_keep_the_others_closed(cast: Cast) -> None:
    year_series(cast.snv, cast)
    year_series(cast.snv, cast, code="quyet-dinh", kinds=("quyet_dinh",))
    year_series(cast.snv, cast, year=2027, opened_on=date(2027, 1, 1))
    at = datetime(2026, 12, 31, 17, 1, tzinfo=UTC)
    found = series.series_for_act(
        organisation=cast.snv, kind="quyet_dinh", day=date(2027, 1, 1), by=cast.actor("lan"), at=at
    )
    assert (found.code, found.year) == ("quyet-dinh", 2027)


def test_a_new_arrangement_of_books_is_left_as_the_clerk_made_it(cast: Cast) -> None:
    """The head decided on one book for everything from January on, under another name."""
    year_series(cast.snv, cast)
    year_series(cast.snv, cast, year=2027, code="so-chung", opened_on=date(2027, 1, 1))
    assert series.open_new_year(at=JANUARY) == 0
    assert names(2027) == {"so-chung"}


def test_a_term_is_not_opened_by_itself(cast: Cast) -> None:
    new = series.NewSeries(
        code="nk", name="Nhiệm kỳ", term_from=date(2021, 9, 20), term_until=date(2026, 12, 31)
    )
    series.open_series(new=new, by=cast.actor("lan"), at=NOON)
    assert series.open_new_year(at=JANUARY) == 0
    with pytest.raises(errors.NoSeries):
        series.series_for_act(
            organisation=cast.snv, kind="cong_van", day=date(2027, 1, 4), by=cast.actor("lan"), at=JANUARY
        )


# ---------------------------------------------------------------- a merger in the middle of the year
def test_a_merged_office_ends_its_book_and_starts_another_from_one(cast: Cast) -> None:
    """1 July: the old book ends on 30 June and is closed, the new one begins with 01; both are the year's."""
    lan, old = cast.actor("lan"), year_series(cast.snv, cast)
    before, after = datetime(2026, 6, 30, 3, 0, tzinfo=UTC), datetime(2026, 7, 1, 3, 0, tzinfo=UTC)
    letter = letter_at(cast, S.SIGNED, at=before)
    numbering.number_and_request_seal(letter=letter, by=lan, at=before)
    series.end_series(series=old, on=before.date(), by=lan, at=before)
    new = year_series(cast.snv, cast, code="sau-sap-nhap", opened_on=after.date())
    for day, book in ((before.date(), old), (after.date(), new)):
        assert queries.series_for(cast.snv, Direction.OUTGOING, "cong_van", day) == book
    late = letter_at(cast, S.SIGNED, at=before)
    line = NumberAllocation(series=new)
    with pytest.raises(errors.SeriesIsClosed):  # a day of June has no place in July's book
        allocating.take_next(letter=late, series=new, day=before.date(), by=lan, at=after)
    assert line.pk is None
    late_number = numbering.number_and_request_seal(letter=late, legal_day=before.date(), by=lan, at=after)
    assert late_number.prefill["Number"] == "02"  # June's book, on the next working day
    assert series.open_new_year(at=JANUARY) == 1
    assert names(2027) == {"sau-sap-nhap"}


def test_the_posts_that_close_and_keep_are_of_the_same_office(cast: Cast, book: NumberSeries) -> None:
    page = close(cast, book)
    stranger = Post.objects.get(pk=cast.stranger.pk)
    assert page.closed_by.organisation_id != stranger.organisation_id
