"""What screens call about time and opinions of an incoming letter. Refusals as in ``moves``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from dispatch import policies
from dispatch.models import Assignment, Extension, Handling, HandlingQuestion
from dispatch.operations import handling_clocks, handling_questions
from organisation.models import Post
from organisation.models.actor import Actor
from organisation.queries import acting_as
from workflow.enums import Outcome
from workflow.incoming_letter import telling
from workflow.incoming_letter.door import tending
from workflow.incoming_letter.telling import News


def ask_for_time(*, assignment: Assignment, until: date, reason: str, by: Actor, at: datetime) -> Handling:
    """Ask for more time; whoever gave the assignment is asked to decide."""
    actor = acting_as(by, at, lambda one: policies.may_ask_for_time(one, assignment))
    with tending(assignment.letter, by=actor, at=at, outcome=Outcome.MORE_TIME) as step:
        done = handling_clocks.ask_for_time(
            assignment=assignment, until=until, reason=reason, by=actor, at=at
        )
        telling.acted_for(step)
    return done


def decide_extension(
    *, extension: Extension, granted: bool, answer: str = "", by: Actor, at: datetime
) -> Handling:
    """Grant or refuse more time; whoever asked is told."""
    actor = acting_as(by, at, lambda one: policies.may_decide_extension(one, extension))
    letter = extension.assignment.letter
    with tending(letter, by=actor, at=at) as step:
        done = handling_clocks.decide_extension(
            extension=extension, granted=granted, answer=answer, by=actor, at=at
        )
        kind = News.MORE_TIME if granted else News.NO_MORE_TIME
        facts = {"day": extension.until.isoformat()}
        people = telling.people_of(extension.assignment, at)
        telling.tell(kind, letter, people, by=actor, at=at, reason=answer, facts=facts)
        telling.acted_for(step)
    return done


def pause(*, assignment: Assignment, reason: str, by: Actor, at: datetime) -> Handling:
    """Stop the clock; whoever has the assignment is told."""
    actor = acting_as(by, at, lambda one: policies.may_pause(one, assignment))
    with tending(assignment.letter, by=actor, at=at) as step:
        done = handling_clocks.pause(assignment=assignment, reason=reason, by=actor, at=at)
        people = telling.people_of(assignment, at)
        telling.tell(News.PAUSED, assignment.letter, people, by=actor, at=at, reason=reason)
        telling.acted_for(step)
    return done


def resume(*, assignment: Assignment, by: Actor, at: datetime) -> Handling:
    """Let the clock run again; whoever has the assignment is told."""
    actor = acting_as(by, at, lambda one: policies.may_resume(one, assignment))
    with tending(assignment.letter, by=actor, at=at) as step:
        done = handling_clocks.resume(assignment=assignment, by=actor, at=at)
        people = telling.people_of(assignment, at)
        telling.tell(News.RESUMED, assignment.letter, people, by=actor, at=at)
        telling.acted_for(step)
    return done


def ask_opinion(
    *,
    assignment: Assignment,
    posts: Iterable[Post],
    question: str,
    due_on: date | None,
    by: Actor,
    at: datetime,
) -> Handling:
    """Ask colleagues for an opinion; the assignment goes on meanwhile."""
    actor = acting_as(by, at, lambda one: policies.may_ask_opinion(one, assignment))
    with tending(assignment.letter, by=actor, at=at, outcome=Outcome.ASKED) as step:
        done = handling_questions.ask(
            assignment=assignment, posts=posts, question=question, due_on=due_on, by=actor, at=at
        )
        telling.acted_for(step)
    return done


def answer(*, question: HandlingQuestion, text: str, by: Actor, at: datetime) -> Handling:
    """Give the opinion asked for; whoever asked is told."""
    actor = acting_as(by, at, lambda one: policies.may_answer_question(one, question))
    with tending(question.letter, by=actor, at=at) as step:
        done = handling_questions.answer(question=question, text=text, by=actor, at=at)
        people = [question.asked_by.person]
        telling.tell(News.ANSWERED, question.letter, people, by=actor, at=at)
        telling.acted_for(step)
    return done


def no_longer(*, question: HandlingQuestion, by: Actor, at: datetime) -> Handling:
    """No longer ask for an opinion; whoever was asked is told."""
    actor = acting_as(by, at, lambda one: policies.holds(one, question.assignment))
    with tending(question.letter, by=actor, at=at, outcome=Outcome.CALLED_OFF) as step:
        done = handling_questions.no_longer(question=question, by=actor, at=at)
        people = [question.post.person]
        telling.tell(News.NO_LONGER_ASKED, question.letter, people, by=actor, at=at)
        telling.acted_for(step)
    return done
