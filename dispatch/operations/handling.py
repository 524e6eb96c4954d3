"""What whoever has an assignment does: open, accept, tell progress, hand back, report; and the end of the whole."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dispatch import errors, lifecycle, policies, queries
from dispatch.enums import AssignmentRole as R
from dispatch.enums import AssignmentStatus as A
from dispatch.enums import HandlingStage as H
from dispatch.models import Assignment, Handling, IncomingLetter
from dispatch.operations import closing, handled_letters, handled_rows
from lib.text import nfc, single_line
from organisation import queries as office
from organisation.models.actor import Actor


@transaction.atomic
def note_opened(*, letter: IncomingLetter, by: Actor, at: datetime) -> list[Assignment]:
    """Note that ``by`` looked at the letter: own assignments count as opened from now on; give those that now do.

    The view itself is an event as well: who has read an official letter is asked years later.
    """
    standing = [actor for actor in office.capacities(by, at)] or [by]
    handling = handled_rows.locked_handling(letter, by)
    opened = []
    for one in handled_rows.live(handling):
        if one.opened_at is None and any(policies.holds(actor, one) for actor in standing):
            one.opened_at = at
            one.save(update_fields=["opened_at"])
            opened.append(one)
    handled_rows.close(
        handling=handling, act="opened", by=by, at=at, facts={"assignments": [one.pk for one in opened]}
    )
    return opened


@transaction.atomic
def accept(*, assignment: Assignment, by: Actor, at: datetime) -> Handling:
    """Say that one has it in hand."""
    handling, row = _held(assignment, by)
    policies.may_accept(by, row).enforce()
    lifecycle.turn(row, A.ACCEPTED, at=at)
    row.accepted_at = row.opened_at = row.opened_at or at
    row.accepted_at = at
    row.save()
    return handled_rows.close(handling=handling, act="accepted", by=by, at=at, facts={"assignment": row.pk})


@transaction.atomic
def tell_progress(*, assignment: Assignment, percent: int, note: str, by: Actor, at: datetime) -> Handling:
    """Tell how far it has come, 0 to 100, in words as well; what waits to be accepted is accepted with it."""
    handling, row = _held(assignment, by)
    policies.may_work_on(by, row).enforce()
    if not 0 <= percent <= 100:
        raise errors.ReportIsMissing
    closing.refuse_secrets(note)
    if row.status == A.WAITING:
        lifecycle.turn(row, A.ACCEPTED, at=at)
        row.accepted_at = at
    row.progress, row.progress_note = percent, single_line(note)[:1000]
    row.save()
    facts = {"assignment": row.pk, "percent": percent}
    return handled_rows.close(
        handling=handling, act="progress_told", by=by, at=at, facts=facts, detail={"note": row.progress_note}
    )


@transaction.atomic
def hand_back(*, assignment: Assignment, reason: str, by: Actor, at: datetime) -> Handling:
    """Say with a reason that it is not for oneself or one's unit; whoever gave it decides anew."""
    handling, row = _held(assignment, by)
    policies.may_hand_back(by, row).enforce()
    why = closing.reason_given(reason)
    lifecycle.turn(row, A.DECLINED, at=at)
    row.report = why
    row.save()
    facts = {"assignment": row.pk}
    return handled_rows.close(
        handling=handling, act="handed_back", by=by, at=at, facts=facts, detail={"reason": why}
    )


@transaction.atomic
def report(*, assignment: Assignment, text: str, by: Actor, at: datetime) -> Handling:
    """Report the assignment as done, saying what was done.

    A contribution ends with it. A lead within a unit waits for the head of the unit. The lead of the whole brings
    the letter to its director, once every other part has ended (BranchesAreOpen) and, where a written reply is
    required, one has been issued (ReplyIsMissing). What people of the own unit reported is accepted with it.
    """
    handling, row = _held(assignment, by)
    policies.may_report(by, row).enforce()
    said = nfc(text.replace("\0", "")).strip()[:2000]
    if not said:
        raise errors.ReportIsMissing
    closing.refuse_secrets(said)
    if row.status == A.WAITING:
        lifecycle.turn(row, A.ACCEPTED, at=at)
        row.accepted_at = at
    going = handled_rows.live(handling)
    _accept_within(row, going, at=at)
    if row.role == R.LEAD and row.parent_id is None:
        _refuse_unfinished(row, going)
        lifecycle.carry(handling, H.CONFIRMING, at=at)
    lifecycle.turn(row, A.DONE if row.role == R.CONTRIBUTOR else A.REPORTED, at=at)
    row.report, row.reported_at, row.progress = said, at, 100
    handled_rows.let_go(row, at=at)
    row.save()
    facts = {"assignment": row.pk, "role": row.role, "within": row.parent_id}
    return handled_rows.close(
        handling=handling, act="reported", by=by, at=at, facts=facts, detail={"text": said}
    )


@transaction.atomic
def confirm(*, letter: IncomingLetter, note: str = "", by: Actor, at: datetime) -> Handling:
    """Confirm that the letter is done: it is completed, its sender hears of it, and it waits to be filed (Art. 24)."""
    handling = handled_rows.locked_handling(letter, by)
    policies.may_confirm(by, handling).enforce()
    lead = queries.lead_of(handling.letter)
    if lead is None:
        raise errors.ExactlyOneLead
    lifecycle.turn(lead, A.DONE, at=at)
    lead.save()
    lifecycle.carry(handling, H.FILING, at=at)
    handling.ended_at = at
    closing.refuse_secrets(note)
    handled_letters.complete(
        letter=handling.letter, note=single_line(note) or single_line(lead.report), by=by, at=at
    )
    return handled_rows.close(
        handling=handling, act="completed", by=by, at=at, facts={"assignment": lead.pk}, detail={"note": note}
    )


@transaction.atomic
def send_back(*, letter: IncomingLetter, reason: str, by: Actor, at: datetime) -> Handling:
    """Send the finished letter back to its lead with a reason; the work goes on."""
    handling = handled_rows.locked_handling(letter, by)
    policies.may_confirm(by, handling).enforce()
    why = closing.reason_given(reason)
    lead = queries.lead_of(handling.letter)
    if lead is None:
        raise errors.ExactlyOneLead
    lifecycle.turn(lead, A.ACCEPTED, at=at)
    lead.save()
    lifecycle.carry(handling, H.IN_HAND, at=at)
    facts = {"assignment": lead.pk}
    return handled_rows.close(
        handling=handling, act="sent_back", by=by, at=at, facts=facts, detail={"reason": why}
    )


def _held(assignment: Assignment, by: Actor) -> tuple[Handling, Assignment]:
    handling = handled_rows.locked_handling(assignment.letter, by)
    return handling, handled_rows.assignment_of(handling, assignment.pk)


def _accept_within(row: Assignment, going: list[Assignment], *, at: datetime) -> None:
    """Accept what was reported within the unit; refuses (BranchesAreOpen) while somebody there still works."""
    within = [one for one in going if one.parent_id == row.pk]
    _refuse_open([one for one in within if one.is_open and one.status != A.REPORTED])
    for one in within:
        if one.status == A.REPORTED:
            lifecycle.turn(one, A.DONE, at=at)
            one.save()


def _refuse_unfinished(row: Assignment, going: list[Assignment]) -> None:
    """Refuse the end of the whole while a part is open, or while the reply it needs is not issued."""
    _refuse_open([one for one in going if one.parent_id is None and one.pk != row.pk and one.is_open])
    if row.reply_required and not queries.has_issued_reply(row.letter):
        raise errors.ReplyIsMissing


def _refuse_open(working: list[Assignment]) -> None:
    if working:
        names = ", ".join(one.post.person.full_name if one.post else str(one.unit) for one in working)
        raise errors.BranchesAreOpen(names=names)
