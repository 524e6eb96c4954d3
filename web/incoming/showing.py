"""What the letter page shows of who has a letter: assignments with their acts, opinions, wishes for time, movement."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dispatch import policies
from dispatch.enums import AssignmentRole, AssignmentStatus
from ui.rows import LogEntry
from web.inbox.days import days_left
from web.incoming.facts import REGISTERING, corrected
from web.letters.history import reason_of, who_did

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from django.utils.functional import Promise

    from audit.models import Event
    from dispatch.models import Assignment
    from lib.refusal import Verdict
    from organisation.models.actor import Actor
    from organisation.queries import WorkingCalendar

WORDS: Mapping[str, Promise] = {
    **REGISTERING,
    "incoming.handling_begun": gettext_lazy("put it on its way"),
    "incoming.proposed": gettext_lazy("presented it: “%(said)s”"),
    "incoming.returned_to_chief": gettext_lazy("wants another proposal: “%(said)s”"),
    "incoming.directed": gettext_lazy("directed: “%(said)s”"),
    "incoming.directed_anew": gettext_lazy("directed anew: “%(said)s”"),
    "incoming.transferred": gettext_lazy("transferred it: “%(said)s”"),
    "incoming.directive_taken_back": gettext_lazy("took the directive back"),
    "incoming.settled": gettext_lazy("said that nothing is to be done: “%(said)s”"),
    "incoming.given_on": gettext_lazy("gave it on within the unit"),
    "incoming.reassigned": gettext_lazy("gave it to others in the unit: “%(said)s”"),
    "incoming.taken_away": gettext_lazy("took it away within the unit: “%(said)s”"),
    "incoming.accepted": gettext_lazy("has it in hand"),
    "incoming.progress_told": gettext_lazy("told the progress: “%(said)s”"),
    "incoming.handed_back": gettext_lazy("handed it back: “%(said)s”"),
    "incoming.reported": gettext_lazy("reported: “%(said)s”"),
    "incoming.report_accepted": gettext_lazy("accepted the report"),
    "incoming.report_sent_back": gettext_lazy("sent it back: “%(said)s”"),
    "incoming.released": gettext_lazy("no longer needs a contribution: “%(said)s”"),
    "incoming.completed": gettext_lazy("confirmed that it is done"),
    "incoming.sent_back": gettext_lazy("sent it back to its lead: “%(said)s”"),
    "incoming.filed": gettext_lazy("filed it"),
    "incoming.reply_begun": gettext_lazy("began a reply"),
    "incoming.deadline_recounted": gettext_lazy("counted the deadline anew by the calendar"),
    "incoming.extension_asked": gettext_lazy("asked for more time: “%(said)s”"),
    "incoming.extension_granted": gettext_lazy("granted more time"),
    "incoming.extension_refused": gettext_lazy("refused more time: “%(said)s”"),
    "incoming.paused": gettext_lazy("stopped the clock: “%(said)s”"),
    "incoming.resumed": gettext_lazy("let the clock run again"),
    "incoming.question_asked": gettext_lazy("asked for an opinion: “%(said)s”"),
    "incoming.question_answered": gettext_lazy("gave an opinion: “%(said)s”"),
    "incoming.question_over": gettext_lazy("no longer asks for an opinion"),
    "incoming.handling_ended": gettext_lazy("ended the handling: “%(said)s”"),
    "incoming.recall_asked": gettext_lazy("the sender recalls it: “%(said)s”"),
    "incoming.recall_agreed": gettext_lazy("cancelled it at the recall of its sender"),
    "incoming.recall_refused": gettext_lazy("refused the recall: “%(said)s”"),
    "incoming.recall_stopped": gettext_lazy("the sender stopped the recall"),
}
READING = "incoming.opened"


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act this person may do now."""

    label: str | Promise
    url: str
    icon: str = ""
    kind: str = "plain"
    method: str = "get"
    own: bool = False  # does one's own work; others only follow up what somebody else has


@dataclass(kw_only=True)
class Part:
    """One assignment as the page shows it."""

    row: Assignment
    role: str
    who: str
    status: str
    days: int | None
    acts: list[Act] = field(default_factory=list)
    within: list[Part] = field(default_factory=list)
    over: bool = False


def parts_of(
    rows: Sequence[Assignment], standing: Sequence[Actor], calendar: WorkingCalendar, at: datetime
) -> list[Part]:
    """Give the assignments as a tree, with the acts of somebody who may act as ``standing``."""
    shown = {row.pk: _part(row, standing, calendar, at) for row in rows}
    for row in rows:
        if row.parent_id in shown:
            shown[row.parent_id].within.append(shown[row.pk])
    return [shown[row.pk] for row in rows if row.parent_id is None]


def acts_within(parts: Sequence[Part]) -> list[Act]:
    """Give the acts on the first part that waits for this person, for a phone's thumb; none where none does."""
    for part in parts:
        found = [act for act in part.acts if act.own] or acts_within(part.within)
        if found:
            return found
    return []


def _part(row: Assignment, standing: Sequence[Actor], calendar: WorkingCalendar, at: datetime) -> Part:
    role = str(AssignmentRole(row.role).label)
    due: date | None = row.due_on if row.is_open and row.paused_on is None else None
    return Part(
        row=row,
        role=role[:1].upper() + role[1:],
        who=f"{row.post.person.full_name}, {row.post.title}" if row.post else str(row.unit),
        status=str(AssignmentStatus(row.status).label),
        days=days_left(calendar, at, due) if due else None,
        acts=list(_acts_on(row, standing)),
        over=row.status == AssignmentStatus.ENDED,
    )


def _acts_on(row: Assignment, standing: Sequence[Actor]) -> Iterable[Act]:
    """Give the acts on one assignment, the likeliest first."""

    def may(policy: object) -> bool:
        return any(_asked(policy, actor, row) for actor in standing)

    def to(name: str) -> str:
        return reverse(f"incoming:{name}", args=[row.pk])

    if not row.is_open:
        return
    if may(policies.may_accept):
        yield Act(label=_("Accept"), url=to("accept"), icon="tick", kind="primary", method="post", own=True)
    if may(policies.may_give_within):
        yield Act(label=_("Give it on in the unit"), url=to("give_on"), icon="people", own=True)
    if may(policies.may_report):
        yield Act(label=_("Report as done"), url=to("report"), icon="done", own=True)
        yield Act(label=_("Progress"), url=to("progress"), icon="now")
    if may(policies.may_ask_opinion):
        yield Act(label=_("Ask for an opinion"), url=to("ask_opinion"), icon="people")
    if may(policies.may_ask_for_time):
        yield Act(label=_("Ask for more time"), url=to("ask_for_time"), icon="near")
    if may(policies.may_hand_back):
        yield Act(label=_("Hand back"), url=to("hand_back"), icon="ret")
    judged = row.parent_id is not None or row.status == AssignmentStatus.DECLINED
    if judged and row.status == AssignmentStatus.REPORTED and may(policies.may_judge):
        yield Act(
            label=_("Accept the report"), url=to("accept_report"), icon="tick", kind="primary", method="post"
        )
    if (
        judged
        and row.status in (AssignmentStatus.REPORTED, AssignmentStatus.DECLINED)
        and may(policies.may_judge)
    ):
        yield Act(label=_("Send back"), url=to("send_back_report"), icon="ret")
    if row.parent_id is not None and may(policies.may_judge):
        yield Act(label=_("Take away"), url=to("take_away"), icon="x")
    if may(policies.may_pause):
        yield Act(label=_("Stop the clock"), url=to("pause"), icon="minus")
    if may(policies.may_resume):
        yield Act(label=_("Let the clock run"), url=to("resume"), icon="redo", method="post")
    if row.role == AssignmentRole.CONTRIBUTOR and may(policies.may_release):
        yield Act(label=_("No longer needed"), url=to("release"), icon="x")


def _asked(policy: object, actor: Actor, row: Assignment) -> Verdict:
    return policy(actor, row)  # type: ignore[operator, no-any-return]


def entries(events: Iterable[Event]) -> list[LogEntry]:
    """Give the whole movement of the letter, newest first; who merely looked is left out."""
    told = [event for event in events if event.name != READING]
    return [LogEntry(at=event.at, who=who_did(event), text=_text(event)) for event in reversed(told)]


def _text(event: Event) -> str:
    words = str(WORDS.get(event.name, event.name))
    said = {"said": _said(event), "reason": _said(event), "changes": corrected(event)}
    return words % said if "%(" in words else words


def _said(event: Event) -> str:
    found = getattr(event, "detail", None)
    detail = found.text if found else {}
    for name in ("reason", "text", "note", "answer", "question"):
        if detail.get(name):
            return str(detail[name])
    return reason_of(event)
