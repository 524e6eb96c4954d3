"""The shapes that components draw: a row, a step of a procedure, a line of history, a column, a tab."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.utils.functional import Promise


@dataclass(frozen=True, kw_only=True)
class LetterRow:
    """One row of ``components/letter_row.html``: time, thing, reason, holder, one next act.

    ``due`` and ``days`` (working days left, negative when late) draw the deadline; ``action_may`` is the
    policy's verdict about the act; ``primary`` fills the button, at most once on a page.
    """

    url: str
    title: str
    meta_code: str | Promise = ""
    meta: str | Promise = ""
    why: str | Promise = ""
    urgency: object = None
    due: date | datetime | None = None
    days: int | None = None
    due_note: str | Promise = ""
    who: object = None
    who_note: str | Promise = ""
    action_label: str | Promise = ""
    action_url: str = ""
    action_may: object = True
    action_method: str = "get"
    primary: bool = False


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of ``components/progress_rail.html``; state is done, now, todo, late or void."""

    label: str | Promise
    state: str
    who: str | Promise = ""
    note: str | Promise = ""
    at: datetime | None = None
    time: str | Promise = ""


@dataclass(frozen=True, kw_only=True)
class LogEntry:
    """One line of ``components/log.html``."""

    at: datetime
    text: str | Promise
    who: str = ""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of ``components/ledger_head.html``; ``key`` sorts, ``width`` is narrow, wide or number."""

    label: str | Promise
    key: str = ""
    width: str = ""


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One tab of ``components/tabs.html``."""

    label: str | Promise
    url: str
    count: int | None = None
    current: bool = False
