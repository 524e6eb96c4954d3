"""Numbers: in order, with the right year and day, never twice, never lost, never free again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from dispatch import errors, queries
from dispatch.enums import AllocationState, Direction
from dispatch.enums import LetterStatus as S
from dispatch.models import NumberAllocation, NumberSeries, OutgoingLetter
from dispatch.models.register import RegisterFilters
from dispatch.operations import allocating, numbering, series
from dispatch.operations.allocating import SuffixException
from organisation.models.actor import Actor
from signing.enums import RequestState, SigningRole
from signing.models import SigningRequest
from tests.cast import Cast
from tests.factories.dispatch import NOON, fresh, letter_at, year_series

TODAY = NOON.date()


def number(cast: Cast, letter: OutgoingLetter, at: datetime = NOON, **how: object) -> OutgoingLetter:
    numbering.number_and_request_seal(letter=letter, by=cast.actor("lan"), at=at, **how)  # type: ignore[arg-type]
    return fresh(letter)


def test_numbers_follow_each_other(cast: Cast) -> None:
    codes = [letter_at(cast, S.NUMBERED).reference_code for _count in range(3)]
    assert codes == ["01/SNV-CCHC", "02/SNV-CCHC", "03/SNV-CCHC"]


def test_a_series_begins_where_it_is_told(cast: Cast) -> None:
    year_series(cast.snv, cast, start=118)
    assert letter_at(cast, S.NUMBERED).reference_code == "118/SNV-CCHC"


def test_asking_again_gives_the_same_number_day_and_request(cast: Cast) -> None:
    letter = letter_at(cast, S.NUMBERED)
    again = numbering.number_and_request_seal(
        letter=letter, by=cast.actor("lan"), at=NOON + timedelta(days=1)
    )
    assert SigningRequest.objects.get(role=SigningRole.SEAL) == again
    assert NumberAllocation.objects.count() == 1
    assert fresh(letter).legal_day == TODAY


def test_a_failed_seal_is_asked_for_again_under_the_same_number(cast: Cast) -> None:
    letter = letter_at(cast, S.NUMBERED)
    SigningRequest.objects.filter(role=SigningRole.SEAL).update(state=RequestState.FAILED)
    again = numbering.number_and_request_seal(letter=letter, by=cast.actor("lan"), at=NOON)
    assert again.prefill["Number"] == "01"
    assert NumberAllocation.objects.count() == 1


def test_a_colleague_takes_over_a_seal_that_waits_for_its_pin(cast: Cast) -> None:
    letter = letter_at(cast, S.NUMBERED)
    for_lan = cast.standing_in("lan", by="thu", day=TODAY)
    again = numbering.number_and_request_seal(letter=letter, by=for_lan, at=NOON)
    assert (again.person, again.state) == (cast.thu.person, RequestState.PREPARED)


def test_without_a_certificate_no_number_is_used_up(cast: Cast) -> None:
    from signing.errors import NoCertificate
    from signing.models import SigningCertificate

    letter = letter_at(cast, S.SIGNED)
    counter = year_series(cast.snv, cast)
    SigningCertificate.objects.filter(role=SigningRole.SEAL).update(retired_at=NOON - timedelta(days=1))
    with pytest.raises(NoCertificate):
        number(cast, letter)
    assert not NumberAllocation.objects.exists()
    assert queries.next_number_hint(counter) == 1


# ---------------------------------------------------------------- year and day
def test_the_last_evening_of_the_year_in_utc_is_the_new_year_in_viet_nam(cast: Cast) -> None:
    before = year_series(cast.snv, cast)
    at = datetime(2026, 12, 31, 18, 0, tzinfo=UTC)
    letter = number(cast, letter_at(cast, S.SIGNED, at=at), at)
    assert letter.legal_day == date(2027, 1, 1)
    assert letter.reference_code == "01/SNV-CCHC"
    assert letter.allocation is not None
    opened = letter.allocation.series
    assert (opened.year, opened.code, opened.start) == (2027, before.code, 1)


def test_a_letter_signed_on_the_last_day_may_still_be_dated_that_day(cast: Cast) -> None:
    year_series(cast.snv, cast)
    letter = letter_at(cast, S.SIGNED, at=datetime(2026, 12, 31, 9, 0, tzinfo=UTC))
    next_morning = datetime(2027, 1, 1, 2, 0, tzinfo=UTC)
    numbered = number(cast, letter, next_morning, legal_day=date(2026, 12, 31))
    assert numbered.allocation is not None
    assert numbered.allocation.series.year == 2026


def test_a_letter_is_dated_neither_ahead_nor_before_its_signature(cast: Cast) -> None:
    year_series(cast.snv, cast)
    letter = letter_at(cast, S.SIGNED)
    with pytest.raises(errors.LegalDayIsInFuture):
        number(cast, letter, legal_day=TODAY + timedelta(days=1))
    with pytest.raises(errors.LegalDayIsBeforeSignature):
        number(cast, letter, legal_day=TODAY - timedelta(days=1))


def test_a_day_behind_the_register_needs_the_exception(cast: Cast) -> None:
    year_series(cast.snv, cast)
    late = letter_at(cast, S.SIGNED, at=NOON - timedelta(days=1))
    before = number(cast, letter_at(cast, S.SIGNED, at=NOON - timedelta(days=1)), NOON - timedelta(days=1))
    number(cast, letter_at(cast, S.SIGNED))
    yesterday = TODAY - timedelta(days=1)

    with pytest.raises(errors.LegalDayIsBehindRegister):
        number(cast, late, legal_day=yesterday)
    exception = SuffixException(number=1, suffix="a", reason="Ký ngày 23/11, chuyển chậm")
    numbered = number(cast, late, legal_day=yesterday, exception=exception)

    assert before.reference_code == "01/SNV-CCHC"
    assert numbered.reference_code == "01a/SNV-CCHC"
    register = [line.reference_code for line in queries.outgoing_register(cast.snv, RegisterFilters())]
    assert register == ["01/SNV-CCHC", "01a/SNV-CCHC", "02/SNV-CCHC"]


@pytest.mark.parametrize(
    ("exception", "refusal"),
    [
        (SuffixException(number=1, suffix="e", reason="Ký chậm"), errors.SuffixIsWrong),
        (SuffixException(number=1, suffix="ab", reason="Ký chậm"), errors.SuffixIsWrong),
        (SuffixException(number=1, suffix="", reason="Ký chậm"), errors.SuffixIsWrong),
        (SuffixException(number=9, suffix="a", reason="Ký chậm"), errors.NoSuchNumber),
        (SuffixException(number=1, suffix="a", reason=""), errors.ReasonIsMissing),
    ],
)
def test_a_suffix_is_an_exception_with_a_reason(
    cast: Cast, exception: SuffixException, refusal: type[Exception]
) -> None:
    letter_at(cast, S.NUMBERED)
    with pytest.raises(refusal):
        number(cast, letter_at(cast, S.SIGNED), exception=exception)


@pytest.mark.parametrize("days", [-3, 0])
def test_a_suffix_lies_between_the_days_of_its_neighbours(cast: Cast, days: int) -> None:
    year_series(cast.snv, cast)
    early = NOON - timedelta(days=3)
    late = letter_at(cast, S.SIGNED, at=early)
    for moment in (NOON - timedelta(days=2), NOON - timedelta(days=1), NOON):
        number(cast, letter_at(cast, S.SIGNED, at=moment), moment)
    exception = SuffixException(number=1, suffix="a", reason="Chuyển chậm")
    with pytest.raises(errors.LegalDayIsBehindRegister):
        number(cast, late, legal_day=TODAY + timedelta(days=days), exception=exception)
    inside = number(cast, late, legal_day=TODAY - timedelta(days=2), exception=exception)
    assert inside.reference_code == "01a/SNV-CCHC"


def test_a_suffix_is_given_once(cast: Cast) -> None:
    letter_at(cast, S.NUMBERED)
    exception = SuffixException(number=1, suffix="a", reason="Ký chậm một ngày")
    number(cast, letter_at(cast, S.SIGNED), exception=exception)
    with pytest.raises(errors.NumberAlreadyTaken):
        number(cast, letter_at(cast, S.SIGNED), exception=exception)


# ---------------------------------------------------------------- void and reserved
def test_a_voided_number_keeps_its_line_and_is_never_given_again(cast: Cast) -> None:
    letter = letter_at(cast, S.NUMBERED)
    assert letter.allocation is not None
    numbering.void(allocation=letter.allocation, reason="Đóng dấu không kịp", by=cast.actor("lan"), at=NOON)

    back = fresh(letter)
    assert (back.status, back.allocation, back.reference_code) == (S.SIGNED, None, "")
    assert number(cast, back).reference_code == "02/SNV-CCHC"
    void, given = queries.outgoing_register(cast.snv, RegisterFilters())
    assert (void.state, void.void_reason, void.letter) == (AllocationState.VOID, "Đóng dấu không kịp", letter)
    assert given.state == AllocationState.ALLOCATED


def test_the_number_of_an_issued_letter_is_not_voided(cast: Cast) -> None:
    letter = letter_at(cast, S.ISSUED)
    assert letter.allocation is not None
    with pytest.raises(errors.NumberIsInUse):
        numbering.void(allocation=letter.allocation, reason="Nhầm lẫn", by=cast.actor("lan"), at=NOON)


@pytest.mark.parametrize("state", [RequestState.AUTHORISED, RequestState.SIGNED, RequestState.TIMESTAMPED])
def test_a_number_is_not_voided_while_the_seal_is_being_set(cast: Cast, state: RequestState) -> None:
    letter = letter_at(cast, S.NUMBERED)
    SigningRequest.objects.filter(role=SigningRole.SEAL).update(state=state)
    assert letter.allocation is not None
    with pytest.raises(errors.SealIsUnderWay):
        numbering.void(allocation=letter.allocation, reason="Nhầm lẫn", by=cast.actor("lan"), at=NOON)


def test_voiding_needs_a_reason_and_the_registry(cast: Cast) -> None:
    letter = letter_at(cast, S.NUMBERED)
    assert letter.allocation is not None
    with pytest.raises(errors.ReasonIsMissing):
        numbering.void(allocation=letter.allocation, reason=" ", by=cast.actor("lan"), at=NOON)
    with pytest.raises(errors.NotTheRegistry):
        numbering.void(allocation=letter.allocation, reason="Nhầm lẫn", by=cast.actor("binh"), at=NOON)


def reserve(
    cast: Cast, counter: NumberSeries, *, until: datetime = NOON + timedelta(hours=4)
) -> NumberAllocation:
    return numbering.reserve(
        number_series=counter,
        legal_day=TODAY,
        reason="Công văn trình ký giấy",
        expires_at=until,
        by=cast.actor("lan"),
        at=NOON,
    )


def test_a_reserved_number_waits_visibly_and_is_used_by_its_letter(cast: Cast) -> None:
    reserved = reserve(cast, year_series(cast.snv, cast))
    other = number(cast, letter_at(cast, S.SIGNED))
    letter = number(cast, letter_at(cast, S.SIGNED), reservation=reserved)
    assert (other.reference_code, letter.reference_code) == ("02/SNV-CCHC", "01/SNV-CCHC")
    with pytest.raises(errors.ReservationIsOver):
        number(cast, letter_at(cast, S.SIGNED), reservation=reserved)


def test_an_unused_reservation_becomes_void_not_free(cast: Cast) -> None:
    counter = year_series(cast.snv, cast)
    reserve(cast, counter)
    assert numbering.expire_reservations(at=NOON + timedelta(hours=3)) == 0
    assert numbering.expire_reservations(at=NOON + timedelta(hours=5)) == 1
    assert numbering.expire_reservations(at=NOON + timedelta(hours=6)) == 0
    (line,) = queries.outgoing_register(cast.snv, RegisterFilters())
    assert (line.state, line.void_reason) == (AllocationState.VOID, "Hết thời hạn giữ số, không sử dụng")
    assert queries.next_number_hint(counter) == 2


def test_a_reservation_that_is_not_over_or_was_used_is_left_alone(cast: Cast) -> None:
    counter = year_series(cast.snv, cast)
    waiting, used = reserve(cast, counter), reserve(cast, counter)
    number(cast, letter_at(cast, S.SIGNED), reservation=used)
    system = Actor.system(cast.snv, "test")
    numbering.expire_reservation(allocation=waiting, by=system, at=NOON + timedelta(hours=3))
    numbering.expire_reservation(allocation=used, by=system, at=NOON + timedelta(hours=9))
    states = [line.state for line in queries.outgoing_register(cast.snv, RegisterFilters())]
    assert states == [AllocationState.RESERVED, AllocationState.ALLOCATED]


def test_a_book_of_a_year_keeps_no_number_for_a_day_of_another(cast: Cast) -> None:
    counter = year_series(cast.snv, cast)
    january = {"legal_day": date(2027, 1, 4), "expires_at": NOON + timedelta(days=60)}
    with pytest.raises(errors.SeriesIsClosed):
        numbering.reserve(number_series=counter, reason="Đầu năm", by=cast.actor("lan"), at=NOON, **january)
    assert queries.next_number_hint(counter) == 1


def test_a_reservation_is_given_up_with_a_reason(cast: Cast) -> None:
    reserved = reserve(cast, year_series(cast.snv, cast))
    numbering.void_reservation(
        allocation=reserved, reason="Không ban hành nữa", by=cast.actor("lan"), at=NOON
    )
    with pytest.raises(errors.ReservationIsOver):
        numbering.void_reservation(allocation=reserved, reason="Lần nữa", by=cast.actor("lan"), at=NOON)


def test_a_number_its_letter_has_taken_is_no_reservation_to_give_up(cast: Cast) -> None:
    reserved = reserve(cast, year_series(cast.snv, cast))
    letter = number(cast, letter_at(cast, S.SIGNED), reservation=reserved)
    with pytest.raises(errors.ReservationIsOver):
        numbering.void_reservation(allocation=reserved, reason="Nhầm", by=cast.actor("lan"), at=NOON)
    assert fresh(letter).status == S.NUMBERED


def test_a_reservation_for_another_day_does_not_fit(cast: Cast) -> None:
    reserved = reserve(cast, year_series(cast.snv, cast))
    tomorrow = NOON + timedelta(days=1)
    with pytest.raises(errors.ReservationIsForAnother):
        number(
            cast,
            letter_at(cast, S.SIGNED, at=tomorrow),
            tomorrow,
            reservation=reserved,
            legal_day=TODAY + timedelta(days=1),
        )


def test_a_reservation_ends_after_it_begins(cast: Cast) -> None:
    with pytest.raises(errors.ReservationIsOver):
        reserve(cast, year_series(cast.snv, cast), until=NOON)


# ---------------------------------------------------------------- series
def test_without_a_series_the_clerk_is_told_what_to_do(cast: Cast) -> None:
    with pytest.raises(errors.NoSeries) as refused:
        number(cast, letter_at(cast, S.SIGNED))
    assert refused.value.facts == {"kind": "Công văn", "day": "24/11/2026"}


def test_a_second_counter_for_the_same_letters_is_refused(cast: Cast) -> None:
    year_series(cast.snv, cast)
    with pytest.raises(errors.SeriesOverlaps):
        year_series(cast.snv, cast, code="so-thu-hai")


def test_a_narrower_series_counts_its_kinds_and_the_shared_one_the_rest(cast: Cast) -> None:
    shared = year_series(cast.snv, cast)
    own = year_series(cast.snv, cast, code="quyet-dinh", kinds=("quyet_dinh",))
    found = {
        kind: queries.series_for(cast.snv, Direction.OUTGOING, kind, TODAY)
        for kind in ("quyet_dinh", "cong_van")
    }
    assert found == {"quyet_dinh": own, "cong_van": shared}


def test_a_term_runs_through_the_years_and_is_never_opened_by_itself(cast: Cast) -> None:
    new = series.NewSeries(code="cv", name="Công văn", kinds=("cong_van",), term_from=date(2025, 9, 20))
    opened = series.open_series(new=new, by=cast.actor("lan"), at=NOON)
    for day in (date(2025, 9, 20), date(2026, 11, 24), date(2029, 1, 1)):
        assert queries.series_for(cast.snv, Direction.OUTGOING, "cong_van", day) == opened
    assert queries.series_for(cast.snv, Direction.OUTGOING, "cong_van", date(2025, 9, 19)) is None


def test_a_closed_series_gives_no_number_after_its_day(cast: Cast) -> None:
    counter = year_series(cast.snv, cast)
    series.end_series(series=counter, on=TODAY - timedelta(days=1), by=cast.actor("lan"), at=NOON)
    with pytest.raises(errors.NoSeries):
        number(cast, letter_at(cast, S.SIGNED))
    with pytest.raises(errors.SeriesIsClosed), transaction.atomic():
        allocating.open_on(counter, TODAY)


def test_a_series_ends_once_and_not_before_its_last_number(cast: Cast) -> None:
    letter_at(cast, S.NUMBERED)
    counter = NumberSeries.objects.get()
    with pytest.raises(errors.SeriesWasUsed):
        series.end_series(series=counter, on=TODAY - timedelta(days=1), by=cast.actor("lan"), at=NOON)
    series.end_series(series=counter, on=TODAY, by=cast.actor("lan"), at=NOON)
    with pytest.raises(errors.SeriesIsClosed):
        series.end_series(series=counter, on=TODAY, by=cast.actor("lan"), at=NOON)


def test_a_term_and_a_year_never_count_the_same_letters(cast: Cast) -> None:
    shared = year_series(cast.snv, cast)
    term = series.NewSeries(code="nhiem-ky", name="Nhiệm kỳ", term_from=date(2025, 9, 20))
    with pytest.raises(errors.SeriesOverlaps):
        series.open_series(new=term, by=cast.actor("lan"), at=NOON)
    series.end_series(series=shared, on=TODAY, by=cast.actor("lan"), at=NOON)
    with pytest.raises(errors.SeriesOverlaps):  # it would count days the closed one has counted
        year_series(cast.snv, cast, code="tiep", opened_on=TODAY)
    with pytest.raises(errors.SeriesNameTaken):
        year_series(cast.snv, cast, opened_on=TODAY + timedelta(days=1))
    year_series(cast.snv, cast, code="tiep", opened_on=TODAY + timedelta(days=1))
    with pytest.raises(errors.SeriesOverlaps):
        series.open_series(new=term, by=cast.actor("lan"), at=NOON)


def test_the_registry_of_another_office_keeps_nothing_here(cast: Cast) -> None:
    counter = year_series(cast.snv, cast)
    stranger = replace(cast.actor("lan"), organisation=cast.stranger.organisation)
    for act in (
        lambda: series.freeze_series(series=counter, by=stranger, at=NOON),
        lambda: series.end_series(series=counter, on=TODAY, by=stranger, at=NOON),
    ):
        with pytest.raises(errors.NotTheRegistry):
            act()


def test_a_frozen_series_stands_until_the_last_number_is_confirmed(cast: Cast) -> None:
    counter = year_series(cast.snv, cast)
    letter = letter_at(cast, S.SIGNED)
    series.freeze_series(series=counter, by=cast.system(), at=NOON)
    with pytest.raises(errors.SeriesIsFrozen):
        number(cast, letter)
    series.confirm_last_number(series=counter, last_used=3, by=cast.actor("lan"), at=NOON)
    assert number(cast, letter).reference_code == "04/SNV-CCHC"
    states = [line.state for line in queries.outgoing_register(cast.snv, RegisterFilters())]
    assert states == [AllocationState.VOID] * 3 + [AllocationState.ALLOCATED]


def test_confirming_less_than_the_register_knows_is_refused(cast: Cast) -> None:
    letter_at(cast, S.NUMBERED)
    counter = NumberSeries.objects.get()
    with pytest.raises(errors.SeriesIsNotFrozen):
        series.confirm_last_number(series=counter, last_used=9, by=cast.actor("lan"), at=NOON)
    series.freeze_series(series=counter, by=cast.system(), at=NOON)
    with pytest.raises(errors.NoSuchNumber):
        series.confirm_last_number(series=counter, last_used=0, by=cast.actor("lan"), at=NOON)


@pytest.mark.parametrize("name", ["minh", "binh", "quan"])
def test_only_the_registry_keeps_series(cast: Cast, name: str) -> None:
    new = series.NewSeries(code="x", name="x", year=2026)
    with pytest.raises(errors.NotTheRegistry):
        series.open_series(new=new, by=cast.actor(name), at=NOON)


# ---------------------------------------------------------------- the judge
def test_the_database_itself_forbids_a_number_twice(cast: Cast) -> None:
    letter = letter_at(cast, S.NUMBERED)
    line = letter.allocation
    assert line is not None
    line.pk, line.letter, line.reference_code = None, None, "another/code"
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)


def test_number_and_symbol_are_unique_in_the_year_across_series(cast: Cast) -> None:
    letter_at(cast, S.NUMBERED)
    other = year_series(cast.snv, cast, code="tham-muu", klass="tham-muu")
    letter = letter_at(cast, S.SIGNED)
    with pytest.raises(errors.NumberAlreadyTaken), transaction.atomic():
        allocating.take_next(letter=letter, series=other, day=TODAY, by=cast.actor("lan"), at=NOON)


@pytest.mark.parametrize(
    "change",
    [
        {"state": AllocationState.VOID},
        {"void_reason": "x"},
        {"reference_code": ""},
        {"number": 0},
        {"suffix": "a"},
        {"state": AllocationState.RESERVED},
    ],
)
def test_a_line_that_contradicts_itself_is_refused_by_the_database(
    cast: Cast, change: dict[str, object]
) -> None:
    letter_at(cast, S.NUMBERED)
    with pytest.raises(IntegrityError), transaction.atomic():
        NumberAllocation.objects.update(**change)


def test_a_number_longer_than_its_place_on_the_page_is_refused_and_not_taken(cast: Cast) -> None:
    letter = letter_at(cast, S.SIGNED)
    counter = year_series(cast.snv, cast)
    NumberSeries.objects.filter(pk=counter.pk).update(start=12345, next_number=12345)
    with pytest.raises(errors.NumberDoesNotFit, match="12345"), transaction.atomic():
        number(cast, letter)
    assert not NumberAllocation.objects.filter(number=12345).exists()
    assert NumberSeries.objects.get(pk=counter.pk).next_number == 12345
    assert fresh(letter).status == S.SIGNED


def test_a_number_that_fills_its_place_is_given(cast: Cast) -> None:
    letter = letter_at(cast, S.SIGNED)  # laid out while four places were enough
    counter = year_series(cast.snv, cast)
    NumberSeries.objects.filter(pk=counter.pk).update(start=9999, next_number=9999)
    assert number(cast, letter).reference_code == "9999/SNV-CCHC"
