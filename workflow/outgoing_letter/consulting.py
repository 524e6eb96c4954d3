"""What screens call about opinions: ask several at once, answer, keep what is typed, remind, call off, close, resolve.

Refusals as in ``moves``. An answer is one step of whoever was asked; the last one moves the letter on.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from dispatch import queries
from dispatch.enums import LetterStatus, Resolution, Stance
from dispatch.models import Opinion, OutgoingLetter
from dispatch.operations import consulting, passing_up
from dispatch.operations.consulting import Question
from organisation.models.actor import Actor
from workflow.enums import Outcome
from workflow.models import WorkItem
from workflow.outgoing_letter import stages, telling
from workflow.outgoing_letter.moves import stopping, taking
from workflow.passage import Passage
from workflow.standing import standing_for


def ask(
    *, item: WorkItem, questions: Iterable[Question], note: str, by: Actor, at: datetime
) -> OutgoingLetter:
    """Ask several units and people at once about the draft, each with a term of its own."""
    with taking(item, by=by, at=at, outcome=Outcome.ASKED) as step:
        step.letter = consulting.ask(letter=step.letter, questions=questions, note=note, by=step.by, at=at)
    return step.letter


def answer(
    *, item: WorkItem, opinion: Opinion, stance: Stance, text: str, by: Actor, at: datetime
) -> OutgoingLetter:
    """Give the opinion that ``item`` asks for. The last one gives the letter back, or lets it go on its route."""
    with taking(item, by=by, at=at) as step:
        going = stages.onward(step.letter, at) if step.letter.stage else None
        if going is not None and going.leaves:
            _tell_those_not_waited_for(step, but=opinion)
        to = going.stop if going else None
        step.letter = consulting.answer(opinion=opinion, stance=stance, text=text, by=step.by, at=at, to=to)
        step.opens = going.opens if going else None
        step.shared = going is None or going.leaves
        _settle(step)
    return step.letter


@transaction.atomic
def keep_typed(*, item: WorkItem, opinion: Opinion, text: str, by: Actor, at: datetime) -> Opinion:
    """Keep what is typed before it is sent; no step moves."""
    actor = standing_for(item, by, at) or by
    return consulting.keep_typed(opinion=opinion, text=text, by=actor, at=at)


@transaction.atomic
def remind(*, opinion: Opinion, by: Actor, at: datetime) -> Opinion:
    """Remind whoever has not answered yet; once a day."""
    opinion = consulting.remind(opinion=opinion, by=by, at=at)
    telling.reminded(opinion, by=by, at=at)
    return opinion


def call_off(*, opinion: Opinion, reason: str, by: Actor, at: datetime) -> OutgoingLetter:
    """No longer wait for one of several; what was typed stays. Without anybody left the draft goes on."""
    with stopping(
        opinion.letter,
        by=by,
        at=at,
        outcome=Outcome.CALLED_OFF,
        reason=reason,
        about_key=opinion.pk,
    ) as step:
        step.letter = consulting.cancel(opinion=opinion, reason=reason, by=by, at=at)
        _settle(step)
    return step.letter


def close_round(*, letter: OutgoingLetter, reason: str, by: Actor, at: datetime) -> OutgoingLetter:
    """Go on drafting although answers are missing."""
    with stopping(letter, by=by, at=at, outcome=Outcome.ANSWERED, reason=reason) as step:
        _tell_those_not_waited_for(step, reason=reason)
        step.letter = consulting.close_round(letter=step.letter, reason=reason, by=by, at=at)
    return step.letter


def resolve(*, opinion: Opinion, resolution: Resolution, reason: str, by: Actor, at: datetime) -> Opinion:
    """Say what became of a remark."""
    return consulting.resolve(opinion=opinion, resolution=resolution, reason=reason, by=by, at=at)


def pass_up(*, item: WorkItem, opinion: Opinion, reason: str, by: Actor, at: datetime) -> OutgoingLetter:
    """Let the superior give the opinion; what was typed goes along."""
    with taking(item, by=by, at=at, outcome=Outcome.PASSED_UP, reason=reason) as step:
        passed = passing_up.pass_up_opinion(opinion=opinion, reason=reason, by=step.by, at=at)
        now = stages.openings(step.letter, at) or ()
        step.opens = tuple(one for one in now if one.about_key == passed.pk)
        step.shared = False  # the others are still asked
    return step.letter


def _settle(step: Passage) -> None:
    """Say what follows: nothing while others are asked beside, the draft when a round of the drafter's own is over."""
    stage = step.item.stage if step.item else ""
    step.stays = step.letter.status == LetterStatus.OPINIONS and step.letter.stage == stage
    if step.letter.status == LetterStatus.DRAFT:
        step.outcome = Outcome.ANSWERED


def _tell_those_not_waited_for(step: Passage, *, but: Opinion | None = None, reason: str = "") -> None:
    """Tell those who may have begun to write that nobody waits for them any more."""
    left = [one for one in queries.open_opinions(step.letter) if but is None or one.pk != but.pk]
    telling.no_longer_asked(step, left, reason=reason)
