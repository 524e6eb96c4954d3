"""May this person ask for more time, decide on it, stop the clock, ask for an opinion, or give one?"""

from __future__ import annotations

from dispatch import errors
from dispatch.enums import ExtensionState
from dispatch.models import Assignment, Extension, HandlingQuestion
from dispatch.policies.directing import duty_of, gave, may_work_on
from lib.refusal import Verdict, permit_if
from organisation.models.actor import Actor


def may_ask_for_time(actor: Actor, assignment: Assignment) -> Verdict:
    """Whoever has an assignment with a running clock asks for more time."""
    dated = permit_if(assignment.due_on is not None, otherwise=errors.HasNoDeadline)
    runs = permit_if(assignment.paused_on is None, otherwise=errors.ClockStandsStill)
    return may_work_on(actor, assignment) and dated and runs


def may_decide_extension(actor: Actor, extension: Extension) -> Verdict:
    """Whoever gave the assignment decides."""
    state = ExtensionState(extension.state)
    waits = permit_if(state is ExtensionState.ASKED, otherwise=errors.ExtensionIsDecided(state=state.label))
    return waits and gave(actor, extension.assignment)


def may_pause(actor: Actor, assignment: Assignment) -> Verdict:
    """Whoever gave the assignment stops its clock while it is under way."""
    dated = permit_if(assignment.due_on is not None, otherwise=errors.HasNoDeadline)
    runs = permit_if(assignment.paused_on is None, otherwise=errors.ClockStandsStill)
    return _under_way(assignment) and gave(actor, assignment) and dated and runs


def may_resume(actor: Actor, assignment: Assignment) -> Verdict:
    """Whoever gave the assignment lets its clock run again."""
    stands = permit_if(assignment.paused_on is not None, otherwise=errors.ClockRuns)
    return _under_way(assignment) and gave(actor, assignment) and stands


def may_ask_opinion(actor: Actor, assignment: Assignment) -> Verdict:
    """Whoever has an assignment asks colleagues for their opinion."""
    return may_work_on(actor, assignment)


def may_answer_question(actor: Actor, question: HandlingQuestion) -> Verdict:
    """The colleague asked, or whoever stands in."""
    open_yet = question.answered_at is None and question.over_at is None
    post = actor.acting_post
    own = post is not None and post.pk == question.post_id
    needed = duty_of(question.post)
    lent = actor.delegation is None or (needed is not None and needed.value in actor.duties)
    name = question.post.person.full_name
    asked = permit_if(own and lent, otherwise=errors.NotAskedForOpinion(name=name))
    return permit_if(open_yet, otherwise=errors.QuestionIsOver) and asked


def _under_way(assignment: Assignment) -> Verdict:
    return permit_if(
        assignment.is_open, otherwise=errors.AssignmentIsElsewhere(status=assignment.get_status_display())
    )
