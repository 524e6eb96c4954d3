"""Reading what the stamp of arrival and the slip of handling say of a registered letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dispatch.enums import AssignmentRole, AssignmentStatus
from dispatch.models import Assignment, IncomingLetter
from dispatch.models.kinds import written
from dispatch.queries.handling import assignments_of
from dispatch.reading.blank import room_for_stamp
from dispatch.reading.lines import page_of
from files import queries as files
from organisation.queries import period_on

_WIDEST: Final = 30  # letters of the office's name on a line
_MOST: Final = 2


@dataclass(frozen=True)
class ArrivalStamp:
    """The stamp ĐẾN, 35 × 50 mm (Decree 30/2020 App. IV). It lies over the view and on prints, never in the file.

    ``left`` and ``top`` in millimetres of the page; ``size`` is of the letters of the office's name.
    """

    left: float
    top: float
    office: tuple[str, ...]
    size: float
    number: str
    day: str
    to: str
    dossier: str

    @property
    def to_size(self) -> float:
        """Give the size of the letters of the line “Chuyển”, so that it stays within the frame."""
        return round(min(3.2, 82 / max(len(self.to) + 8, 1)), 2)


def stamp_of(letter: IncomingLetter, *, dossiers: Sequence[str] = ()) -> ArrivalStamp | None:
    """Give the stamp of a registered letter, where its first page has room; None of one without a number or a file."""
    if letter.allocation is None or letter.arrival_day is None or letter.file is None:
        return None
    read = files.words_of(letter.file, 1)
    boxes = [word.box for line in page_of(read, 1).lines for word in line.words] if read else []
    left, top = room_for_stamp(boxes)
    lines = _broken(period_on(letter.organisation, letter.arrival_day).name)
    return ArrivalStamp(
        left=left,
        top=top,
        office=lines,
        size=round(min(3.4, 70 / max(max(map(len, lines)), 1)), 2),
        number=written(letter.allocation.number, letter.allocation.suffix),
        day=f"{letter.arrival_day:%d/%m/%Y}",
        to=_short(
            ", ".join(whom(one) for one in leads_of(letter)) or (letter.unit.name if letter.unit else "")
        ),
        dossier=_short(", ".join(dossiers)),
    )


def leads_of(letter: IncomingLetter) -> list[Assignment]:
    """Give who leads, as the directive in force says."""
    rows = assignments_of(letter).filter(parent__isnull=True, role=AssignmentRole.LEAD)
    return list(rows.exclude(status=AssignmentStatus.ENDED))


def whom(row: Assignment) -> str:
    """Give the name of a unit or a person, as forms print it."""
    return row.post.person.full_name if row.post else str(row.unit.name if row.unit else "")


def _short(text: str) -> str:
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1].rstrip(" ,") + "…"


def _broken(name: str) -> tuple[str, ...]:
    """Break a long name into two lines of about equal length."""
    if len(name) <= _WIDEST:
        return (name,)
    words = name.split()
    cut = min(
        range(1, len(words)),
        key=lambda n: abs(len(" ".join(words[:n])) - len(" ".join(words[n:]))),
        default=1,
    )
    return (" ".join(words[:cut]), " ".join(words[cut:]))[:_MOST]
