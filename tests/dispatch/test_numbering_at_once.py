"""Numbering by many at once, with aborts: no gap, no number twice."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch import errors, queries
from dispatch.enums import AllocationState
from dispatch.enums import LetterStatus as S
from dispatch.models import NumberAllocation, NumberSeries, OutgoingLetter
from dispatch.operations import allocating, numbering, series
from organisation.models.actor import Actor
from tests import cast as people
from tests.cast import Cast
from tests.factories.dispatch import NOON, letter_at, year_series
from tests.sizes import SIZES

TODAY = NOON.date()


class AbortedError(Exception):
    """A transaction that ends badly after it took its number."""


@pytest.mark.django_db(transaction=True)
def test_clerks_at_once_with_aborts_leave_no_gap_and_no_number_twice() -> None:
    cast = people.assemble()
    counter = year_series(cast.snv, cast)
    by = cast.actor("lan")
    share = SIZES.numbers_allotted // SIZES.numbering_processes

    def clerk(seed: int) -> int:
        chance = random.Random(seed)
        done = 0
        try:
            for _turn in range(share):
                try:
                    with transaction.atomic():
                        _reserve(counter, by)
                        if chance.random() < 0.2:
                            raise AbortedError
                    done += 1
                except AbortedError:
                    continue
        finally:
            connection.close()
        return done

    with ThreadPoolExecutor(SIZES.numbering_processes) as clerks:
        given_out = sum(clerks.map(clerk, range(SIZES.numbering_processes)))

    numbers = list(queries.numbers_of(counter))
    assert numbers == list(range(1, given_out + 1))
    assert queries.next_number_hint(counter) == given_out + 1


@pytest.mark.django_db(transaction=True)
def test_two_clerks_numbering_the_same_letter_give_it_one_number() -> None:
    cast = people.assemble()
    year_series(cast.snv, cast)
    letter = letter_at(cast, S.SIGNED)
    by = cast.actor("lan")

    def clerk(_turn: int) -> int:
        try:
            return numbering.number_and_request_seal(letter=letter, by=by, at=NOON).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as clerks:
        requests = set(clerks.map(clerk, range(4)))

    assert len(requests) == 1
    assert [line.number for line in NumberAllocation.objects.all()] == [1]


@pytest.mark.django_db(transaction=True)
def test_the_new_year_is_opened_once_by_two_clerks() -> None:
    cast = people.assemble()
    year_series(cast.snv, cast)
    by = cast.actor("lan")

    def clerk(_turn: int) -> int:
        try:
            with transaction.atomic():
                found = series.series_for_act(
                    organisation=cast.snv, kind="cong_van", day=date(2027, 1, 4), by=by, at=NOON
                )
                return found.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as clerks:
        assert len(set(clerks.map(clerk, range(4)))) == 1
    assert NumberSeries.objects.filter(year=2027).count() == 1


def _reserve(counter: NumberSeries, by: Actor) -> NumberAllocation:
    return numbering.reserve(
        number_series=counter,
        legal_day=TODAY,
        reason="thử nghiệm đồng thời",
        expires_at=NOON + timedelta(days=1),
        by=by,
        at=NOON,
    )


ACTS = st.lists(st.sampled_from(["number", "reserve", "void", "expire", "abort", "tomorrow"]), max_size=12)


@settings(
    max_examples=max(10, SIZES.hypothesis_examples // 5),
    suppress_health_check=list(HealthCheck),
    deadline=None,
)
@given(acts=ACTS)
def test_whatever_a_clerk_does_the_register_has_no_gap(cast: Cast, acts: list[str]) -> None:
    with transaction.atomic():
        counter = year_series(cast.snv, cast)
        _live_through(cast, counter, acts)
        numbers = list(queries.numbers_of(counter))
        assert numbers == list(range(1, queries.next_number_hint(counter)))
        days = [
            line.legal_day
            for line in counter.allocations.filter(state=AllocationState.ALLOCATED).order_by("number")
        ]
        assert days == sorted(days)
        transaction.set_rollback(True)


def _live_through(cast: Cast, counter: NumberSeries, acts: list[str]) -> None:
    day, by, at = TODAY, cast.actor("lan"), NOON
    for act in acts:
        if act == "tomorrow":
            day, at = day + timedelta(days=1), at + timedelta(days=1)
        elif act == "void":
            line = counter.allocations.filter(state=AllocationState.RESERVED).first()
            if line is not None:
                numbering.void_reservation(allocation=line, reason="không dùng nữa", by=by, at=at)
        elif act == "expire":
            numbering.expire_reservations(at=at + timedelta(days=2))
        else:
            _number(cast, counter, act, day, by)


def _number(cast: Cast, counter: NumberSeries, act: str, day: date, by: Actor) -> None:
    letter = OutgoingLetter(pk=None, organisation=cast.snv, kind="cong_van", printed={"symbol": "SNV-VP"})
    try:
        with transaction.atomic():
            if act == "reserve":
                allocating.reserve_next(
                    series=counter,
                    day=day,
                    purpose="thử",
                    expires_at=NOON + timedelta(days=1),
                    by=by,
                    at=NOON,
                )
            else:
                _allot(letter, counter, day, by)
            if act == "abort":
                raise AbortedError
    except (AbortedError, errors.LegalDayIsBehindRegister):
        pass


def _allot(letter: OutgoingLetter, counter: NumberSeries, day: date, by: Actor) -> None:
    """Give a number to nobody: the line alone matters here."""
    line = allocating.reserve_next(series=counter, day=day, purpose="thử", expires_at=NOON, by=by, at=NOON)
    line.state, line.symbol = AllocationState.ALLOCATED, letter.symbol
    line.reference_code = f"{line.number:02d}/{letter.symbol}"
    line.save()
