from datetime import UTC, date, datetime

import pytest

from lib.calendar import local_day, local_year, written_day


def test_the_legal_year_turns_at_midnight_in_viet_nam() -> None:
    assert local_year(datetime(2026, 12, 31, 16, 59, tzinfo=UTC)) == 2026
    assert local_year(datetime(2026, 12, 31, 17, 0, tzinfo=UTC)) == 2027
    assert local_day(datetime(2026, 12, 31, 17, 0, tzinfo=UTC)) == date(2027, 1, 1)


def test_a_moment_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="time zone"):
        local_day(datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 2, 5), "05 tháng 02 năm 2026"),
        (date(2026, 3, 10), "10 tháng 3 năm 2026"),
        (date(2026, 12, 31), "31 tháng 12 năm 2026"),
    ],
)
def test_only_days_below_ten_and_the_first_two_months_get_a_zero(day: date, written: str) -> None:
    assert written_day(day) == written
