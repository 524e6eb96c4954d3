"""Where on the first page there is room for the stamp of arrival: below number or subject, or below the day.

Decree 30/2020 App. IV: the stamp is set clearly into the blank space below number and symbol, below the subject of a
công văn, or below the day of the letter.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from dispatch.reading.lines import Box

WIDE, HIGH = 50.0, 35.0  # millimetres, the form of App. IV
_PAGE: Final = (210.0, 297.0)
_AIR: Final = 1.0
_LEFT, _RIGHT = 25.0, 152.0  # of a page with the usual margins: under the number, under the day
_FROM, _UNTIL, _STEP = 38.0, 112.0, 2.0
_CORNER: Final = (157.0, 3.0)  # where nothing else is free: the margin above, over which the view may lie


def room_for_stamp(boxes: Iterable[Box]) -> tuple[float, float]:
    """Give left and top, in millimetres of an A4 page, for the stamp beside the words in ``boxes``."""
    taken = [
        (
            left * _PAGE[0] / 10_000,
            top * _PAGE[1] / 10_000,
            right * _PAGE[0] / 10_000,
            bottom * _PAGE[1] / 10_000,
        )
        for left, top, right, bottom in boxes
    ]
    if not taken:
        return (_LEFT, _FROM + 12)
    steps = int((_UNTIL - _FROM) / _STEP)
    for place in range(steps):
        top = _FROM + place * _STEP
        for left in (_LEFT, _RIGHT):
            if not any(_meet(left, top, one) for one in taken):
                return (left, top)
    return _CORNER


def _meet(left: float, top: float, box: tuple[float, float, float, float]) -> bool:
    return (
        left - _AIR < box[2]
        and box[0] < left + WIDE + _AIR
        and top - _AIR < box[3]
        and box[1] < top + HIGH + _AIR
    )
