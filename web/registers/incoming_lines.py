"""The three books of incoming letters: their rows, and each row's words, the same on screen, paper and spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dispatch import queries
from dispatch.enums import AllocationState, AssignmentRole, AssignmentStatus, HandlingStage
from dispatch.layout.incoming_books import INCOMING, TRACKING, TRACKING_NOTE, TRANSFER, BookLine
from dispatch.models.kinds import written
from lib.calendar import local_day

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from dispatch.layout.registers import RegisterForm
    from dispatch.models import Assignment, IncomingLetter, NumberAllocation


@dataclass(frozen=True)
class IncomingBook:
    """One book. ``rows`` gives what its lines are made of from the numbers asked for, ``draw`` the lines themselves."""

    code: str
    title: str | Promise
    heads: tuple[str | Promise, ...]
    form: RegisterForm
    widths: tuple[int, ...]  # of the spreadsheet, in characters
    file: str
    rows: Callable[[QuerySet[NumberAllocation]], QuerySet[Any]]
    draw: Callable[[Iterable[Any]], list[BookLine]]


def _registered(numbers: Iterable[NumberAllocation]) -> list[BookLine]:
    some = list(numbers)
    keys = [one.incoming_letter.pk for one in some if _letter(one)]
    handed, answers = queries.handed_to(keys), queries.answers_to(keys)
    return [_register_line(one, handed, answers) for one in some]


def _register_line(
    number: NumberAllocation, handed: dict[int, list[Assignment]], answers: dict[int, list[str]]
) -> BookLine:
    letter, void = _letter(number), number.state == AllocationState.VOID
    arrived, code = _day(number.legal_day), written(number.number, number.suffix)
    if letter is None:
        return BookLine((arrived, code, *[""] * 7, _note(number, None, [])), void=void)
    to = handed.get(letter.pk, [])
    first = min((one.given_at for one in to), default=None)
    return BookLine(
        (
            arrived,
            code,
            letter.issuer,
            letter.reference_code,
            _day(letter.dated_on),
            _title(letter),
            "; ".join(_whom(one) for one in to) or (letter.unit.name if letter.unit else ""),
            _day(local_day(first)) if first else "",
            "; ".join(_receipt(one) for one in to if one.accepted_at),
            _note(number, letter, answers.get(letter.pk, [])),
        ),
        void=void,
        letter=letter.pk,
    )


def _tracked(numbers: Iterable[NumberAllocation]) -> list[BookLine]:
    some = list(numbers)
    keys = [one.incoming_letter.pk for one in some if _letter(one)]
    handed, answers = queries.handed_to(keys), queries.answers_to(keys)
    lines = []
    for number in some:
        letter, void = _letter(number), number.state == AllocationState.VOID
        code = written(number.number, number.suffix)
        if letter is None:
            cells = (code, *[""] * 5, _note(number, None, []))
            lines.append(BookLine(cells, void=void, note=TRACKING_NOTE))
            continue
        to = handed.get(letter.pk, [])
        lead = next((one for one in to if one.role == AssignmentRole.LEAD), None)
        due = lead.due_on if lead is not None else letter.due_on
        about = [_title(letter), letter.reference_code, _day(letter.dated_on), letter.issuer]
        lines.append(
            BookLine(
                (
                    code,
                    ", ".join(part for part in about if part),
                    "; ".join(_whom(one) for one in to) or (letter.unit.name if letter.unit else ""),
                    _day(due),
                    "" if void else _progress(letter, lead),
                    "; ".join(answers.get(letter.pk, [])),
                    _note(number, letter, []),
                ),
                void=void,
                note=TRACKING_NOTE,
                letter=letter.pk,
            )
        )
    return lines


def _transferred(rows: Iterable[Assignment]) -> list[BookLine]:
    return [
        BookLine(
            (
                _day(local_day(one.given_at)),
                str(one.letter.allocation or ""),
                _whom(one),
                _receipt(one) if one.accepted_at else "",
                str(AssignmentRole(one.role).label),
            ),
            letter=one.letter_id,
        )
        for one in rows
    ]


def _letter(number: NumberAllocation) -> IncomingLetter | None:
    return getattr(number, "incoming_letter", None)


def _title(letter: IncomingLetter) -> str:
    """Give kind and subject as the column asks: “Công văn về việc …”, “Kế hoạch …”."""
    about = " về việc " if letter.kind == "cong_van" else " "
    return f"{letter.kind_name}{about}{letter.subject}".strip() if letter.kind_name else letter.subject


def _whom(row: Assignment) -> str:
    return row.post.person.full_name if row.post else str(row.unit.name if row.unit else "")


def _receipt(row: Assignment) -> str:
    """Say that somebody took it over in the system; what is received on paper is signed for there."""
    assert row.accepted_at is not None  # noqa: S101 -- asked before
    return _("received %(day)s") % {"day": _day(local_day(row.accepted_at))}


def _progress(letter: IncomingLetter, lead: Assignment | None) -> str:
    handling = getattr(letter, "handling", None)
    if handling is None:
        return ""
    said = [str(HandlingStage(handling.stage).label)]
    if handling.stage == HandlingStage.IN_HAND and lead is not None and lead.progress:
        said.append(f"{lead.progress} %")
        said += [lead.progress_note] if lead.progress_note else []
    elif lead is not None and lead.status in (AssignmentStatus.REPORTED, AssignmentStatus.DONE):
        said += [lead.report] if lead.report else []
    return ". ".join(said)


def _note(number: NumberAllocation, letter: IncomingLetter | None, answers: list[str]) -> str:
    said = []
    if number.state == AllocationState.VOID:
        said.append(_("Void: %(reason)s") % {"reason": number.void_reason})
    if letter is not None:
        said += [letter.note] if letter.note else []
        if letter.same_as_id:
            said.append(_("registered again"))
    said += [_("Answered by %(code)s") % {"code": code} for code in answers]
    return ". ".join(part.rstrip(".") for part in said)


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


REGISTER, HANDLING, TRANSFERS = "register", "tracking", "transfer"
BOOKS = {
    REGISTER: IncomingBook(
        code=REGISTER,
        title=gettext_lazy("Incoming register"),
        heads=(
            gettext_lazy("Day of arrival"),
            gettext_lazy("Arrival number"),
            gettext_lazy("Issued by"),
            gettext_lazy("Number, symbol"),
            gettext_lazy("Day of the letter"),
            gettext_lazy("Kind and subject"),
            gettext_lazy("Unit or person"),
            gettext_lazy("Handed on"),
            gettext_lazy("Received"),
            gettext_lazy("Note"),
        ),
        form=INCOMING,
        widths=(12, 9, 34, 20, 12, 60, 34, 12, 18, 30),
        file="so-van-ban-den",
        rows=lambda numbers: numbers,
        draw=_registered,
    ),
    HANDLING: IncomingBook(
        code=HANDLING,
        title=gettext_lazy("Follow-up of handling"),
        heads=(
            gettext_lazy("Arrival number"),
            gettext_lazy("Kind, number, day, issuer"),
            gettext_lazy("Unit or person"),
            gettext_lazy("Deadline"),
            gettext_lazy("Progress"),
            gettext_lazy("Answered by"),
            gettext_lazy("Note"),
        ),
        form=TRACKING,
        widths=(9, 70, 34, 12, 40, 24, 30),
        file="so-theo-doi-giai-quyet",
        rows=lambda numbers: numbers,
        draw=_tracked,
    ),
    TRANSFERS: IncomingBook(
        code=TRANSFERS,
        title=gettext_lazy("Transfer book"),
        heads=(
            gettext_lazy("Handed on"),
            gettext_lazy("Arrival number"),
            gettext_lazy("Unit or person"),
            gettext_lazy("Received"),
            gettext_lazy("Note"),
        ),
        form=TRANSFER,
        widths=(12, 9, 50, 24, 30),
        file="so-chuyen-giao",
        rows=queries.transfers_of,
        draw=_transferred,
    ),
}
