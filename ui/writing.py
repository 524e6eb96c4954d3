"""How the house writes moments, days, numbers and initials; Viet Nam's clocks whatever the server's."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format, get_format, number_format

from lib.calendar import ZONE, local_day

KIBI = 1024


def moment(at: datetime | None) -> str:
    """Write a moment short, on Viet Nam's clocks: ``23/11, 07:10``."""
    return _local(at, "%d/%m, %H:%M")


def moment_full(at: datetime | None) -> str:
    """Write a moment with its year: ``23/11/2026, 07:10``."""
    return _local(at, "%d/%m/%Y, %H:%M")


def clock(at: datetime | None) -> str:
    """Write the time of day: ``07:10``."""
    return _local(at, "%H:%M")


def day(value: date | datetime | None) -> str:
    """Write a day: ``23/11/2026``; a moment is taken on Viet Nam's calendar."""
    return f"{_as_day(value):%d/%m/%Y}" if value else ""


def short_day(value: date | datetime | None) -> str:
    """Write a day without its year: ``23/11``."""
    return f"{_as_day(value):%d/%m}" if value else ""


def long_day(value: date | datetime | None) -> str:
    """Write a day with its weekday: ``Thứ Hai, 23/11/2026``."""
    return date_format(_as_day(value), "l, d/m/Y") if value else ""


def count(number: int | None) -> str:
    """Write a number with the language's thousands mark: ``1.245``."""
    # Django's vi formats name the mark but group nothing.
    return "" if number is None else f"{number:,}".replace(",", get_format("THOUSAND_SEPARATOR"))


def size(number: int | None) -> str:
    """Write a file's size: ``830 KB``, ``1,2 MB``."""
    if number is None:
        return ""
    if number < KIBI * KIBI:
        return f"{max(1, round(number / KIBI))} KB"
    return f"{number_format(number / KIBI / KIBI, decimal_pos=1)} MB"


def initials(name: object) -> str:
    """Give the two letters of a person's mark: middle and given name, as the office says them."""
    words = str(name or "").split()
    return "".join(word[0] for word in words[-2:]).upper()


def _local(at: datetime | None, pattern: str) -> str:
    return f"{timezone.localtime(at, ZONE):{pattern}}" if at else ""


def _as_day(value: date | datetime) -> date:
    return local_day(value) if isinstance(value, datetime) else value
