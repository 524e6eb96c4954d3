"""Within a unit: give an assignment on, to another instead, take it back, judge what is reported (Art. 24)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from dispatch import errors, lifecycle, policies, queries
from dispatch.enums import AssignmentRole as R
from dispatch.enums import AssignmentStatus as A
from dispatch.enums import HandlingStage as H
from dispatch.models import Assignment, Handling
from dispatch.operations import closing, handled_rows
from dispatch.operations.clock_rules import begin_anew, set_term
from dispatch.operations.directing import Named
from lib.calendar import local_day
from lib.text import single_line
from organisation import queries as office
from organisation.models.actor import Actor


@transaction.atomic
def give_on(
    *,
    assignment: Assignment,
    named: Sequence[Named],
    note: str = "",
    reason: str = "",
    by: Actor,
    at: datetime,
) -> Handling:
    """Give the assignment on to people of the unit: one leads there, others help, each with a term within the unit's.

    A second time this gives it to others instead, with a reason: whoever is named again goes on. Refuses people of
    other units, more than one lead, and a term behind the unit's own.
    """
    handling = handled_rows.locked_handling(assignment.letter, by)
    row = handled_rows.assignment_of(handling, assignment.pk)
    policies.may_give_within(by, row).enforce()
    _check(named, row, at)
    closing.refuse_secrets(note, *(one.note for one in named))
    standing = [one for one in handled_rows.live(handling) if one.parent_id == row.pk]
    why = closing.reason_given(reason) if any(one.is_open for one in standing) else ""
    again = {one.key for one in named}
    for one in standing:
        if (one.unit_id, one.post_id) in again:
            continue
        if one.status != A.DONE:
            handled_rows.end(one, why, at=at)
        elif one.role == R.LEAD:  # what was done before stays a contribution; somebody else leads now
            one.role = R.CONTRIBUTOR
            one.save(update_fields=["role"])
    kept = {(one.unit_id, one.post_id): one for one in standing if one.status != A.ENDED}
    for one_named in sorted(named, key=lambda each: each.role == R.LEAD):
        _give(kept.get(one_named.key), one_named, row, note=note, by=by, at=at)
    if row.accepted_at is None:
        row.accepted_at = at
    if row.status != A.PASSED_ON:
        lifecycle.turn(row, A.PASSED_ON, at=at)
    row.save()
    facts = {"assignment": row.pk, "named": [one.as_json() for one in named]}
    act = "reassigned" if why else "given_on"
    return handled_rows.close(
        handling=handling, act=act, by=by, at=at, facts=facts, detail={"note": note, "reason": why}
    )


@transaction.atomic
def take_away(*, assignment: Assignment, reason: str, by: Actor, at: datetime) -> Handling:
    """End an assignment given on within the unit; without a lead there the unit has it in hand itself again."""
    handling = handled_rows.locked_handling(assignment.letter, by)
    row = handled_rows.assignment_of(handling, assignment.pk)
    if row.parent_id is None:
        raise errors.ExactlyOneLead
    policies.may_judge(by, row).enforce()
    touched = row.opened_at or row.accepted_at
    closing.refuse_secrets(reason)
    why = closing.reason_given(reason) if touched else single_line(reason)[:2000] or "taken back"
    handled_rows.end(row, why, at=at)
    _take_up(handling, row.parent_id, at=at)
    facts = {"assignment": row.pk}
    return handled_rows.close(
        handling=handling, act="taken_away", by=by, at=at, facts=facts, detail={"reason": why}
    )


@transaction.atomic
def accept_report(*, assignment: Assignment, by: Actor, at: datetime) -> Handling:
    """Accept what was reported within the unit; its head has the assignment in hand again, to report it further."""
    handling = handled_rows.locked_handling(assignment.letter, by)
    row = handled_rows.assignment_of(handling, assignment.pk)
    policies.may_judge(by, row).enforce()
    if row.parent_id is None:
        raise errors.AssignmentIsElsewhere(status=A(row.status).label)
    lifecycle.turn(row, A.DONE, at=at)
    row.save()
    _take_up(handling, row.parent_id, at=at)
    return handled_rows.close(
        handling=handling, act="report_accepted", by=by, at=at, facts={"assignment": row.pk}
    )


@transaction.atomic
def send_back(*, assignment: Assignment, reason: str, by: Actor, at: datetime) -> Handling:
    """Send a report back within the unit, or insist on what was handed back, with a reason."""
    handling = handled_rows.locked_handling(assignment.letter, by)
    row = handled_rows.assignment_of(handling, assignment.pk)
    policies.may_judge(by, row).enforce()
    if row.parent_id is None and row.status != A.DECLINED:
        raise errors.AssignmentIsElsewhere(status=A(row.status).label)
    why = closing.reason_given(reason)
    lifecycle.turn(row, A.WAITING if row.status == A.DECLINED else A.ACCEPTED, at=at)
    row.save()
    facts = {"assignment": row.pk}
    return handled_rows.close(
        handling=handling, act="report_sent_back", by=by, at=at, facts=facts, detail={"reason": why}
    )


@transaction.atomic
def release(*, assignment: Assignment, reason: str, by: Actor, at: datetime) -> Handling:
    """Say with a reason that a contribution is no longer needed."""
    handling = handled_rows.locked_handling(assignment.letter, by)
    row = handled_rows.assignment_of(handling, assignment.pk)
    policies.may_release(by, row).enforce()
    why = closing.reason_given(reason)
    handled_rows.end(row, why, at=at)
    facts = {"assignment": row.pk}
    return handled_rows.close(
        handling=handling, act="released", by=by, at=at, facts=facts, detail={"reason": why}
    )


def _give(
    child: Assignment | None, named: Named, parent: Assignment, *, note: str, by: Actor, at: datetime
) -> None:
    assert by.acting_post is not None  # noqa: S101 -- said by the policy
    if child is None:
        child = Assignment(
            organisation=parent.organisation,
            letter=parent.letter,
            parent=parent,
            post=named.post,
            given_at=at,
            status_since=at,
        )
    child.directive, child.role, child.given_by = parent.directive, named.role, by.acting_post
    child.note = single_line(named.note or note)[:1000]
    begin_anew(child, today=local_day(at))
    set_term(child, named.term, today=local_day(at), calendar=office.WorkingCalendar.of(parent.organisation))
    if parent.due_on is not None and child.due_on is not None and child.due_on > parent.due_on:
        raise errors.LaterThanTheWhole(day=f"{parent.due_on:%d/%m/%Y}")
    if child.status in (A.REPORTED, A.DECLINED, A.DONE):
        lifecycle.give_again(child, at=at)
    child.save()
    handled_rows.admit_assigned(child, at=at)


def _check(named: Sequence[Named], parent: Assignment, at: datetime) -> None:
    if sum(one.role == R.LEAD for one in named) != 1 or any(one.role == R.INFORMATION for one in named):
        raise errors.ExactlyOneLead
    unit = policies.unit_of(parent)
    here = {post.pk: post for post in office.posts_on(parent.organisation, local_day(at)).filter(unit=unit)}
    seen = set()
    for one in named:
        if one.post is None or one.post.pk not in here or one.post.pk == parent.post_id:
            name = one.post.person.full_name if one.post else ""
            raise errors.NotOfTheUnit(name=name, unit=unit.name)
        if one.post.pk in seen:
            raise errors.NamedTwice(name=one.post.person.full_name)
        seen.add(one.post.pk)


def _take_up(handling: Handling, parent_key: int, *, at: datetime) -> None:
    """Let the unit have its assignment in hand again when nobody in it leads any more."""
    parent = handled_rows.assignment_of(handling, parent_key)
    children = queries.assignments_of(handling.letter).filter(parent=parent_key)
    leads = [one for one in children if one.role == R.LEAD and one.is_open]
    if parent.status == A.PASSED_ON and not leads and handling.stage == H.IN_HAND:
        lifecycle.turn(parent, A.ACCEPTED, at=at)
        parent.save()
