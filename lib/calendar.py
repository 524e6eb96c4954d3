"""The office's clock: moments are stored in UTC, legal days and years are those of Viet Nam.

The year of a number and the day of a letter come from here and never from ``at.year``: on 31 December at
18:00 UTC it is already next year in Hà Nội (design D18).
"""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def local_time(at: datetime) -> datetime:
    """Give the moment ``at`` (aware) on the clocks of Viet Nam; a naive moment is a bug and raises ValueError."""
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return at.astimezone(ZONE)


def local_day(at: datetime) -> date:
    """Give the legal day of the moment ``at``."""
    return local_time(at).date()


def local_start(day: date) -> datetime:
    """Give the moment at which the legal day ``day`` begins."""
    return datetime.combine(day, time.min, tzinfo=ZONE)


def local_year(at: datetime) -> int:
    """Give the legal year of the moment ``at``."""
    return local_time(at).year


def two_digits(day_or_month: int, *, month: bool = False) -> str:
    """Write a day, or a month, as Decree 30/2020 App. I does: days below 10 and only months 1 and 2 get a zero."""
    padded = day_or_month < (3 if month else 10)
    return f"{day_or_month:02d}" if padded else str(day_or_month)


def written_day(day: date) -> str:
    """Write a legal day as it stands behind "ngày": ``05 tháng 3 năm 2026`` (never ``tháng 03``)."""
    return f"{two_digits(day.day)} tháng {two_digits(day.month, month=True)} năm {day.year}"
