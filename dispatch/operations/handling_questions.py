"""Ask colleagues for an opinion while a letter is handled, answer, or no longer ask."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from dispatch import errors, policies
from dispatch.enums import HandlingPart
from dispatch.models import Assignment, Handling, HandlingQuestion
from dispatch.operations import closing, handled_rows
from lib.calendar import local_day
from lib.text import nfc
from organisation import queries as office
from organisation.models import Post
from organisation.models.actor import Actor


@transaction.atomic
def ask(
    *,
    assignment: Assignment,
    posts: Iterable[Post],
    question: str,
    due_on: date | None,
    by: Actor,
    at: datetime,
) -> Handling:
    """Ask several at once, each of whom may read the letter from now on; refuses whoever was asked already."""
    handling = handled_rows.locked_handling(assignment.letter, by)
    row = handled_rows.assignment_of(handling, assignment.pk)
    policies.may_ask_opinion(by, row).enforce()
    said = _words(question, 2000)
    asked = list(posts)
    here = set(office.posts_on(handling.organisation, local_day(at)).values_list("pk", flat=True))
    if not asked or any(post.pk not in here for post in asked):
        raise errors.NotOfTheOffice
    if due_on is not None and due_on < local_day(at):
        raise errors.TermIsImpossible
    assert by.acting_post is not None  # noqa: S101 -- said by the policy
    waiting = row.questions.filter(answered_at__isnull=True, over_at__isnull=True)
    for post in asked:
        if waiting.filter(post=post).exists():
            raise errors.AskedAlready(name=post.person.full_name)
        HandlingQuestion.objects.create(
            organisation=handling.organisation,
            letter=handling.letter,
            assignment=row,
            post=post,
            question=said,
            due_on=due_on,
            asked_by=by.acting_post,
            asked_at=at,
        )
    handled_rows.admit(handling.letter, [(HandlingPart.CONSULTED, post) for post in asked], at=at)
    facts = {"assignment": row.pk, "posts": [post.pk for post in asked]}
    return handled_rows.close(
        handling=handling, act="question_asked", by=by, at=at, facts=facts, detail={"question": said}
    )


@transaction.atomic
def answer(*, question: HandlingQuestion, text: str, by: Actor, at: datetime) -> Handling:
    """Give the opinion that was asked for."""
    handling = handled_rows.locked_handling(question.letter, by)
    row = HandlingQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    policies.may_answer_question(by, row).enforce()
    row.answer, row.answered_at = _words(text, 4000), at
    row.save()
    facts = {"assignment": row.assignment_id, "question": row.pk}
    return handled_rows.close(
        handling=handling, act="question_answered", by=by, at=at, facts=facts, detail={"answer": row.answer}
    )


@transaction.atomic
def no_longer(*, question: HandlingQuestion, by: Actor, at: datetime) -> Handling:
    """No longer wait for an opinion; whoever asked says so."""
    handling = handled_rows.locked_handling(question.letter, by)
    row = HandlingQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    asker = handled_rows.assignment_of(handling, row.assignment_id)
    policies.holds(by, asker).enforce()
    if row.answered_at is not None or row.over_at is not None:
        raise errors.QuestionIsOver
    row.over_at = at
    row.save()
    facts = {"assignment": row.assignment_id, "question": row.pk}
    return handled_rows.close(handling=handling, act="question_over", by=by, at=at, facts=facts)


def _words(text: str, longest: int) -> str:
    said = nfc(text.replace("\0", "")).strip()[:longest]
    if not said:
        raise errors.ReportIsMissing
    closing.refuse_secrets(said)
    return said
