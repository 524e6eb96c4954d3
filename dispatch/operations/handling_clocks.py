"""The clocks of assignments: ask for more time, decide on it, stand still, run again, count anew by the calendar."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from dispatch import errors, policies, queries
from dispatch.enums import ExtensionState
from dispatch.models import Assignment, ClockPause, Extension, Handling
from dispatch.operations import closing, handled_rows
from dispatch.operations.clock_rules import FARTHEST, begin_anew, due_day, let_follow
from lib.calendar import local_day
from lib.text import single_line
from organisation.models import Organisation, Post
from organisation.models.actor import Actor
from organisation.queries import WorkingCalendar


@transaction.atomic
def ask_for_time(*, assignment: Assignment, until: date, reason: str, by: Actor, at: datetime) -> Handling:
    """Ask for time until a later day, with a reason; the clock runs on until it is decided."""
    handling = handled_rows.locked_handling(assignment.letter, by)
    row = handled_rows.assignment_of(handling, assignment.pk)
    policies.may_ask_for_time(by, row).enforce()
    why = closing.reason_given(reason)
    today = local_day(at)
    if row.due_on is None or not max(row.due_on, today) < until <= today + FARTHEST:
        raise errors.ExtensionIsNoLonger
    if row.parent is not None and row.parent.due_on is not None and until > row.parent.due_on:
        raise errors.LaterThanTheWhole(day=f"{row.parent.due_on:%d/%m/%Y}")
    if row.extensions.filter(state=ExtensionState.ASKED).exists():
        raise errors.ExtensionIsAskedFor
    wish = Extension.objects.create(
        organisation=handling.organisation,
        assignment=row,
        until=until,
        reason=why,
        asked_by=_post(by),
        asked_at=at,
    )
    facts = {"assignment": row.pk, "extension": wish.pk, "until": until.isoformat()}
    return handled_rows.close(
        handling=handling, act="extension_asked", by=by, at=at, facts=facts, detail={"reason": why}
    )


@transaction.atomic
def decide_extension(
    *, extension: Extension, granted: bool, answer: str = "", by: Actor, at: datetime
) -> Handling:
    """Grant more time: a new clock until that day; or refuse with a reason: the old clock runs on."""
    handling = handled_rows.locked_handling(extension.assignment.letter, by)
    wish = Extension.objects.select_for_update(of=("self",)).get(pk=extension.pk)
    row = handled_rows.assignment_of(handling, wish.assignment_id)
    wish.assignment = row
    policies.may_decide_extension(by, wish).enforce()
    wish.state = ExtensionState.GRANTED if granted else ExtensionState.REFUSED
    closing.refuse_secrets(answer)
    wish.answer = single_line(answer)[:2000] if granted else closing.reason_given(answer)
    wish.answered_by, wish.answered_at = _post(by), at
    wish.save()
    if granted:
        begin_anew(row, today=local_day(at))
        row.term_days, row.term_date = None, wish.until
        row.started_on, row.due_on = local_day(at), wish.until
        row.save()
        let_follow(row, today=local_day(at), anew=True)
    facts = {"assignment": row.pk, "extension": wish.pk, "until": wish.until.isoformat()}
    act = "extension_granted" if granted else "extension_refused"
    return handled_rows.close(
        handling=handling, act=act, by=by, at=at, facts=facts, detail={"reason": wish.answer}
    )


@transaction.atomic
def pause(*, assignment: Assignment, reason: str, by: Actor, at: datetime) -> Handling:
    """Stop the clock with a reason, while something outside is waited for, say."""
    handling = handled_rows.locked_handling(assignment.letter, by)
    row = handled_rows.assignment_of(handling, assignment.pk)
    policies.may_pause(by, row).enforce()
    why = closing.reason_given(reason)
    row.paused_on = local_day(at)
    row.save()
    ClockPause.objects.create(
        organisation=handling.organisation,
        assignment=row,
        term=row.term,
        paused_on=row.paused_on,
        reason=why,
        paused_by=_post(by),
    )
    return handled_rows.close(
        handling=handling, act="paused", by=by, at=at, facts={"assignment": row.pk}, detail={"reason": why}
    )


@transaction.atomic
def resume(*, assignment: Assignment, by: Actor, at: datetime) -> Handling:
    """Let the clock run again: the deadline moves by the working days it stood still."""
    handling = handled_rows.locked_handling(assignment.letter, by)
    row = handled_rows.assignment_of(handling, assignment.pk)
    policies.may_resume(by, row).enforce()
    row.pauses.filter(resumed_on__isnull=True).update(resumed_on=local_day(at))
    row.paused_on = None
    row.due_on = due_day(row, WorkingCalendar.of(handling.organisation))
    row.save()
    let_follow(row, today=local_day(at))
    due = row.due_on.isoformat() if row.due_on else None
    facts = {"assignment": row.pk, "due_on": due}
    return handled_rows.close(handling=handling, act="resumed", by=by, at=at, facts=facts)


@transaction.atomic
def recount(*, organisation: Organisation, by: Actor, at: datetime) -> list[Assignment]:
    """Count every running clock of an office anew by the calendar as it is now; give those whose day moved.

    Deadlines the leader gave as a day stay that day. Each moved one has an event with the day before and after.
    """
    calendar = WorkingCalendar.of(organisation)
    moved = []
    for key in (
        queries.open_assignments(organisation).order_by("letter_id", "id").values_list("pk", flat=True)
    ):
        found = queries.assignment_by_key(organisation, key)
        handling = handled_rows.locked_handling(found.letter, by)
        row = handled_rows.assignment_of(handling, key)
        before, row.due_on = row.due_on, due_day(row, calendar)
        if not row.is_open or before == row.due_on:
            continue
        row.save(update_fields=["due_on"])
        facts = {
            "assignment": row.pk,
            "before": before.isoformat() if before else None,
            "due_on": row.due_on.isoformat() if row.due_on else None,
        }
        handled_rows.close(handling=handling, act="deadline_recounted", by=by, at=at, facts=facts)
        moved.append(row)
    return moved


def _post(by: Actor) -> Post:
    assert by.acting_post is not None  # noqa: S101 -- said by the policy
    return by.acting_post
