"""The rail of a letter: which steps are done, by whom and when. Read from legal facts, not from viewflow.

What was passed stands in the endorsements; signature, number and issue in the letter; the rest in the event log.
A return voids what was passed, and the rail goes back with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise

from audit import queries as history
from dispatch import queries as letters
from dispatch.enums import EndorsementKind, LetterStatus, Medium
from dispatch.models import OutgoingLetter
from organisation.enums import Duty
from workflow.enums import NodeState
from workflow.models import WorkItem
from workflow.outgoing_letter.flow import OutgoingLetterProcedure

# What people see of the chart: layout is part of the format check to them, waiting part of sign and seal.
SHOWN = ("draft", "check_content", "check_format", "approve", "sign", "number_and_seal", "file_letter")
# What came before was done at the desk, on paper.
SHOWN_ON_PAPER = ("number_and_seal", "file_letter")
_PASSED = {
    "check_content": EndorsementKind.CONTENT,
    "check_format": EndorsementKind.FORMAT,
    "approve": EndorsementKind.APPROVAL,
}
_NOW = {
    LetterStatus.DRAFT: "draft",
    LetterStatus.CONTENT_CHECK: "check_content",
    LetterStatus.FORMAT_CHECK: "check_format",
    LetterStatus.PREPARING: "approve",
    LetterStatus.APPROVAL: "approve",
    LetterStatus.SIGNATURE: "sign",
    LetterStatus.SIGNING: "sign",
    LetterStatus.SIGNED: "number_and_seal",
    LetterStatus.NUMBERED: "number_and_seal",
    LetterStatus.ISSUED: "file_letter",
}


@dataclass(frozen=True, kw_only=True)
class Rail:
    """One step as the rail shows it. ``due_on`` is set only on the step that is now."""

    step: str
    label: str | Promise
    state: NodeState
    who: str | Promise = ""
    on_behalf_of: str = ""
    at: datetime | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class _Done:
    who: str
    at: datetime | None
    on_behalf_of: str = ""


def rail_of(letter: OutgoingLetter, item: WorkItem | None) -> list[Rail]:
    """Give the steps of ``letter`` in their order; ``item`` is its open work item, if there is one."""
    done = _done(letter)
    now = _now(letter, done)
    shown = SHOWN_ON_PAPER if letter.medium == Medium.PAPER else SHOWN
    return [_rail(step, done.get(step), now, item) for step in shown]


def _rail(step: str, done: _Done | None, now: str | None, item: WorkItem | None) -> Rail:
    label = OutgoingLetterProcedure.instance.node(step).task_title  # type: ignore[union-attr]
    if done is not None:
        return Rail(
            step=step,
            label=label,
            state=NodeState.DONE,
            who=done.who,
            at=done.at,
            on_behalf_of=done.on_behalf_of,
        )
    if step != now:
        return Rail(step=step, label=label, state=NodeState.TODO)
    if item is None or item.step != step:
        return Rail(step=step, label=label, state=NodeState.NOW)
    who = item.owner_post.person.full_name if item.owner_post else Duty(item.duty).label
    return Rail(step=step, label=label, state=NodeState.NOW, who=who, at=item.assigned_at, due_on=item.due_on)


def _now(letter: OutgoingLetter, done: dict[str, _Done]) -> str | None:
    step = _NOW.get(LetterStatus(letter.status))
    return None if step in done else step


def _done(letter: OutgoingLetter) -> dict[str, _Done]:
    standing = {
        row.kind: row for row in letters.endorsements_of(letter) if row.passed and row.voided_at is None
    }
    done: dict[str, _Done] = {}
    for step, kind in _PASSED.items():
        if kind in standing:
            row = standing[kind]
            absent = row.represented.person.full_name if row.represented else ""
            done[step] = _Done(row.post.person.full_name, row.at, absent)
    log = {event.name: event for event in history.history_of(letter.organisation_id, "letter", letter.pk)}
    if letter.status != LetterStatus.DRAFT and "letter.submitted" in log:
        submitted = log["letter.submitted"]  # its own name: the letter may have been handed over since
        done["draft"] = _Done(_who(submitted) or letter.drafter.full_name, submitted.at)
    if letter.signed_at is not None:
        done["sign"] = _Done(letter.printed.get("signer", ""), letter.signed_at)
    if letter.issued_at is not None:
        done["number_and_seal"] = _Done(
            _who(log.get("letter.numbered") or log.get("letter.registered_on_paper")), letter.issued_at
        )
    if letter.dossier_id is not None:
        filed = log.get("letter.filed")
        done["file_letter"] = _Done(_who(filed), filed.at if filed else None)
    return done


def _who(event: object) -> str:
    detail = getattr(event, "detail", None)
    return str(detail.text.get("names", {}).get("person", "")) if detail else ""
