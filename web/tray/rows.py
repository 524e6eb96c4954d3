"""The lines of the tray, of its confirmation and of what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dispatch import queries
from dispatch.enums import Direction, Urgency
from dispatch.models.kinds import reference_code
from web.inbox.days import days_left
from web.letters.signing import code_of, grouped
from workflow.enums import LineState, TrayAct

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from django.utils.functional import Promise

    from organisation.models import Person
    from organisation.queries import WorkingCalendar
    from workflow.tray.queries import Outcome, Waiting

ACTS: dict[TrayAct, str | Promise] = {
    TrayAct.APPROVE: gettext_lazy("approve"),
    TrayAct.SIGN: gettext_lazy("approve and sign"),
    TrayAct.SEAL: gettext_lazy("number and seal"),
}
ONLY_SIGN = gettext_lazy("sign, approved already")
VERDICTS = {LineState.DONE: "valid", LineState.REFUSED: "invalid", LineState.PIN: "doubtful"}


@dataclass(frozen=True, kw_only=True)
class TrayRow:
    """One letter that waits in the tray; it can be ticked once its bytes were opened."""

    item: int
    url: str
    title: str
    code: str
    kind: str
    act: str | Promise
    opened: bool
    urgency: Urgency
    due: date | None
    days: int | None
    who: Person
    hash: str
    value: str
    expected: str = ""

    @property
    def urgent(self) -> bool:
        """Say whether the letter is more urgent than usual."""
        return self.urgency != Urgency.NORMAL


@dataclass(frozen=True, kw_only=True)
class ResultRow:
    """What became of one letter of a batch."""

    url: str
    title: str
    code: str
    verdict: str
    word: str
    why: str


def tray_rows(
    waiting: Sequence[Waiting], at: datetime, calendar: WorkingCalendar, *, sealing: bool = False
) -> list[TrayRow]:
    """Give the lines in the order of the inbox."""
    return [
        TrayRow(
            item=one.item.pk,
            url=_read_url(one.item.pk, sealing=sealing),
            title=one.letter.subject,
            code=code_of(one.letter),
            kind=one.letter.kind_data.name,
            act=ONLY_SIGN if one.item.step == "sign" else ACTS[one.act],
            opened=one.opened,
            urgency=Urgency(one.letter.urgency),
            due=one.item.due_on,
            days=days_left(calendar, at, one.item.due_on) if one.item.due_on else None,
            who=one.letter.drafter,
            hash=grouped(one.sha256),
            value=f"{one.letter.pk}:{one.item.pk}:{one.act}:{one.sha256}",
        )
        for one in waiting
    ]


def expected_numbers(waiting: Sequence[Waiting], day: date) -> dict[int, str]:
    """Give the code each letter would get if all went well, by the key of its step; nothing is taken."""
    ahead: dict[int, int] = {}
    found: dict[int, str] = {}
    books = {}
    for one in waiting:
        letter = one.letter
        if letter.reference_code:
            found[one.item.pk] = letter.reference_code
            continue
        if letter.kind not in books:
            books[letter.kind] = queries.series_for(letter.organisation, Direction.OUTGOING, letter.kind, day)
        book = books[letter.kind]
        if book is None:
            continue
        number = queries.next_number_hint(book) + ahead.get(book.pk, 0)
        ahead[book.pk] = ahead.get(book.pk, 0) + 1
        symbol = letter.symbol
        found[one.item.pk] = reference_code(profile=letter.profile_code, number=number, symbol=symbol)
    return found


def result_rows(outcomes: Sequence[Outcome]) -> list[ResultRow]:
    """Give a truthful line a letter."""
    return [
        ResultRow(
            url=reverse("letters:detail", args=[one.letter.pk]),
            title=one.letter.subject,
            code=code_of(one.letter),
            verdict=VERDICTS.get(one.state, ""),
            word=_word(one),
            why=one.why or _more(one),
        )
        for one in outcomes
    ]


def _word(one: Outcome) -> str:
    act = TrayAct(one.line.act)
    if one.state == LineState.DONE:
        return {
            TrayAct.APPROVE: _("Approved"),
            TrayAct.SIGN: _("Signed"),
            TrayAct.SEAL: _("Sealed"),
        }[act]
    if one.state == LineState.WORKING:
        return _("Being sealed") if act == TrayAct.SEAL else _("Being signed")
    if one.state == LineState.REFUSED:
        return {
            TrayAct.APPROVE: _("Not approved"),
            TrayAct.SIGN: _("Not signed"),
            TrayAct.SEAL: _("Not sealed"),
        }[act]
    label = str(one.state.label)
    return label[:1].upper() + label[1:]


def _more(one: Outcome) -> str:
    if one.state != LineState.DONE:
        return ""
    if one.line.act == TrayAct.APPROVE:
        return _("It waits for the signature.")
    if one.line.act == TrayAct.SIGN:
        return _("Timestamped. The registry gives number and day.")
    return _("Timestamped over every byte.")


def _read_url(item: int, *, sealing: bool) -> str:
    address = reverse("tray:read", args=[item])
    return f"{address}?of=seal" if sealing else address
